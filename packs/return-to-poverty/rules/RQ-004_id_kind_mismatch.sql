-- ---
-- id: RQ-004
-- version: 1
-- title: {zh: "证件类型与号码位数不符", en: "Kind of certificate does not fit the number"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.id_kind, monitored_members.id_number]
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
--   zh: "{ev_person_name}证件类型填{ev_id_kind}，号码位数不符"
--   en: "{ev_person_name}: certificate {ev_id_kind} does not fit the length of the number"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.id_kind as ev_id_kind, m.row_ref as row_member
from monitored_members m
where (m.id_kind = 'disability_card' and length(m.id_number) not in (20, 22)) or (m.id_kind = 'id_card' and length(m.id_number) in (20, 22))
