-- ---
-- id: RQ-146
-- version: 1
-- title: {zh: "户信息填饮水不安全、未在监测", en: "Unsafe water entered, not monitored"}
-- kind: risk
-- subject: row:household_conditions
-- population: household_conditions
-- needs: [household_conditions.water_unsafe, household_class.class]
-- may_be_null: [household_conditions.household_no, household_conditions.head_name]
-- key: [household_no]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号（饮水安全保障）"
--   en: "Zhongnongzufa 2021 No. 7, safe drinking water"
-- sentence:
--   zh: "{ev_head_name}户填存在饮水安全问题，不在监测中"
--   en: "{ev_head_name} has unsafe water and is not monitored"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.water_unsafe as ev_water_unsafe, h.row_ref as row_household
from household_conditions h
where h.water_unsafe = true and not exists (select 1 from household_class c where c.subject_id = h.household_id and c.class = 'monitored')
