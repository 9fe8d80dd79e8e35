-- ---
-- id: CMP-007
-- version: 1
-- title: {zh: "残疾证正常、人已死亡", en: "Disability certificate valid, holder dead"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [disabled_persons.row_ref, deaths.died_on]
-- may_be_null: [disabled_persons.person_name, disabled_persons.state]
-- params: [death_grace_months]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "国发〔2015〕52号（残疾人两项补贴）"
--   en: "Guofa 2015 No. 52, the two disability subsidies"
-- sentence:
--   zh: "{ev_name}于{ev_died_on:date}去世，残疾证仍为正常"
--   en: "{ev_name} died on {ev_died_on:date}; the certificate is still valid"
-- ---
select d.person_id as subject_id, min(t.person_name) as ev_name, min(d.died_on) as ev_died_on, min(t.row_ref) as row_certificate, min(d.row_ref) as row_death
from deaths d
join persons p on p.person_id = d.person_id
join disabled_persons t on t.person_id = d.person_id
join params.death_grace_months g on g.county = p.county
cross join run r
where coalesce(t.state, 'normal') = 'normal' and r.as_of > add_months(d.died_on, g.value)
group by d.person_id
