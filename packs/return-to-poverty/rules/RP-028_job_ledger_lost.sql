-- ---
-- id: RP-028
-- version: 1
-- title: {zh: "务工台账登记离岗，家中没有其他人在岗", en: "Out of work by the job ledger, nobody else at work"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [jobs.state, persons.birth_date]
-- may_be_null: [persons.name, jobs.ended_on, jobs.end_reason]
-- params: [working_age_from_years, working_age_to_years, clue_window_months]
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
--   zh: "家人{ev_name}在务工台账上登记为{ev_state}（{ev_ended_on:date}），台账上家中没有其他人在岗"
--   en: "{ev_name} stands in the job ledger as {ev_state} ({ev_ended_on:date}); nobody else of the household is at work there"
-- ---
select p.household_id as subject_id, p.person_id as person_id, min(p.name) as ev_name, min(j.state) as ev_state, max(j.ended_on) as ev_ended_on, min(j.row_ref) as row_job
from jobs j
join persons p on p.person_id = j.person_id
join params.working_age_from_years a on a.county = p.county
join params.working_age_to_years b on b.county = p.county
join params.clue_window_months w on w.county = p.county
cross join run r
where p.household_id is not null and j.state in ('lost', 'returned')
  and j.ended_on > add_months(r.as_of, -w.value) and j.ended_on <= r.as_of
  and age_years(p.birth_date, r.as_of) >= a.value and age_years(p.birth_date, r.as_of) < b.value
  and not exists (select 1 from jobs k join persons o on o.person_id = k.person_id where o.household_id = p.household_id and k.state = 'working')
group by p.household_id, p.person_id
