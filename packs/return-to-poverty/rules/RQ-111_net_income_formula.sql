-- ---
-- id: RQ-111
-- version: 1
-- title: {zh: "纯收入不等于总收入减经营性支出", en: "Net income is not total less business costs"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.net_income_cents, monitored_households.total_income_cents,
--   monitored_households.business_cost_cents]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name]
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
--   zh: "{ev_head_name}户纯收入{ev_net_income_cents:yuan}元，总收入{ev_total_income_cents:yuan}元减支出{ev_business_cost_cents:yuan}元不等"
--   en: "{ev_head_name}'s net income {ev_net_income_cents:yuan} is not {ev_total_income_cents:yuan} less {ev_business_cost_cents:yuan}"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.net_income_cents as ev_net_income_cents, h.total_income_cents as ev_total_income_cents, h.business_cost_cents as ev_business_cost_cents, h.row_ref as row_household
from monitored_households h
where abs(h.net_income_cents - (h.total_income_cents - h.business_cost_cents)) > 100
