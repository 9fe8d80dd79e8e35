-- ---
-- id: RQ-076
-- version: 1
-- title: {zh: "风险因学没有对应的帮扶措施", en: "No fitting measure for the risk (schooling)"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.risk_1, monitored_help.education]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_help.measures,
--   monitored_households.cleared, monitored_households.risk_2, monitored_households.risk_3,
--   monitored_households.risk_4, monitored_households.risk_5]
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
--   zh: "{ev_head_name}户风险因学，没有教育帮扶（共{ev_measures:count}项措施）"
--   en: "{ev_head_name}'s household has that risk and no such measure ({ev_measures:count} in all): an education measure is missing"
-- titles:
--   ev_measures: {zh: "措施数", en: "Measures"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, e.measures as ev_measures, h.row_ref as row_household
from monitored_households h
join monitored_help e on e.subject_id = h.row_ref
where h.cleared is distinct from true and (h.risk_1 = 'schooling' or h.risk_2 = 'schooling' or h.risk_3 = 'schooling' or h.risk_4 = 'schooling' or h.risk_5 = 'schooling') and e.education = 0
