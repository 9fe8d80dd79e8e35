-- ---
-- id: household_medical
-- subject: household.registered
-- needs: [settlements.self_pay_cents]
-- ---
select m.household_id as subject_id, cast(sum(s.self_pay_cents) as bigint) as self_pay_cents, count(*) as settlement_count
from members m join settlements s on s.person_id = m.person_id
where m.membership = 'registered' group by m.household_id
