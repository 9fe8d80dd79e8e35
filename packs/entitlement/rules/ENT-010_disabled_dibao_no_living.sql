-- ---
-- id: ENT-010
-- version: 1
-- title: {zh: "低保家庭残疾人没有领取生活补贴", en: "Disabled person on low-income aid without the living subsidy"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [disabled_persons.row_ref, low_income_members.kind, low_income_members.row_ref, disability_subsidies.kind,
--   deaths.died_on, orphans.row_ref]
-- may_be_null: [disabled_persons.person_name, disabled_persons.level, disabled_persons.state,
--   low_income_members.state, low_income_members.covered, disabled_persons.issued_on, low_income_members.started_on,
--   disability_subsidies.paid_month, orphans.state]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, township]
-- law:
--   zh: "国发〔2015〕52号（残疾人两项补贴）"
--   en: "Guofa 2015 No. 52, the two disability subsidies"
-- sentence:
--   zh: "{ev_name}持证残疾、享受低保，近三个月没有困难残疾人生活补贴"
--   en: "{ev_name} is disabled and on low-income aid, without the living subsidy for three months"
-- ---
select d.person_id as subject_id, min(d.person_name) as ev_name, min(d.level) as ev_level, min(d.row_ref) as row_certificate, min(l.row_ref) as row_aid
from disabled_persons d
join persons p on p.person_id = d.person_id
join low_income_members l on l.person_id = d.person_id
cross join run r
where coalesce(d.state, 'normal') = 'normal' and l.kind = 'dibao' and coalesce(l.state, 'active') = 'active' and l.covered is distinct from false
  and (d.issued_on is null or d.issued_on <= add_months(r.as_of, -2)) and (l.started_on is null or l.started_on <= add_months(r.as_of, -2))
  and not exists (select 1 from disability_subsidies s where s.person_id = d.person_id and s.kind = 'living' and s.paid_month > add_months(r.as_of, -4))
  and not exists (select 1 from deaths x where x.person_id = d.person_id)
  and not exists (select 1 from orphans o where o.person_id = d.person_id and coalesce(o.state, 'active') = 'active')
group by d.person_id
