-- ---
-- id: RP-046
-- version: 1
-- title: {zh: "领取残疾人补贴但没有有效残疾证", en: "Disability subsidy without a valid certificate"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [disability_subsidies.paid_month, disabled_persons.row_ref]
-- may_be_null: [disability_subsidies.person_name, disabled_persons.state]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "国发〔2015〕52号（残疾人两项补贴）"
--   en: "Guofa 2015 No. 52, the two disability subsidies"
-- sentence:
--   zh: "{ev_name}{ev_last_month:date}仍领取残疾人补贴，本县残联名单里没有有效残疾证"
--   en: "{ev_name} was paid a disability subsidy for {ev_last_month:date} and has no valid certificate on the county's list"
-- ---
select t.person_id as subject_id, min(t.person_name) as ev_name, max(t.paid_month) as ev_last_month, max(t.row_ref) as row_payment
from disability_subsidies t
join persons p on p.person_id = t.person_id
cross join run r
where t.paid_month > add_months(r.as_of, -3)
  and not exists (select 1 from disabled_persons d where d.person_id = t.person_id and coalesce(d.state, 'normal') in ('normal', 'moved'))
group by t.person_id
