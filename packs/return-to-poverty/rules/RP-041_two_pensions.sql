-- ---
-- id: RP-041
-- version: 1
-- title: {zh: "同一人同月领取两种养老金", en: "Two pensions paid to one person for one month"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [pension_payments.kind, pension_payments.paid_month, pension_payments.amount_cents]
-- may_be_null: [pension_payments.person_name, pension_payments.item]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "国发〔2014〕8号（城乡居民基本养老保险）"
--   en: "Guofa 2014 No. 8, resident pension"
-- sentence:
--   zh: "{ev_name}在{ev_paid_month:date}所属月同时领取{ev_kinds:count}种养老金，合计{ev_amount_cents:yuan}元"
--   en: "{ev_name} received {ev_kinds:count} kinds of pension for {ev_paid_month:date}, {ev_amount_cents:yuan} yuan in all"
-- ---
with latest as (select max(x.paid_month) as paid_month from pension_payments x)
select t.person_id as subject_id, min(t.person_name) as ev_name, t.paid_month as ev_paid_month, count(distinct t.kind) as ev_kinds, cast(sum(t.amount_cents) as bigint) as ev_amount_cents, max(t.row_ref) as row_payment
from pension_payments t
join persons p on p.person_id = t.person_id
join latest l on l.paid_month = t.paid_month
where t.item = 'regular' and t.amount_cents > 0
group by t.person_id, t.paid_month
having count(distinct t.kind) > 1
