-- ---
-- id: RQ-011
-- version: 1
-- title: {zh: "文化程度和在校生状况都没填", en: "Neither education nor school status"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.birth_date]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.education, monitored_members.school_status]
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
--   zh: "{ev_person_name}{ev_age:count}岁，文化程度和在校生状况都没有"
--   en: "{ev_person_name}, aged {ev_age:count}, has neither"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, age_years(m.birth_date, m.period) as ev_age, m.row_ref as row_member
from monitored_members m
where m.education is null and (m.school_status is null or m.school_status = 'none') and age_years(m.birth_date, m.period) >= 7
