-- ---
-- id: CMP-018
-- version: 1
-- title: {zh: "危房已竣工、等级仍为C或D", en: "Repair finished, grade still C or D"}
-- kind: mismatch
-- subject: household.registered
-- population: households
-- needs: [unsafe_houses.grade, unsafe_houses.repair_state]
-- may_be_null: [unsafe_houses.house_no, unsafe_houses.head_name, unsafe_houses.completed_on]
-- key: [house_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "建村〔2021〕35号（农村低收入群体等重点对象住房安全保障）"
--   en: "Jiancun 2021 No. 35 on safe housing for key rural groups"
-- sentence:
--   zh: "{ev_head_name}的房屋{ev_completed_on:date}竣工，鉴定等级仍为{ev_grade}"
--   en: "{ev_head_name}'s house was finished on {ev_completed_on:date}; its grade is still {ev_grade}"
-- ---
select u.household_id as subject_id, u.house_no as house_no, u.head_name as ev_head_name, u.completed_on as ev_completed_on, u.grade as ev_grade, u.row_ref as row_house
from unsafe_houses u
cross join run r
where u.household_id is not null and u.repair_state = 'done' and u.grade in ('c', 'd') and (u.completed_on is null or u.completed_on <= add_months(r.as_of, -1))
