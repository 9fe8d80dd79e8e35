-- ---
-- id: CMP-002
-- version: 1
-- title: {zh: "性别与户籍（身份证）不一致", en: "Sex differs from the registration"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.sex]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   persons.sex]
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
--   zh: "{ev_person_name}系统里性别填{ev_sex}，与户籍底册不一致"
--   en: "Sex of {ev_person_name} is {ev_sex} in the system and differs from the register"
-- titles:
--   ev_registered_sex: {zh: "底册性别", en: "Sex in the register"}
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.sex as ev_sex, p.sex as ev_registered_sex, m.row_ref as row_member
from monitored_members m
join persons p on p.person_id = m.person_id
where m.sex <> p.sex
