-- ---
-- id: RQ-137
-- version: 1
-- title: {zh: "有效灌溉面积大于耕地面积", en: "Irrigated land larger than farmland"}
-- kind: mismatch
-- subject: row:household_conditions
-- population: household_conditions
-- needs: [household_conditions.farmland_mu, household_conditions.irrigated_mu]
-- may_be_null: [household_conditions.household_no, household_conditions.head_name]
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
--   zh: "{ev_head_name}户有效灌溉{ev_irrigated_mu:mu}亩，耕地只有{ev_farmland_mu:mu}亩"
--   en: "{ev_head_name}: {ev_irrigated_mu:mu} mu irrigated of {ev_farmland_mu:mu}"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.irrigated_mu as ev_irrigated_mu, h.farmland_mu as ev_farmland_mu, h.row_ref as row_household
from household_conditions h
where h.irrigated_mu > h.farmland_mu
