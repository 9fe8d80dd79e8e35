-- ---
-- id: household_class
-- subject: household.registered
-- needs: [monitored_members.household_no, monitored_households.household_no, former_poor_members.household_no]
-- may_be_null: [monitored_households.cleared]
-- ---
-- monitored: a member stands in a monitored household whose risk is not marked cleared; former_poor: lifted out of
-- poverty and not monitored now; other: every other registered household.
with monitored as (
  select mm.household_id, max(case when mh.cleared = true then 0 else 1 end) as active, count(*) as n
  from monitored_members mm
  join monitored_households mh on mh.household_no = mm.household_no and mh.county = mm.county
  where mm.household_id is not null
  group by mm.household_id
), former as (
  select fp.household_id, count(fp.household_no) as n from former_poor_members fp
  where fp.household_id is not null group by fp.household_id
)
select h.household_id as subject_id,
  case when m.active = 1 then 'monitored' when f.n > 0 then 'former_poor' else 'other' end as class,
  case when m.active = 0 then true else false end as was_monitored
from households h
left join monitored m on m.household_id = h.household_id
left join former f on f.household_id = h.household_id
