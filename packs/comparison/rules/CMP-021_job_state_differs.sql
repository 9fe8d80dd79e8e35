-- ---
-- id: CMP-021
-- version: 2
-- title: {zh: "系统在外务工、人社登记失业或返乡", en: "Working away in the system, out of work by the labour bureau"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [migrant_workers.started_on, jobs.state]
-- may_be_null: [migrant_workers.person_name, jobs.ended_on, migrant_workers.state, migrant_workers.ended_on]
-- returns_when: any
-- effort: phone
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "就业促进法；公益性岗位管理要求（以本省文件为准）"
--   en: "Employment Promotion Law; rules on public posts, the province's document prevails"
-- sentence:
--   zh: "{ev_name}系统登记在外务工，人社登记为{ev_state}（{ev_ended_on:date}）"
--   en: "{ev_name} works away in the system and is {ev_state} by the labour bureau ({ev_ended_on:date})"
-- ---
select m.person_id as subject_id, min(m.person_name) as ev_name, min(j.state) as ev_state, max(j.ended_on) as ev_ended_on, min(m.row_ref) as row_system, min(j.row_ref) as row_job
from migrant_workers m
join persons p on p.person_id = m.person_id
join jobs j on j.person_id = m.person_id
where (m.state = 'working' or (m.state is null and m.started_on is not null and m.ended_on is null)) and j.state in ('lost', 'returned') and j.ended_on is not null and (m.started_on is null or m.started_on <= j.ended_on)
  and not exists (select 1 from jobs k where k.person_id = m.person_id and k.state = 'working')
group by m.person_id
