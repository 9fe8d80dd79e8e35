-- ---
-- id: RQ-063
-- version: 1
-- title: {zh: "风险填因病但合规自付为零", en: "Illness risk with no self-paid cost"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.risk_1, monitored_households.self_pay_cents]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.cleared,
--   monitored_households.risk_2, monitored_households.risk_3, monitored_households.risk_4,
--   monitored_households.risk_5]
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
--   zh: "{ev_head_name}户风险填因病，合规自付支出填零"
--   en: "{ev_head_name}'s household has the risk illness and self-paid cost of zero"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.self_pay_cents as ev_self_pay_cents, h.row_ref as row_household
from monitored_households h
where h.cleared is distinct from true and (h.risk_1 = 'illness' or h.risk_2 = 'illness' or h.risk_3 = 'illness' or h.risk_4 = 'illness' or h.risk_5 = 'illness') and h.self_pay_cents = 0
