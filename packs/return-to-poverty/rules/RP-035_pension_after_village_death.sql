-- ---
-- id: RP-035
-- version: 1
-- title: {zh: "村里登记已去世、无公安死亡信息，仍发养老金", en: "Dead on the village roster, no police record, pension still paid"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [village_roster.row_ref, deaths.died_on, pension_payments.paid_month, pension_payments.amount_cents]
-- may_be_null: [village_roster.died_on, village_roster.state, persons.name, pension_payments.item]
-- params: [death_grace_months]
-- returns_when: {column: ev_amount_cents, share_percent: 20}
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "国发〔2014〕8号（城乡居民基本养老保险）"
--   en: "Guofa 2014 No. 8, resident pension"
-- sentence:
--   zh: "{ev_name}于{ev_died_on:date}去世，此后仍发放{ev_payments:count}笔、共{ev_amount_cents:yuan}元，最近一笔属期{ev_last_month:date}"
--   en: "{ev_name} died on {ev_died_on:date}; {ev_payments:count} payments of {ev_amount_cents:yuan} yuan in all followed, the last for {ev_last_month:date}"
-- titles:
--   ev_payments: {zh: "死亡后笔数", en: "Payments after death"}
--   ev_amount_cents: {zh: "死亡后金额", en: "Amount after death"}
--   ev_last_month: {zh: "最近属期", en: "Last month paid for"}
--   ev_died_on: {zh: "死亡日期", en: "Died on"}
-- ---
with dead as (
  select d.person_id, min(d.died_on) as died_on, min(d.row_ref) as row_ref from village_roster d where d.person_id is not null and d.state = 'died' and d.died_on is not null and not exists (select 1 from deaths x where x.person_id = d.person_id) group by d.person_id
)
select p.person_id as subject_id, p.name as ev_name, d.died_on as ev_died_on, count(*) as ev_payments, cast(sum(t.amount_cents) as bigint) as ev_amount_cents,
  max(t.paid_month) as ev_last_month, d.row_ref as row_death, max(t.row_ref) as row_last_payment
from dead d
join persons p on p.person_id = d.person_id
join pension_payments t on t.person_id = d.person_id
join params.death_grace_months g on g.county = p.county
where t.paid_month > add_months(d.died_on, g.value) and t.item in ('regular', 'recovery', 'other')
group by p.person_id, p.name, d.died_on, d.row_ref
having cast(sum(t.amount_cents) as bigint) > 0
