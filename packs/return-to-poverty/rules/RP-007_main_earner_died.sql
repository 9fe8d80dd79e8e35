-- ---
-- id: RP-007
-- version: 1
-- title: {zh: "劳动力去世、家中有老有小", en: "A working-age member died and dependants remain"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [deaths.died_on, persons.birth_date, household_class.class]
-- may_be_null: [persons.name]
-- params: [working_age_from_years, working_age_to_years, clue_window_months]
-- key: [person_id]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "家人{ev_name}（{ev_age:count}岁）于{ev_died_on:date}去世，家中还有{ev_dependants:count}名老人或孩子"
--   en: "{ev_name}, aged {ev_age:count}, died on {ev_died_on:date}; {ev_dependants:count} old people or children remain"
-- titles:
--   ev_age: {zh: "去世时年龄", en: "Age at death"}
--   ev_dependants: {zh: "老人和孩子人数", en: "Old people and children"}
-- questions:
--   - {zh: "家里现在靠谁挣钱", en: "Who earns now"}
--   - {zh: "孩子上学、老人看病有没有着落", en: "Are school and care secured"}
--   - {zh: "丧葬补助、遗属待遇领了没有", en: "Have funeral and survivors' benefits been claimed"}
-- ---
with last_death as (
  select d.person_id, min(d.died_on) as died_on, min(d.row_ref) as row_ref
  from deaths d where d.person_id is not null group by d.person_id
)
select p.household_id as subject_id, p.person_id as person_id, p.name as ev_name, age_years(p.birth_date, d.died_on) as ev_age,
  d.died_on as ev_died_on, count(distinct o.person_id) as ev_dependants, d.row_ref as row_death
from last_death d
join persons p on p.person_id = d.person_id
join members m on m.household_id = p.household_id
join persons o on o.person_id = m.person_id
join params.working_age_from_years a on a.county = p.county
join params.working_age_to_years b on b.county = p.county
join params.clue_window_months w on w.county = p.county
cross join run r
where d.died_on > add_months(r.as_of, -w.value) and d.died_on <= r.as_of
  and age_years(p.birth_date, d.died_on) >= a.value and age_years(p.birth_date, d.died_on) < b.value
  and o.person_id <> p.person_id
  and (age_years(o.birth_date, r.as_of) < a.value or age_years(o.birth_date, r.as_of) >= b.value)
  and not exists (select 1 from last_death x where x.person_id = o.person_id)
  and not exists (select 1 from household_class k where k.subject_id = p.household_id and k.class = 'monitored')
group by p.household_id, p.person_id, p.name, p.birth_date, d.died_on, d.row_ref
