-- ---
-- id: CMP-035
-- version: 1
-- title: {zh: "公安已登记死亡、村级底册没有注明", en: "Dead by the police, not marked in the village roster"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [village_roster.row_ref, deaths.died_on]
-- may_be_null: [village_roster.person_name, village_roster.state, village_roster.died_on, village_roster.remark]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "户口登记条例第八条（公民死亡，一个月以内注销户口）"
--   en: "Regulations on Household Registration, article 8"
-- sentence:
--   zh: "{ev_name}公安登记于{ev_died_on:date}去世，村级底册上没有注明"
--   en: "{ev_name} died on {ev_died_on:date} by the police; the village roster does not say so"
-- titles:
--   ev_died_on: {zh: "死亡日期", en: "Died on"}
-- ---
with dead as (
  select d.person_id, min(d.died_on) as died_on, min(d.row_ref) as row_ref from deaths d where d.person_id is not null group by d.person_id
)
select v.person_id as subject_id, min(v.person_name) as ev_name, d.died_on as ev_died_on, min(v.row_ref) as row_roster, d.row_ref as row_death
from village_roster v
join persons p on p.person_id = v.person_id
join dead d on d.person_id = v.person_id
where v.state is distinct from 'died' and v.died_on is null and (v.period is null or d.died_on < v.period)
group by v.person_id, d.died_on, d.row_ref
