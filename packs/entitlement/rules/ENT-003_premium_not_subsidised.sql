-- ---
-- id: ENT-003
-- version: 1
-- title: {zh: "低保特困没有享受参保资助", en: "On aid and without the premium subsidy"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [low_income_members.kind, low_income_members.row_ref, insured_persons.own_cents]
-- may_be_null: [insured_persons.person_name, insured_persons.insured_year, low_income_members.state,
--   low_income_members.covered, insured_persons.kind, insured_persons.state, insured_persons.subsidy_kind,
--   insured_persons.subsidy_cents, low_income_members.started_on, insured_persons.paid_on]
-- params: [{name: premium_subsidy_class, class: low_income_members.kind}]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, department]
-- law:
--   zh: "国办发〔2021〕42号《关于健全重特大疾病医疗保险和救助制度的意见》"
--   en: "Guobanfa 2021 No. 42 on serious-illness insurance and aid"
-- sentence:
--   zh: "{ev_name}享受{ev_kind}，本年居民医保个人缴费{ev_own_cents:yuan}元，没有资助记录"
--   en: "{ev_name} ({ev_kind}) paid {ev_own_cents:yuan} yuan for this year's medical insurance without subsidy"
-- ---
select l.person_id as subject_id, min(i.person_name) as ev_name, min(l.kind) as ev_kind, max(i.own_cents) as ev_own_cents, max(i.insured_year) as ev_insured_year, min(i.row_ref) as row_insured, min(l.row_ref) as row_aid
from low_income_members l
join persons p on p.person_id = l.person_id
join insured_persons i on i.person_id = l.person_id
join params.premium_subsidy_class q on q.county = l.county and q.class = l.kind
cross join run r
where coalesce(l.state, 'active') = 'active' and l.covered is distinct from false and q.value = 1
  and i.kind = 'resident' and coalesce(i.state, 'normal') = 'normal' and i.insured_year = year_of(r.as_of)
  and coalesce(i.subsidy_kind, 'none') = 'none' and coalesce(i.subsidy_cents, 0) = 0 and i.own_cents > 0
  and (l.started_on is null or i.paid_on is null or l.started_on <= i.paid_on)
group by l.person_id
