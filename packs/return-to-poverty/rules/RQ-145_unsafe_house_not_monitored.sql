-- ---
-- id: RQ-145
-- version: 1
-- title: {zh: "户信息填C、D级房屋、未在监测", en: "C or D grade house entered, not monitored"}
-- kind: risk
-- subject: row:household_conditions
-- population: household_conditions
-- needs: [household_conditions.housing_grade, household_class.class]
-- may_be_null: [household_conditions.household_no, household_conditions.head_name]
-- key: [household_no]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "建村〔2021〕35号（农村低收入群体等重点对象住房安全保障）"
--   en: "Jiancun 2021 No. 35 on safe housing for key rural groups"
-- sentence:
--   zh: "{ev_head_name}户房屋等级填{ev_housing_grade}，不在监测中"
--   en: "{ev_head_name}'s house is {ev_housing_grade} and the household is not monitored"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.housing_grade as ev_housing_grade, h.row_ref as row_household
from household_conditions h
where h.housing_grade in ('c', 'd') and not exists (select 1 from household_class c where c.subject_id = h.household_id and c.class = 'monitored')
