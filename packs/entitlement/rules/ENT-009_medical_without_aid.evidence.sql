select m.household_id as subject_id, s.row_ref as row_ref
from members m
join settlements s on s.person_id = m.person_id
cross join run r
where m.membership = 'registered' and s.settled_on > add_months(r.as_of, -12) and s.settled_on <= r.as_of
