-- ---
-- id: RQ-114
-- version: 1
-- title: {zh: "人均纯收入明显偏低", en: "Income per head implausibly low"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.per_capita_cents]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name]
-- params: [per_capita_min_cents]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户人均纯收入{ev_per_capita_cents:yuan}元，低于{param.per_capita_min_cents:yuan}元，请核对是否漏算"
--   en: "{ev_head_name}'s income per head is {ev_per_capita_cents:yuan} yuan, below {param.per_capita_min_cents:yuan}: check for what was left out"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.per_capita_cents as ev_per_capita_cents, h.row_ref as row_household
from monitored_households h
join params.per_capita_min_cents q on q.county = h.county
where h.per_capita_cents < q.value
