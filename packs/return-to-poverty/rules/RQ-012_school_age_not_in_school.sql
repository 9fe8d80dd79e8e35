-- ---
-- id: RQ-012
-- version: 1
-- title: {zh: "义务教育年龄填非在校", en: "Of compulsory age and entered as not at school"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.school_status, monitored_members.birth_date]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
-- params: [compulsory_age_from_years, compulsory_age_to_years]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}{ev_age:count}岁，在校生状况填非在校"
--   en: "{ev_person_name}, aged {ev_age:count}, is entered as not at school"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, age_years(m.birth_date, m.period) as ev_age, m.row_ref as row_member
from monitored_members m
join params.compulsory_age_from_years a on a.county = m.county
join params.compulsory_age_to_years b on b.county = m.county
where m.school_status = 'none' and age_years(m.birth_date, m.period) > a.value and age_years(m.birth_date, m.period) < b.value
