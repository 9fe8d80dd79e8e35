-- ---
-- id: RP-021
-- version: 1
-- title: {zh: "部门筛查推送的预警、户未在监测", en: "Clue sent by a department, household not monitored"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [department_clues.found_on, department_clues.risk_kind, household_class.class]
-- may_be_null: [department_clues.person_name, department_clues.department]
-- params: [clue_window_months]
-- key: [person_id, found_on]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "{ev_department}于{ev_found_on:date}推送{ev_person_name}：{ev_risk_kind}，本户不在监测中"
--   en: "{ev_department} sent {ev_person_name} on {ev_found_on:date}: {ev_risk_kind}; the household is not monitored"
-- ---
select p.household_id as subject_id, p.person_id as person_id, e.found_on as found_on, e.person_name as ev_person_name, e.department as ev_department, e.risk_kind as ev_risk_kind, e.found_on as ev_found_on, min(e.row_ref) as row_event
from department_clues e
join persons p on p.person_id = e.person_id
join params.clue_window_months w on w.county = e.county
cross join run r
where p.household_id is not null and e.found_on > add_months(r.as_of, -w.value) and e.found_on <= r.as_of
  and e.risk_kind is not null
  and not exists (select 1 from household_class k where k.subject_id = p.household_id and k.class = 'monitored')
group by p.household_id, p.person_id, e.found_on, e.person_name, e.department, e.risk_kind
