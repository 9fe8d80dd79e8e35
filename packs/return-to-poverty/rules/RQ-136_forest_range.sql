-- ---
-- id: RQ-136
-- version: 1
-- title: {zh: "林地面积超出合理范围", en: "Forest land outside the plausible range"}
-- kind: mismatch
-- subject: row:household_conditions
-- population: household_conditions
-- needs: [household_conditions.forest_mu]
-- may_be_null: [household_conditions.household_no, household_conditions.head_name]
-- params: [forest_max_mu100]
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
--   zh: "{ev_head_name}户林地填{ev_forest_mu:mu}亩，超出合理范围"
--   en: "{ev_head_name}'s forest is {ev_forest_mu:mu} mu, outside the range"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.forest_mu as ev_forest_mu, h.row_ref as row_household
from household_conditions h
join params.forest_max_mu100 q on q.county = h.county
where h.forest_mu < 0 or h.forest_mu > q.value
