-- ---
-- id: RP-013
-- version: 1
-- title: {zh: "D级危房仍有人居住", en: "D-grade house still lived in"}
-- kind: hazard
-- subject: household.registered
-- population: households
-- needs: [unsafe_houses.grade, unsafe_houses.lived_in, unsafe_houses.repair_state]
-- may_be_null: [unsafe_houses.house_no, unsafe_houses.surveyed_on]
-- key: [house_no]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "建村〔2021〕35号（农村低收入群体等重点对象住房安全保障）"
--   en: "Jiancun 2021 No. 35 on safe housing for key rural groups"
-- sentence:
--   zh: "房屋鉴定为D级（{ev_surveyed_on:date}），仍有人居住，改造状态：{ev_repair_state}"
--   en: "The house was graded D ({ev_surveyed_on:date}) and people live in it; repair: {ev_repair_state}"
-- questions:
--   - {zh: "晚上还住在里面吗，下雨天住哪里", en: "Do people sleep there, and where when it rains"}
--   - {zh: "改造到哪一步了，卡在哪里", en: "How far is the repair, what holds it up"}
--   - {zh: "有没有别的安全住处", en: "Is there another safe place"}
-- ---
select u.household_id as subject_id, u.house_no as house_no, u.grade as ev_grade, u.surveyed_on as ev_surveyed_on, u.repair_state as ev_repair_state, u.row_ref as row_house
from unsafe_houses u
where u.household_id is not null and u.grade = 'd' and u.lived_in = true and u.repair_state in ('planned', 'building')
