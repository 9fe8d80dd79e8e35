-- ---
-- id: RP-006
-- version: 1
-- title: {zh: "发生伤亡事故、户未在监测", en: "Death or severe injury by accident in a household that is not monitored"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [accidents.happened_on, accidents.outcome, household_class.class]
-- may_be_null: [accidents.person_name]
-- params: [clue_window_months]
-- key: [person_id, happened_on]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "家人{ev_person_name}于{ev_happened_on:date}发生事故，结果：{ev_outcome}，本户不在监测中"
--   en: "{ev_person_name} had an accident on {ev_happened_on:date}, outcome {ev_outcome}; the household is not monitored"
-- questions:
--   - {zh: "伤者现在怎么样，还要花多少钱", en: "How is the injured person, what is still to be paid"}
--   - {zh: "家里还有谁能挣钱", en: "Who can still earn"}
--   - {zh: "赔偿、保险、救助到了没有", en: "Have compensation, insurance and aid arrived"}
-- ---
select p.household_id as subject_id, p.person_id as person_id, e.happened_on as happened_on, e.person_name as ev_person_name, e.happened_on as ev_happened_on, e.outcome as ev_outcome, min(e.row_ref) as row_event
from accidents e
join persons p on p.person_id = e.person_id
join params.clue_window_months w on w.county = e.county
cross join run r
where p.household_id is not null and e.happened_on > add_months(r.as_of, -w.value) and e.happened_on <= r.as_of
  and e.outcome in ('dead', 'severe')
  and not exists (select 1 from household_class k where k.subject_id = p.household_id and k.class = 'monitored')
group by p.household_id, p.person_id, e.happened_on, e.person_name, e.outcome
