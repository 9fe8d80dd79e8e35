-- ---
-- id: RP-011
-- version: 1
-- title: {zh: "失业未再就业、家中没有其他人务工", en: "Lost a job, not working again, nobody else at work"}
-- kind: risk
-- subject: household.registered
-- population: household_class
-- where_population: "class <> 'other'"
-- needs: [unemployment.lost_on, jobs.state, household_class.class]
-- may_be_null: [persons.name, unemployment.reemployed_on]
-- params: [clue_window_months]
-- key: [person_id]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "就业促进法；公益性岗位管理要求（以本省文件为准）"
--   en: "Employment Promotion Law; rules on public posts, the province's document prevails"
-- sentence:
--   zh: "家人{ev_name}于{ev_lost_on:date}失业，没有再就业登记，家中也没有其他人在岗"
--   en: "{ev_name} lost a job on {ev_lost_on:date}, is not recorded at work again, and nobody else in the household is at work"
-- titles:
--   ev_class: {zh: "户类别", en: "Household class"}
-- ---
select p.household_id as subject_id, p.person_id as person_id, min(p.name) as ev_name, max(u.lost_on) as ev_lost_on, c.class as ev_class, min(u.row_ref) as row_unemployment
from unemployment u
join persons p on p.person_id = u.person_id
join household_class c on c.subject_id = p.household_id
join params.clue_window_months w on w.county = u.county
cross join run r
where c.class <> 'other' and u.reemployed_on is null and u.lost_on > add_months(r.as_of, -w.value) and u.lost_on <= r.as_of
  and not exists (select 1 from jobs j join persons o on o.person_id = j.person_id where o.household_id = p.household_id and j.state = 'working')
group by p.household_id, p.person_id, c.class
