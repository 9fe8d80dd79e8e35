-- ---
-- id: RQ-127
-- version: 1
-- title: {zh: "识别、消除或填表时间晚于导出", en: "Recognition, clearance or form dated after the export"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.recognised_month]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.cleared_month, monitored_households.filled_on]
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
--   zh: "{ev_head_name}户有晚于导出月份的时间（识别{ev_recognised_month:date}、消除{ev_cleared_month:date}、填表{ev_filled_on:date}）"
--   en: "{ev_head_name} has a date after the export (recognised {ev_recognised_month:date}, cleared {ev_cleared_month:date}, filled {ev_filled_on:date})"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.recognised_month as ev_recognised_month, h.cleared_month as ev_cleared_month, h.filled_on as ev_filled_on, h.row_ref as row_household
from monitored_households h
where h.recognised_month > h.period or h.cleared_month > h.period or h.filled_on >= add_months(h.period, 1)
