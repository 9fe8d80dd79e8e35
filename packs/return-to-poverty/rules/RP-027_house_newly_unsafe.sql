-- ---
-- id: RP-027
-- version: 1
-- title: {zh: "近期鉴定为C、D级危房，户未在监测", en: "House lately graded C or D in a household that is not monitored"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [unsafe_houses.grade, unsafe_houses.surveyed_on, unsafe_houses.repair_state, household_class.class]
-- may_be_null: [unsafe_houses.house_no, unsafe_houses.lived_in, unsafe_houses.only_house]
-- params: [clue_window_months]
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
--   zh: "房屋于{ev_surveyed_on:date}鉴定为{ev_grade}，改造状态：{ev_repair_state}，本户不在监测中"
--   en: "The house was graded {ev_grade} on {ev_surveyed_on:date}, repair: {ev_repair_state}; the household is not monitored"
-- questions:
--   - {zh: "现在谁住在里面，下雨天住哪里", en: "Who lives there now, and where when it rains"}
--   - {zh: "是不是唯一住房，准备怎么修", en: "Is it the only home, how is it to be repaired"}
--   - {zh: "自己能出多少钱", en: "What can the family pay"}
-- ---
select u.household_id as subject_id, u.house_no as house_no, u.grade as ev_grade, u.surveyed_on as ev_surveyed_on, u.repair_state as ev_repair_state, u.row_ref as row_house
from unsafe_houses u
join params.clue_window_months w on w.county = u.county
cross join run r
where u.household_id is not null and u.grade in ('c', 'd') and u.repair_state <> 'done'
  and u.lived_in is distinct from false and u.only_house is distinct from false
  and u.surveyed_on > add_months(r.as_of, -w.value) and u.surveyed_on <= r.as_of
  and not exists (select 1 from household_class k where k.subject_id = u.household_id and k.class = 'monitored')
