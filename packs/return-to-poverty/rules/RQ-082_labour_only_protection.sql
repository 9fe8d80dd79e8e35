-- ---
-- id: RQ-082
-- version: 1
-- title: {zh: "有劳动力户只有综合保障", en: "Household with labour has social protection only"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.household_no, monitored_help.protection, monitored_composition.able]
-- may_be_null: [monitored_households.head_name, monitored_help.measures, monitored_households.cleared]
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
--   zh: "{ev_head_name}户有{ev_able:count}个劳动力，{ev_measures:count}项措施全是综合保障"
--   en: "{ev_head_name}'s household has {ev_able:count} able to work and only social protection"
-- titles:
--   ev_able: {zh: "劳动力", en: "Able to work"}
--   ev_measures: {zh: "措施数", en: "Measures"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, c.able as ev_able, e.measures as ev_measures, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
join monitored_help e on e.subject_id = h.row_ref
where h.cleared is distinct from true and c.able > 0 and e.measures > 0 and e.measures = e.protection
