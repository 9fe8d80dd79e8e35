-- ---
-- id: RQ-072
-- version: 1
-- title: {zh: "监测对象没有填任何风险", en: "No risk entered"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.recognised_month]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.cleared,
--   monitored_households.risk_1, monitored_households.risk_2, monitored_households.risk_3]
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
--   zh: "{ev_head_name}户在监测中，没有填风险类型"
--   en: "{ev_head_name}'s household is monitored without a risk"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.recognised_month as ev_recognised_month, h.row_ref as row_household
from monitored_households h
where h.cleared is distinct from true and h.risk_1 is null and h.risk_2 is null and h.risk_3 is null
