-- ---
-- id: RQ-092
-- version: 1
-- title: {zh: "措施填务工或交通补助但没人务工", en: "Work or transport subsidy, nobody works away"}
-- kind: mismatch
-- subject: row:household_measures
-- population: household_measures
-- needs: [household_measures.detail, monitored_members.household_no]
-- may_be_null: [household_measures.household_no, household_measures.kind, household_measures.started_on,
--   household_measures.head_name, monitored_members.work_months]
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
--   zh: "{ev_head_name}户措施填{ev_detail}，全家没有务工记录"
--   en: "{ev_head_name}'s household has {ev_detail}; nobody has work on record"
-- ---
select e.row_ref as subject_id, e.household_no as household_no, e.kind as kind, e.detail as detail, e.started_on as started_on, e.head_name as ev_head_name, e.detail as ev_detail, e.row_ref as row_measure
from household_measures e
where e.detail in ('transport_subsidy', 'job_subsidy') and not exists (select 1 from monitored_members m where m.household_no = e.household_no and m.county = e.county and (m.work_months is null or m.work_months > 0)) and exists (select 1 from monitored_members m where m.household_no = e.household_no and m.county = e.county and m.household_no is not null)
