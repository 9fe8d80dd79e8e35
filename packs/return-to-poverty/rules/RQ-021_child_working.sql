-- ---
-- id: RQ-021
-- version: 1
-- title: {zh: "未满十六周岁有务工记录", en: "Under 16 with work on record"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.work_months, monitored_members.birth_date]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
-- params: [working_age_from_years]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "劳动法第十五条；禁止使用童工规定"
--   en: "Labour Law, article 15; Provisions on the Prohibition of Child Labour"
-- sentence:
--   zh: "{ev_person_name}{ev_age:count}岁，填务工{ev_work_months:count}个月"
--   en: "{ev_person_name} is {ev_age:count} and worked {ev_work_months:count} months"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.work_months as ev_work_months, age_years(m.birth_date, m.period) as ev_age, m.row_ref as row_member
from monitored_members m
join params.working_age_from_years a on a.county = m.county
where m.work_months > 0 and age_years(m.birth_date, m.period) < a.value
