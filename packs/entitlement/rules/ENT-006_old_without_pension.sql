-- ---
-- id: ENT-006
-- version: 1
-- title: {zh: "到龄没有领取养老金", en: "Of pension age and without a pension"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [persons.birth_date, pension_insured.state, pension_payments.paid_month, deaths.died_on]
-- may_be_null: [persons.name, pension_insured.kind]
-- params: [pension_from_years]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, township]
-- law:
--   zh: "国发〔2014〕8号（城乡居民基本养老保险）"
--   en: "Guofa 2014 No. 8, resident pension"
-- sentence:
--   zh: "{ev_name}{ev_age:count}岁，查不到养老待遇领取记录"
--   en: "{ev_name}, aged {ev_age:count}, is not found drawing any pension"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select p.person_id as subject_id, p.name as ev_name, age_years(p.birth_date, r.as_of) as ev_age
from persons p
join params.pension_from_years q on q.county = p.county
cross join run r
where p.registered = true and age_years(add_months(p.birth_date, 3), r.as_of) >= q.value
  and not exists (select 1 from pension_payments y where y.person_id = p.person_id and y.paid_month > add_months(r.as_of, -4))
  and not exists (select 1 from pension_insured i where i.person_id = p.person_id and (i.state in ('receiving', 'paying') or i.kind in ('employee', 'institution')))
  and not exists (select 1 from deaths x where x.person_id = p.person_id)
