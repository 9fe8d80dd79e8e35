-- ---
-- id: RQ-080
-- version: 1
-- title: {zh: "识别时有失学辍学没有义务教育保障措施", en: "Child out of school at recognition and no measure for it"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.dropout, monitored_help.schooling]
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
--   zh: "{ev_head_name}户识别时有失学辍学，没有义务教育保障措施"
--   en: "{ev_head_name}'s household : child out of school and no measure"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.dropout as ev_dropout, h.row_ref as row_household
from monitored_households h
join monitored_help e on e.subject_id = h.row_ref
where h.cleared is distinct from true and h.dropout = true and e.schooling = 0
