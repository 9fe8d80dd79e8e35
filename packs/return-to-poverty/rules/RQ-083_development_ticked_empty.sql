-- ---
-- id: RQ-083
-- version: 1
-- title: {zh: "勾选已实施开发式帮扶却没有开发式措施", en: "Development ticked without any such measure"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.has_measure_development, monitored_help.development]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.cleared]
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
--   zh: "{ev_head_name}户勾选已实施开发式帮扶，措施里没有产业、就业、金融、公益岗"
--   en: "{ev_head_name}'s household is ticked as helped by development and has no such measure"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.has_measure_development as ev_has_measure_development, h.row_ref as row_household
from monitored_households h
join monitored_help e on e.subject_id = h.row_ref
where h.cleared is distinct from true and h.has_measure_development = true and e.development = 0
