-- ---
-- id: ENT-002
-- version: 1
-- title: {zh: "达到年龄没有领取高龄津贴", en: "Old enough and without the old-age allowance"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [persons.birth_date, old_age_allowances.paid_month, deaths.died_on]
-- may_be_null: [persons.name]
-- params: [old_age_allowance_from_years]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, township]
-- law:
--   zh: "老年人权益保障法第三十三条"
--   en: "Law on the Rights of the Elderly, article 33"
-- sentence:
--   zh: "{ev_name}{ev_age:count}岁，近三个月没有高龄津贴发放记录"
--   en: "{ev_name}, aged {ev_age:count}, has had no old-age allowance in three months"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select p.person_id as subject_id, p.name as ev_name, age_years(p.birth_date, r.as_of) as ev_age
from persons p
join params.old_age_allowance_from_years q on q.county = p.county
cross join run r
where p.registered = true and age_years(add_months(p.birth_date, 2), r.as_of) >= q.value
  and not exists (select 1 from old_age_allowances a where a.person_id = p.person_id and a.paid_month > add_months(r.as_of, -4))
  and not exists (select 1 from deaths x where x.person_id = p.person_id)
