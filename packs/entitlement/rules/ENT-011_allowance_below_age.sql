-- ---
-- id: ENT-011
-- version: 1
-- title: {zh: "未到年龄领取高龄津贴", en: "Old-age allowance below the age"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [persons.birth_date, old_age_allowances.paid_month, old_age_allowances.amount_cents]
-- may_be_null: [persons.name]
-- params: [old_age_allowance_from_years]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, department]
-- law:
--   zh: "老年人权益保障法第三十三条"
--   en: "Law on the Rights of the Elderly, article 33"
-- sentence:
--   zh: "{ev_name}{ev_age:count}岁，{ev_paid_month:date}仍有高龄津贴{ev_amount_cents:yuan}元"
--   en: "{ev_name}, aged {ev_age:count}, was paid an allowance of {ev_amount_cents:yuan} yuan for {ev_paid_month:date}"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select p.person_id as subject_id, p.name as ev_name, age_years(p.birth_date, max(a.paid_month)) as ev_age, max(a.paid_month) as ev_paid_month, cast(sum(a.amount_cents) as bigint) as ev_amount_cents, max(a.row_ref) as row_payment
from old_age_allowances a
join persons p on p.person_id = a.person_id
join params.old_age_allowance_from_years q on q.county = p.county
cross join run r
where a.paid_month > add_months(r.as_of, -12) and age_years(p.birth_date, add_months(a.paid_month, 1)) < q.value
group by p.person_id, p.name, p.birth_date
having cast(sum(a.amount_cents) as bigint) > 0
