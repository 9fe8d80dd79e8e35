-- ---
-- id: RP-023
-- version: 1
-- title: {zh: "防贫保已理赔、户未在监测", en: "Poverty-prevention insurance paid, household not monitored"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [insurance_payouts.paid_on, insurance_payouts.amount_cents, household_class.class]
-- may_be_null: [insurance_payouts.person_name, insurance_payouts.cause]
-- params: [clue_window_months, insurance_payout_cents]
-- key: [person_id, paid_on]
-- returns_when: any
-- effort: phone
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "{ev_person_name}于{ev_paid_on:date}获防贫保理赔{ev_amount_cents:yuan}元（{ev_cause}），本户不在监测中"
--   en: "{ev_person_name} received {ev_amount_cents:yuan} yuan from poverty-prevention insurance on {ev_paid_on:date} ({ev_cause}); the household is not monitored"
-- ---
select p.household_id as subject_id, p.person_id as person_id, e.paid_on as paid_on, e.person_name as ev_person_name, e.paid_on as ev_paid_on, e.amount_cents as ev_amount_cents, e.cause as ev_cause, min(e.row_ref) as row_event
from insurance_payouts e
join persons p on p.person_id = e.person_id
join params.clue_window_months w on w.county = e.county
cross join run r
join params.insurance_payout_cents v on v.county = e.county
where p.household_id is not null and e.paid_on > add_months(r.as_of, -w.value) and e.paid_on <= r.as_of
  and e.amount_cents >= v.value
  and not exists (select 1 from household_class k where k.subject_id = p.household_id and k.class = 'monitored')
group by p.household_id, p.person_id, e.paid_on, e.person_name, e.amount_cents, e.cause
