-- ---
-- id: RQ-068
-- version: 1
-- title: {zh: "填了灾害子项却没有灾害风险", en: "Kind of disaster without the risk"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.risk_1]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.disaster_kind, monitored_households.cleared, monitored_households.risk_2,
--   monitored_households.risk_3, monitored_households.risk_4, monitored_households.risk_5]
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
--   zh: "{ev_head_name}户填了灾害子项{ev_disaster_kind}，五项风险里没有因自然灾害"
--   en: "{ev_head_name}'s household has the disaster {ev_disaster_kind} and no disaster risk"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.disaster_kind as ev_disaster_kind, h.row_ref as row_household
from monitored_households h
where h.cleared is distinct from true and h.disaster_kind is not null and h.risk_1 <> 'disaster' and coalesce(h.risk_2, 'other') <> 'disaster'
  and coalesce(h.risk_3, 'other') <> 'disaster' and coalesce(h.risk_4, 'other') <> 'disaster' and coalesce(h.risk_5, 'other') <> 'disaster'
