-- ---
-- id: RQ-013
-- version: 1
-- title: {zh: "失学辍学没有填原因", en: "Out of school without a reason"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.school_status]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.dropout_reason]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}填失学辍学，没有原因"
--   en: "{ev_person_name} is out of school, no reason given"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.school_status as ev_school_status, m.row_ref as row_member
from monitored_members m
where m.school_status = 'dropout' and (m.dropout_reason is null or m.dropout_reason = '')
