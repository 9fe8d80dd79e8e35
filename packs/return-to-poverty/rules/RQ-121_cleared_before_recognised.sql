-- ---
-- id: RQ-121
-- version: 1
-- title: {zh: "风险消除早于识别", en: "Cleared before recognised"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.recognised_month]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.cleared_month]
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
--   zh: "{ev_head_name}户{ev_recognised_month:date}识别、{ev_cleared_month:date}消除"
--   en: "{ev_head_name}: recognised {ev_recognised_month:date}, cleared {ev_cleared_month:date}"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.recognised_month as ev_recognised_month, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
where h.cleared_month < h.recognised_month
