-- ---
-- id: RP-047
-- version: 1
-- title: {zh: "残疾补贴等级与残疾证不一致", en: "Level in the subsidy list differs from the certificate"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [disability_subsidies.disability_level, disabled_persons.level]
-- may_be_null: [disability_subsidies.person_name, disability_subsidies.paid_month, disabled_persons.state]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "国发〔2015〕52号（残疾人两项补贴）"
--   en: "Guofa 2015 No. 52, the two disability subsidies"
-- sentence:
--   zh: "{ev_name}补贴名单为{ev_disability_level}，残疾证为{ev_level}"
--   en: "{ev_name}: level {ev_disability_level} on the subsidy list, level {ev_level} on the certificate"
-- ---
select t.person_id as subject_id, min(t.person_name) as ev_name, min(t.disability_level) as ev_disability_level, min(d.level) as ev_level, max(t.row_ref) as row_payment, max(d.row_ref) as row_certificate
from disability_subsidies t
join persons p on p.person_id = t.person_id
join disabled_persons d on d.person_id = t.person_id
cross join run r
where t.paid_month > add_months(r.as_of, -2) and coalesce(d.state, 'normal') = 'normal' and t.disability_level <> d.level
  and not exists (select 1 from disabled_persons e where e.person_id = t.person_id and e.level = t.disability_level)
group by t.person_id
