-- ---
-- id: RQ-023
-- version: 1
-- title: {zh: "县外务工却填公益岗或帮扶车间渠道", en: "Works outside the county through a public post or workshop"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [jobs.work_scope, jobs.channel]
-- may_be_null: [jobs.person_name, jobs.ended_on]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "就业促进法；公益性岗位管理要求（以本省文件为准）"
--   en: "Employment Promotion Law; rules on public posts, the province's document prevails"
-- sentence:
--   zh: "{ev_person_name}务工地{ev_work_scope}，渠道填{ev_channel}"
--   en: "{ev_person_name} works {ev_work_scope} through {ev_channel}"
-- ---
select j.person_id as subject_id, min(j.person_name) as ev_person_name, min(j.work_scope) as ev_work_scope, min(j.channel) as ev_channel, min(j.row_ref) as row_job
from jobs j
join persons p on p.person_id = j.person_id
where j.work_scope in ('prefecture', 'province', 'outside', 'abroad') and j.channel in ('public_post', 'workshop') and j.ended_on is null
group by j.person_id
