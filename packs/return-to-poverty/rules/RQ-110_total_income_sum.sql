-- ---
-- id: RQ-110
-- version: 1
-- title: {zh: "年总收入不等于四项收入之和", en: "Total income is not the sum of its four parts"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.total_income_cents, monitored_households.wage_cents,
--   monitored_households.business_cents, monitored_households.property_cents, monitored_households.transfer_cents]
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
--   zh: "{ev_head_name}户年总收入填{ev_total_income_cents:yuan}元，四项之和为{ev_sum_cents:yuan}元"
--   en: "{ev_head_name}'s total income is {ev_total_income_cents:yuan} yuan, its parts add up to {ev_sum_cents:yuan}"
-- titles:
--   ev_sum_cents: {zh: "四项之和", en: "Sum of parts"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.total_income_cents as ev_total_income_cents, h.wage_cents + h.business_cents + h.property_cents + h.transfer_cents as ev_sum_cents, h.row_ref as row_household
from monitored_households h
where abs(h.total_income_cents - (h.wage_cents + h.business_cents + h.property_cents + h.transfer_cents)) > 100
