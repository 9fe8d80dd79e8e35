-- ---
-- id: RQ-091
-- version: 1
-- title: {zh: "措施填残疾补贴但没有残疾成员", en: "Disability subsidy as a measure, nobody disabled"}
-- kind: mismatch
-- subject: row:household_measures
-- population: household_measures
-- needs: [household_measures.detail, monitored_members.household_no, disabled_persons.row_ref]
-- may_be_null: [household_measures.household_no, household_measures.kind, household_measures.started_on,
--   household_measures.head_name, monitored_members.health]
-- key: [household_no, kind, detail, started_on]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户措施填残疾人补贴，家里没有残疾成员"
--   en: "{ev_head_name}'s household has a disability subsidy; nobody is disabled"
-- ---
select e.row_ref as subject_id, e.household_no as household_no, e.kind as kind, e.detail as detail, e.started_on as started_on, e.head_name as ev_head_name, e.detail as ev_detail, e.row_ref as row_measure
from household_measures e
where e.detail = 'disability_subsidy' and not exists (select 1 from monitored_members m where m.household_no = e.household_no and m.county = e.county and (m.health is null or m.health = 'disabled' or exists (select 1 from disabled_persons d where d.person_id = m.person_id))) and exists (select 1 from monitored_members m where m.household_no = e.household_no and m.county = e.county and m.household_no is not null)
