-- ---
-- id: RQ-125
-- version: 1
-- title: {zh: "在监测但没有帮扶责任人", en: "Monitored without a helper entered"}
-- kind: gap
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.household_no]
-- may_be_null: [monitored_households.head_name, monitored_households.recognised_month, monitored_households.cleared,
--   monitored_households.helper_name]
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
--   zh: "{ev_head_name}户在监测，系统里没有帮扶责任人"
--   en: "{ev_head_name}'s household is monitored and no helper is entered"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.recognised_month as ev_recognised_month, h.row_ref as row_household
from monitored_households h
where h.cleared is distinct from true and h.helper_name is null
