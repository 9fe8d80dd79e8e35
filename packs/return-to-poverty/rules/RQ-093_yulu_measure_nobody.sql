-- ---
-- id: RQ-093
-- version: 1
-- title: {zh: "措施填雨露计划但没有中高职学生", en: "Yulu aid as a measure, nobody in vocational school"}
-- kind: mismatch
-- subject: row:household_measures
-- population: household_measures
-- needs: [household_measures.detail, monitored_members.household_no, yulu_aid.paid_on]
-- may_be_null: [household_measures.household_no, household_measures.kind, household_measures.started_on,
--   household_measures.head_name, monitored_members.school_status, yulu_aid.household_no]
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
--   zh: "{ev_head_name}户措施填雨露计划，家里没有中职高职学生"
--   en: "{ev_head_name}'s household has Yulu aid; nobody is in vocational school"
-- ---
select e.row_ref as subject_id, e.household_no as household_no, e.kind as kind, e.detail as detail, e.started_on as started_on, e.head_name as ev_head_name, e.detail as ev_detail, e.row_ref as row_measure
from household_measures e
where e.detail = 'yulu' and not exists (select 1 from monitored_members m where m.household_no = e.household_no and m.county = e.county and (m.school_status is null or m.school_status in ('vocational', 'college'))) and not exists (select 1 from yulu_aid y where y.household_no = e.household_no) and exists (select 1 from monitored_members m where m.household_no = e.household_no and m.county = e.county and m.household_no is not null)
