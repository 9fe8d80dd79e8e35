-- ---
-- id: RQ-123
-- version: 2
-- title: {zh: "已消除但消除后情况没有填", en: "Cleared without the state after clearance"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from false"
-- needs: [monitored_households.cleared, monitored_households.after_housing_unsafe,
--   monitored_households.after_water_unsafe, monitored_households.after_dropout,
--   monitored_households.after_uninsured]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.cleared_month, monitored_households.per_capita_cents]
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
-- A column that nobody in the county has filled was not in the export: nothing can be said of it.
with filled as (
  select f.county, count(f.after_housing_unsafe) as housing, count(f.after_water_unsafe) as water, count(f.after_dropout) as dropout,
    count(f.after_uninsured) as uninsured, count(f.per_capita_cents) as per_capita
  from monitored_households f group by f.county
)
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
join filled f on f.county = h.county
where h.cleared = true and ((f.housing > 0 and h.after_housing_unsafe is null) or (f.water > 0 and h.after_water_unsafe is null)
  or (f.dropout > 0 and h.after_dropout is null) or (f.uninsured > 0 and h.after_uninsured is null)
  or (f.per_capita > 0 and h.per_capita_cents is null))
