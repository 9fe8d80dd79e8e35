-- ---
-- id: CMP-033
-- version: 2
-- title: {zh: "村级底册有、户籍没有", en: "On the village roster and not in the registration"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [village_roster.row_ref, hukou_persons.id_number, deaths.died_on]
-- may_be_null: [village_roster.person_name, village_roster.state]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "户口登记条例"
--   en: "Regulations on Household Registration"
-- sentence:
--   zh: "{ev_name}在村级底册上，公安户籍名单没有"
--   en: "{ev_name} is on the village roster and not on the registration list"
-- ---
select v.person_id as subject_id, min(v.person_name) as ev_name, min(v.state) as ev_state, min(v.row_ref) as row_roster
from village_roster v
join persons p on p.person_id = v.person_id
where (v.state is null or v.state not in ('married_out', 'died', 'moved_out', 'serving'))
  and not exists (select 1 from deaths d where d.person_id = v.person_id)
  and not exists (select 1 from hukou_persons h where h.person_id = v.person_id)
group by v.person_id
