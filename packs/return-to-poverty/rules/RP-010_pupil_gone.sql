-- ---
-- id: RP-010
-- version: 3
-- title: {zh: "以前在读、本期学籍没有的适龄学生", en: "Child of school age on the last roll and gone from this one"}
-- kind: risk
-- subject: person
-- population: persons
-- needs: [pupils_previous.row_ref, pupils.row_ref, persons.birth_date, deaths.died_on, moves.direction]
-- may_be_null: [persons.name, pupils_previous.school, pupils_previous.state, pupils_previous.stage,
--   pupils_previous.roll_no, pupils.roll_no]
-- params: [compulsory_age_from_years, compulsory_age_to_years, clue_window_months]
-- lasts: clue_window_months
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "义务教育法；国办发〔2017〕72号（控辍保学）"
--   en: "Compulsory Education Law; Guobanfa 2017 No. 72"
-- sentence:
--   zh: "{ev_name}（{ev_age:count}岁）在{ev_school}就读（最后见于{ev_seen_on:date}起的一期学籍），本期本县学籍里没有，也没有转学、迁出记录"
--   en: "{ev_name}, aged {ev_age:count}, was at {ev_school} (last on the roll of the period from {ev_seen_on:date}) and is on no roll of the county now, without transfer or move"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
--   ev_seen_on: {zh: "最后一次在名单的报表期", en: "Period of the last list with the name"}
-- ---
select p.person_id as subject_id, p.name as ev_name, age_years(p.birth_date, r.as_of) as ev_age, min(o.school) as ev_school, max(o.period) as ev_seen_on, min(o.row_ref) as row_last_term
from pupils_previous o
join persons p on p.person_id = o.person_id
join params.compulsory_age_from_years a on a.county = p.county
join params.compulsory_age_to_years b on b.county = p.county
cross join run r
where coalesce(o.state, 'studying') = 'studying' and o.stage in ('primary', 'junior')
  and age_years(p.birth_date, r.as_of) >= a.value and age_years(p.birth_date, r.as_of) <= b.value
  and not exists (select 1 from pupils n where n.person_id = p.person_id)
  and not exists (select 1 from pupils n where n.roll_no = o.roll_no)
  and not exists (select 1 from deaths d where d.person_id = p.person_id)
  and not exists (select 1 from moves v where v.person_id = p.person_id and v.direction = 'out')
group by p.person_id, p.name, p.birth_date, r.as_of
