-- ---
-- id: RQ-122
-- version: 1
-- title: {zh: "已消除但没有方式或时间", en: "Cleared without way or month"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.cleared]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.clear_way,
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
--   zh: "{ev_head_name}户风险已消除，消除方式或时间没有填"
--   en: "{ev_head_name}'s household is cleared; way or month is missing"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.clear_way as ev_clear_way, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
where h.cleared = true and (h.clear_way is null or h.cleared_month is null)
