-- ---
-- id: RQ-123
-- version: 1
-- title: {zh: "已消除但消除后情况没有填", en: "Cleared without the state after clearance"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.cleared]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.cleared_month, monitored_households.after_housing_unsafe,
--   monitored_households.after_water_unsafe, monitored_households.after_dropout,
--   monitored_households.after_uninsured, monitored_households.per_capita_cents]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户已消除，消除后的住房、饮水、上学、参保、收入没有填全"
--   en: "{ev_head_name}'s household is cleared; house, water, school, insurance or income afterwards is missing"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
where h.cleared = true and (h.after_housing_unsafe is null or h.after_water_unsafe is null or h.after_dropout is null or h.after_uninsured is null or h.per_capita_cents is null)
