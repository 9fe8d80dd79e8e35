-- ---
-- id: household_medical_year
-- subject: household.registered
-- needs: [settlements.settled_on]
-- may_be_null: [settlements.in_scope_self_cents, settlements.in_scope_cents, settlements.fund_cents,
--   settlements.serious_cents, settlements.aid_cents, settlements.self_pay_cents, settlements.self_funded_cents]
-- ---
-- The last twelve months of the registered members. Two figures that must not be mixed: compliant self-paid cost, and
-- all that the household paid itself (co-payment and what the policy does not cover). Where the bureau gives no compliant
-- figure it is cost within scope less pool, serious-illness insurance and aid. One row that lacks a figure makes the sum
-- unknown. Reversals are negative and cancel out.
select m.household_id as subject_id,
  case when count(coalesce(s.in_scope_self_cents, s.in_scope_cents - s.fund_cents)) = count(*)
    then cast(sum(coalesce(s.in_scope_self_cents, s.in_scope_cents - s.fund_cents - coalesce(s.serious_cents, 0) - coalesce(s.aid_cents, 0))) as bigint)
  end as compliant_cents,
  case when count(s.self_pay_cents) = count(*)
    then cast(sum(s.self_pay_cents + coalesce(s.self_funded_cents, 0)) as bigint)
  end as own_cost_cents,
  cast(sum(coalesce(s.aid_cents, 0)) as bigint) as aid_cents,
  count(*) as settlement_count,
  max(s.settled_on) as last_settled_on
from members m
join settlements s on s.person_id = m.person_id
cross join run r
where m.membership = 'registered' and s.settled_on > add_months(r.as_of, -12) and s.settled_on <= r.as_of
group by m.household_id
