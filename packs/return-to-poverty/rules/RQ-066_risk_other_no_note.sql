-- ---
-- id: RQ-066
-- version: 1
-- title: {zh: "风险填其他但没有备注", en: "Risk \"other\" without a note"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.risk_1]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.cleared,
--   monitored_households.risk_2, monitored_households.risk_3, monitored_households.risk_4,
--   monitored_households.risk_5, monitored_households.risk_note]
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
--   zh: "{ev_head_name}户风险填其他，没有说明是什么"
--   en: "{ev_head_name}'s household has the risk \"other\" without a note"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.risk_1 as ev_risk_1, h.row_ref as row_household
from monitored_households h
where h.cleared is distinct from true and (h.risk_1 = 'other' or h.risk_2 = 'other' or h.risk_3 = 'other' or h.risk_4 = 'other' or h.risk_5 = 'other') and (h.risk_note is null or h.risk_note = '')
