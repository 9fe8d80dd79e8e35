-- ---
-- id: RQ-069
-- version: 1
-- title: {zh: "识别时饮水出现安全问题但风险没有因安全饮水", en: "At recognition water was unsafe, not entered as a risk"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.risk_1, monitored_households.water_unsafe]
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
--   zh: "{ev_head_name}户识别时饮水出现安全问题，五项风险里没有因安全饮水"
--   en: "{ev_head_name}'s household : water was unsafe at recognition and the risk is missing"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.water_unsafe as ev_water_unsafe, h.row_ref as row_household
from monitored_households h
where h.cleared is distinct from true and h.water_unsafe = true and h.risk_1 <> 'water' and coalesce(h.risk_2, 'other') <> 'water' and coalesce(h.risk_3, 'other') <> 'water' and coalesce(h.risk_4, 'other') <> 'water' and coalesce(h.risk_5, 'other') <> 'water'
