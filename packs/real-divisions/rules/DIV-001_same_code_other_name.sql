-- ---
-- id: DIV-001
-- version: 1
-- title: {zh: "两本名册代码相同、名称不同", en: "Same code, other name in the two registers"}
-- kind: mismatch
-- subject: row:township_register_a
-- population: township_register_a
-- needs: [township_register_a.name, township_register_b.name]
-- may_be_null: [township_register_a.county_code, township_register_a.town_code, township_register_b.county_code,
--   township_register_b.town_code]
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
--   zh: "代码{ev_code}：甲册“{ev_name}”，乙册“{ev_other_name}”"
--   en: "Code {ev_code}: \"{ev_name}\" in register A, \"{ev_other_name}\" in register B"
-- titles:
--   ev_code: {zh: "九位代码", en: "Nine-digit code"}
--   ev_other_name: {zh: "乙册名称", en: "Name in B"}
-- ---
select x.row_ref as subject_id, x.county_code as county_code, x.town_code as town_code, x.county_code || x.town_code as ev_code, x.name as ev_name, y.name as ev_other_name, x.row_ref as row_first, y.row_ref as row_second
from township_register_a x
join township_register_b y on y.county_code = x.county_code and y.town_code = x.town_code
where x.name <> y.name
