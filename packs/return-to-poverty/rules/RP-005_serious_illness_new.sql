-- ---
-- id: RP-005
-- version: 1
-- title: {zh: "新确诊大病、户未在监测", en: "Serious illness newly confirmed in a household that is not monitored"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [serious_illness.confirmed_on, serious_illness.illness_class, household_class.class]
-- may_be_null: [serious_illness.person_name]
-- params: [clue_window_months]
-- key: [person_id, confirmed_on]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "家人{ev_person_name}于{ev_confirmed_on:date}确诊大病，本户不在监测中"
--   en: "{ev_person_name} was confirmed seriously ill on {ev_confirmed_on:date}; the household is not monitored"
-- ---
select p.household_id as subject_id, p.person_id as person_id, e.confirmed_on as confirmed_on, e.person_name as ev_person_name, e.confirmed_on as ev_confirmed_on, e.illness_class as ev_illness_class, min(e.row_ref) as row_event
from serious_illness e
join persons p on p.person_id = e.person_id
join params.clue_window_months w on w.county = e.county
cross join run r
where p.household_id is not null and e.confirmed_on > add_months(r.as_of, -w.value) and e.confirmed_on <= r.as_of
  and e.illness_class = 'serious'
  and not exists (select 1 from household_class k where k.subject_id = p.household_id and k.class = 'monitored')
group by p.household_id, p.person_id, e.confirmed_on, e.person_name, e.illness_class
