-- ---
-- id: DIV-003
-- version: 1
-- title: {zh: "代码只在乙册有、甲册没有", en: "Code only in register B"}
-- kind: mismatch
-- subject: row:township_register_b
-- population: township_register_b
-- needs: [township_register_b.name, township_register_a.county_code]
-- may_be_null: [township_register_b.county_code, township_register_b.town_code, township_register_a.town_code]
-- key: [county_code, town_code]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: register_comparison
-- audience: [county_data_officer, department]
-- law:
--   zh: "统计用区划代码和城乡划分代码编制规则；GB/T 10114"
--   en: "Rules for statistical division codes; GB/T 10114"
-- sentence:
--   zh: "{ev_name}（代码{ev_code}）只在乙册有"
--   en: "{ev_name} (code {ev_code}) stands in register B only"
-- titles:
--   ev_code: {zh: "九位代码", en: "Nine-digit code"}
-- ---
select x.row_ref as subject_id, x.county_code as county_code, x.town_code as town_code, x.county_code || x.town_code as ev_code, x.name as ev_name, x.row_ref as row_place
from township_register_b x
where not exists (select 1 from township_register_a y where y.county_code = x.county_code and y.town_code = x.town_code)
