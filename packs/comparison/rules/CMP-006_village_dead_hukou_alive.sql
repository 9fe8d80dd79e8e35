-- ---
-- id: CMP-006
-- version: 1
-- title: {zh: "村里登记去世、户籍未注销", en: "Dead on the village roster, not cancelled in the registration"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [village_roster.row_ref, hukou_persons.state, deaths.died_on]
-- may_be_null: [village_roster.person_name, village_roster.died_on, village_roster.state]
-- params: [death_grace_months]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "户口登记条例"
--   en: "Regulations on Household Registration"
-- sentence:
--   zh: "{ev_name}村级底册登记已去世（时间{ev_died_on:date}），公安户籍仍为正常"
--   en: "{ev_name} died on {ev_died_on:date} by the village roster and is normal in the registration"
-- ---
select v.person_id as subject_id, min(v.person_name) as ev_name, min(v.died_on) as ev_died_on, min(v.row_ref) as row_roster, min(h.row_ref) as row_hukou
from village_roster v
join persons p on p.person_id = v.person_id
join hukou_persons h on h.person_id = v.person_id
join params.death_grace_months g on g.county = p.county
cross join run r
where v.state = 'died' and h.state = 'normal' and (v.died_on is null or r.as_of > add_months(v.died_on, g.value))
  and not exists (select 1 from deaths d where d.person_id = v.person_id)
group by v.person_id
