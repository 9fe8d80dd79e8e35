-- ---
-- id: CMP-017
-- version: 1
-- title: {zh: "系统填安全住房、住建为危房且未改造", en: "Safe house in the system, C or D grade and not repaired by the housing bureau"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.housing_grade, unsafe_houses.grade, unsafe_houses.repair_state]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, unsafe_houses.surveyed_on,
--   unsafe_houses.lived_in, unsafe_houses.only_house]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "建村〔2021〕35号（农村低收入群体等重点对象住房安全保障）"
--   en: "Jiancun 2021 No. 35 on safe housing for key rural groups"
-- sentence:
--   zh: "{ev_head_name}户系统房屋等级{ev_housing_grade}，住建鉴定为{ev_grade}且未竣工"
--   en: "{ev_head_name}'s house is {ev_housing_grade} in the system and {ev_grade} by the survey, not repaired"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.housing_grade as ev_housing_grade, min(u.grade) as ev_grade, min(u.surveyed_on) as ev_surveyed_on, h.row_ref as row_household, min(u.row_ref) as row_house
from monitored_households h
join unsafe_houses u on u.household_id = h.household_id
where h.housing_grade in ('a', 'b') and u.grade in ('c', 'd') and u.repair_state is distinct from 'done' and u.lived_in is distinct from false and u.only_house is distinct from false
group by h.row_ref, h.household_no, h.head_name, h.housing_grade
