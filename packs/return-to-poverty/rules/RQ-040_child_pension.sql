-- ---
-- id: RQ-040
-- version: 1
-- title: {zh: "未满十六周岁参加养老保险", en: "Under 16 in a pension insurance"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.birth_date, monitored_members.resident_pension, monitored_members.employee_pension]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "国发〔2014〕8号（城乡居民基本养老保险）"
--   en: "Guofa 2014 No. 8, resident pension"
-- sentence:
--   zh: "{ev_person_name}{ev_age:count}岁，填参加养老保险"
--   en: "{ev_person_name} is {ev_age:count} and in a pension insurance"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, age_years(m.birth_date, m.period) as ev_age, m.row_ref as row_member
from monitored_members m
where (m.resident_pension = true or m.employee_pension = true) and age_years(m.birth_date, m.period) < 16
