-- ---
-- id: CMP-003
-- version: 1
-- title: {zh: "出生日期与户籍不一致", en: "Date of birth differs from the registration"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.birth_date]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   persons.birth_date]
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
--   zh: "{ev_person_name}系统里出生日期{ev_birth_date:date}，底册为{ev_registered_birth:date}"
--   en: "{ev_person_name}: born {ev_birth_date:date} in the system, {ev_registered_birth:date} in the register"
-- titles:
--   ev_registered_birth: {zh: "底册出生日期", en: "Born, in the register"}
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.birth_date as ev_birth_date, p.birth_date as ev_registered_birth, m.row_ref as row_member
from monitored_members m
join persons p on p.person_id = m.person_id
where m.birth_date <> p.birth_date
