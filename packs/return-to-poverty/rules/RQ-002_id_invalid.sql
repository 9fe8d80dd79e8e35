-- ---
-- id: RQ-002
-- version: 1
-- title: {zh: "证件号码错误", en: "ID number is wrong"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.id_number]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.id_kind]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}的证件号码校验不通过，请按证件重新录入"
--   en: "The ID number of {ev_person_name} fails the check; enter it from the card"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.id_number as ev_id_number, m.id_kind as ev_id_kind, m.row_ref as row_member
from monitored_members m
where m.id_number_state = 2
