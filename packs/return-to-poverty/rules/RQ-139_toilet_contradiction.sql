-- ---
-- id: RQ-139
-- version: 1
-- title: {zh: "没有卫生厕所却填能使用", en: "No sanitary toilet, yet usable"}
-- kind: mismatch
-- subject: row:household_conditions
-- population: household_conditions
-- needs: [household_conditions.toilet]
-- may_be_null: [household_conditions.household_no, household_conditions.head_name,
--   household_conditions.toilet_usable]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户填没有卫生厕所，又填能正常使用"
--   en: "{ev_head_name} has no sanitary toilet and can use it"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.toilet as ev_toilet, h.row_ref as row_household
from household_conditions h
where h.toilet = false and h.toilet_usable = true
