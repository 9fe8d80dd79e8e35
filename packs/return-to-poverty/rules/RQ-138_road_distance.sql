-- ---
-- id: RQ-138
-- version: 1
-- title: {zh: "与主干路距离过远", en: "Distance to the main road implausible"}
-- kind: mismatch
-- subject: row:household_conditions
-- population: household_conditions
-- needs: [household_conditions.road_distance_m]
-- may_be_null: [household_conditions.household_no, household_conditions.head_name]
-- params: [road_distance_max_m]
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
--   zh: "{ev_head_name}户与主干路距离填{ev_road_distance_m:count}米"
--   en: "{ev_head_name} lives {ev_road_distance_m:count} m from the main road"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.road_distance_m as ev_road_distance_m, h.row_ref as row_household
from household_conditions h
join params.road_distance_max_m q on q.county = h.county
where h.road_distance_m > q.value
