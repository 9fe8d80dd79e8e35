-- ---
-- id: RQ-113
-- version: 1
-- title: {zh: "工资性收入不足一百元", en: "Wages above zero and below 100 yuan"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.wage_cents]
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
--   zh: "{ev_head_name}户工资性收入填{ev_wage_cents:yuan}元"
--   en: "{ev_head_name}'s wages are {ev_wage_cents:yuan} yuan a year"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.wage_cents as ev_wage_cents, h.row_ref as row_household
from monitored_households h
where h.wage_cents > 0 and h.wage_cents < 10000
