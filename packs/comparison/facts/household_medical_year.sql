-- ---
-- id: household_medical_year
-- subject: household.registered
-- needs: [settlements.settled_on, settlements.in_scope_self_cents, settlements.self_pay_cents]
-- may_be_null: [settlements.self_funded_cents, settlements.aid_cents]
-- ---
-- The last twelve months of the registered members. Two figures that must not be mixed: compliant self-paid cost, and
-- all that the household paid itself (co-payment and what the policy does not cover). Reversals are negative and cancel out.
select m.household_id as subject_id,
  cast(sum(s.in_scope_self_cents) as bigint) as compliant_cents,
  cast(sum(coalesce(s.self_pay_cents, 0) + coalesce(s.self_funded_cents, 0)) as bigint) as own_cost_cents,
  cast(sum(coalesce(s.aid_cents, 0)) as bigint) as aid_cents,
  count(*) as settlement_count,
  max(s.settled_on) as last_settled_on
from members m
join settlements s on s.person_id = m.person_id
cross join run r
where m.membership = 'registered' and s.settled_on > add_months(r.as_of, -12) and s.settled_on <= r.as_of
group by m.household_id
