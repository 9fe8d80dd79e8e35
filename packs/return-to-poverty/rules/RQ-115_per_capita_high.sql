-- ---
-- id: RQ-115
-- version: 1
-- title: {zh: "识别时收入参考范围明显偏高", en: "Reference income at recognition implausibly high"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.reference_per_capita_cents, monitored_households.object_class]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name]
-- params: [per_capita_max_cents]
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
--   zh: "{ev_head_name}户为{ev_object_class}，纳入时收入参考范围{ev_reference_per_capita_cents:yuan}元，高于{param.per_capita_max_cents:yuan}元"
--   en: "{ev_head_name}'s household ({ev_object_class}) was admitted with {ev_reference_per_capita_cents:yuan} yuan per head, above {param.per_capita_max_cents:yuan}"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.reference_per_capita_cents as ev_reference_per_capita_cents, h.object_class as ev_object_class, h.row_ref as row_household
from monitored_households h
join params.per_capita_max_cents q on q.county = h.county
where h.reference_per_capita_cents > q.value and h.object_class in ('unstable', 'marginal')
