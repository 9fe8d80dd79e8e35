-- ---
-- id: ENT-008
-- version: 1
-- title: {zh: "C、D级危房没有列入改造", en: "C or D grade house without a repair plan"}
-- kind: entitlement
-- subject: household.registered
-- population: households
-- needs: [unsafe_houses.grade, unsafe_houses.repair_state, household_class.class, low_income_members.row_ref]
-- may_be_null: [unsafe_houses.house_no, unsafe_houses.surveyed_on, unsafe_houses.lived_in, unsafe_houses.only_house,
--   low_income_members.state]
-- key: [house_no]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: entitlement
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "建村〔2021〕35号（农村低收入群体等重点对象住房安全保障）"
--   en: "Jiancun 2021 No. 35 on safe housing for key rural groups"
-- sentence:
--   zh: "房屋鉴定为{ev_grade}（{ev_surveyed_on:date}），没有列入改造计划"
--   en: "The house was graded {ev_grade} ({ev_surveyed_on:date}) and is on no repair plan"
-- questions:
--   - {zh: "这房子现在有没有人住，是不是唯一住房", en: "Does anyone live there, is it the only home"}
--   - {zh: "愿不愿意改造、自己能出多少", en: "Is the family willing, what can it pay"}
--   - {zh: "下雨天安全吗", en: "Is it safe in rain"}
-- ---
select u.household_id as subject_id, u.house_no as house_no, u.grade as ev_grade, u.surveyed_on as ev_surveyed_on, u.lived_in as ev_lived_in, u.row_ref as row_house
from unsafe_houses u
where u.household_id is not null and u.grade in ('c', 'd') and u.repair_state = 'none'
  and u.lived_in is distinct from false and u.only_house is distinct from false
  and (exists (select 1 from household_class c where c.subject_id = u.household_id and c.class <> 'other')
    or exists (select 1 from low_income_members l join persons o on o.person_id = l.person_id where o.household_id = u.household_id and coalesce(l.state, 'active') = 'active'))
