-- ---
-- id: RQ-009
-- version: 1
-- title: {zh: "十六到二十二岁只有小学文化且不在校", en: "Aged 16-22 with primary schooling only and not at school"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.education, monitored_members.birth_date]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.school_status, monitored_members.health]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}{ev_age:count}岁，健康，文化程度只有{ev_education}"
--   en: "{ev_person_name}, aged {ev_age:count} and healthy, has only {ev_education}"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.education as ev_education, age_years(m.birth_date, m.period) as ev_age, m.row_ref as row_member
from monitored_members m
where m.education in ('illiterate', 'primary') and m.school_status = 'none' and age_years(m.birth_date, m.period) >= 16 and age_years(m.birth_date, m.period) <= 22 and m.health = 'healthy'
