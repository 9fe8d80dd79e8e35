-- ---
-- id: INT-014
-- version: 1
-- title: {zh: "多户补贴发到村干部账户", en: "Subsidies of several households paid to a cadre's account"}
-- kind: red_flag
-- subject: person
-- population: persons
-- needs: [village_cadres.post, subsidy_payments.account, subsidy_payments.state]
-- may_be_null: [village_cadres.person_name, subsidy_payments.amount_cents, subsidy_payments.item]
-- returns_when: {column: ev_amount_cents, share_percent: 20}
-- effort: desk
-- severity: 1
-- purpose: supervision
-- audience: [audit]
-- law:
--   zh: "监察机关、审计机关依法履职；社会救助暂行办法第六十八条"
--   en: "Duties of supervision and audit bodies; Interim Measures for Social Assistance, article 68"
-- sentence:
--   zh: "{ev_name}（{ev_post}）的账户收到其他{ev_households:count}户的补贴，共{ev_amount_cents:yuan}元"
--   en: "The account of {ev_name} ({ev_post}) received subsidies of {ev_households:count} other households, {ev_amount_cents:yuan} yuan in all"
-- ---
with own as (
  select c.person_id, min(c.person_name) as person_name, min(c.post) as post, q.household_id, s.account, min(c.row_ref) as row_ref
  from village_cadres c
  join persons q on q.person_id = c.person_id
  join subsidy_payments s on s.person_id = c.person_id
  where s.account is not null
  group by c.person_id, q.household_id, s.account
)
select o.person_id as subject_id, o.person_name as ev_name, o.post as ev_post, count(distinct x.household_id) as ev_households,
  cast(sum(t.amount_cents) as bigint) as ev_amount_cents, o.row_ref as row_cadre, min(t.row_ref) as row_payment
from own o
join subsidy_payments t on t.account = o.account
join persons x on x.person_id = t.person_id
where x.household_id <> o.household_id and t.state in ('paid', 'reissued') and t.item not in ('fertility', 'reforest', 'forest')
group by o.person_id, o.person_name, o.post, o.row_ref
having count(distinct x.household_id) >= 2
