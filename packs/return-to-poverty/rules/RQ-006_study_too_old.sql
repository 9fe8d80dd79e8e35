-- ---
-- id: RQ-006
-- version: 1
-- title: {zh: "在校学段与年龄不符：年龄偏大", en: "Stage of schooling against age: too old"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- where_population: "school_status in ('preschool', 'primary', 'junior', 'senior', 'vocational')"
-- needs: [monitored_members.school_status, monitored_members.birth_date]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
-- params: [{name: school_age_years_to, class: monitored_members.school_status}]
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
--   zh: "{ev_person_name}{ev_age:count}岁，在校生状况填{ev_school_status}，年龄偏大"
--   en: "{ev_person_name} is {ev_age:count} and entered as {ev_school_status}"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.school_status as ev_school_status, age_years(m.birth_date, m.period) as ev_age, m.row_ref as row_member
from monitored_members m
join params.school_age_years_to s on s.county = m.county and s.class = m.school_status
where m.school_status in ('preschool', 'primary', 'junior', 'senior', 'vocational') and age_years(m.birth_date, m.period) > s.value
