-- ---
-- id: RQ-067
-- version: 1
-- title: {zh: "因自然灾害没有填子项", en: "Disaster risk without its kind"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.risk_1]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.cleared,
--   monitored_households.risk_2, monitored_households.risk_3, monitored_households.risk_4,
--   monitored_households.risk_5, monitored_households.disaster_kind]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户风险填因自然灾害，没有填洪涝、地质等子项"
--   en: "{ev_head_name}'s household has the disaster risk without its kind"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.risk_1 as ev_risk_1, h.row_ref as row_household
from monitored_households h
where h.cleared is distinct from true and (h.risk_1 = 'disaster' or h.risk_2 = 'disaster' or h.risk_3 = 'disaster' or h.risk_4 = 'disaster' or h.risk_5 = 'disaster') and h.disaster_kind is null
