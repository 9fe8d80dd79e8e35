-- ---
-- id: TS-004
-- version: 2
-- title: {zh: 死亡后仍发放, en: Paid after death}
-- kind: mismatch
-- subject: person
-- population: payments
-- needs: [payments.paid_on, deaths.died_on]
-- may_be_null: [payments.payment_no, payments.amount_cents]
-- key: [payment_no]
-- returns_when: [ev_paid_on, ev_died_on]
-- effort: desk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law: {zh: 测试用, en: for tests}
-- sentence: {zh: "{ev_died_on:date}死亡，{ev_paid_on:date}仍发放{ev_amount_cents:yuan}元。", en: "Died on {ev_died_on:date}; {ev_amount_cents:yuan} yuan were paid on {ev_paid_on:date}."}
-- ---
select p.person_id as subject_id, p.payment_no, p.paid_on as ev_paid_on, d.died_on as ev_died_on,
       p.amount_cents as ev_amount_cents, p.row_ref as row_payment, d.row_ref as row_death
from payments p
join deaths d on d.person_id = p.person_id
where p.paid_on > d.died_on
