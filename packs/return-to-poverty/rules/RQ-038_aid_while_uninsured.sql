-- ---
-- id: RQ-038
-- version: 1
-- title: {zh: "未参保却填接受医疗救助", en: "Uninsured and received medical aid"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.medical_aid, monitored_members.resident_medical, monitored_members.employee_medical]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
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
--   zh: "{ev_person_name}填未参保，又填接受医疗救助"
--   en: "{ev_person_name} is uninsured and received medical aid"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.medical_aid as ev_medical_aid, m.row_ref as row_member
from monitored_members m
where m.medical_aid = true and m.resident_medical = false and m.employee_medical = false
