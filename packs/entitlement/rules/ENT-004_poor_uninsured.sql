-- ---
-- id: ENT-004
-- version: 1
-- title: {zh: "低收入人口、监测对象查不到参保", en: "Low-income or monitored person not found insured"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [household_class.class, insured_persons.row_ref, deaths.died_on, moves.direction]
-- may_be_null: [persons.name, insured_persons.state, persons.birth_date, persons.id_number_key,
--   insured_persons.mother_id]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, township]
-- law:
--   zh: "社会保险法"
--   en: "Social Insurance Law"
-- sentence:
--   zh: "{ev_name}在本县医保名单里查不到，请先查异地参保，确未参保的帮助参保"
--   en: "{ev_name} is not on the county's insurance list; check other places, then help to insure"
-- titles:
--   ev_class: {zh: "户类别", en: "Household class"}
-- ---
select p.person_id as subject_id, p.name as ev_name, c.class as ev_class
from persons p
join household_class c on c.subject_id = p.household_id
cross join run r
where c.class = 'monitored' and p.registered = true
  and not exists (select 1 from insured_persons i where i.person_id = p.person_id and coalesce(i.state, 'normal') in ('normal', 'suspended'))
  and not (p.birth_date > add_months(r.as_of, -12) and exists (select 1 from insured_persons n join persons o on o.id_number_key = n.mother_id_key where o.household_id = p.household_id))
  and not exists (select 1 from deaths x where x.person_id = p.person_id)
  and not exists (select 1 from moves v where v.person_id = p.person_id and v.direction = 'out')
