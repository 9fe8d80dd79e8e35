-- ---
-- id: RP-012
-- version: 3
-- title: {zh: "近几个月由在外务工变为返乡", en: "At work away in the last months and back home now"}
-- kind: risk
-- subject: household.registered
-- population: household_class
-- where_population: "class <> 'other'"
-- needs: [migrant_workers_previous.started_on, migrant_workers.started_on, household_class.class]
-- may_be_null: [migrant_workers.person_name, migrant_workers.state, migrant_workers.ended_on,
--   migrant_workers_previous.state, migrant_workers_previous.ended_on]
-- params: [clue_window_months]
-- lasts: clue_window_months
-- key: [person_id]
-- returns_when: any
-- effort: phone
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "就业促进法；公益性岗位管理要求（以本省文件为准）"
--   en: "Employment Promotion Law; rules on public posts, the province's document prevails"
-- sentence:
--   zh: "家人{ev_person_name}最后一次登记在外务工是{ev_seen_on:date}起的一期，本期登记为已返乡"
--   en: "{ev_person_name} was last recorded as working away in the period from {ev_seen_on:date} and is recorded as returned now"
-- titles:
--   ev_class: {zh: "户类别", en: "Household class"}
--   ev_seen_on: {zh: "最后一次在外务工的报表期", en: "Period last recorded as working away"}
-- ---
select p.household_id as subject_id, p.person_id as person_id, min(n.person_name) as ev_person_name, c.class as ev_class, max(o.period) as ev_seen_on, min(n.row_ref) as row_now, min(o.row_ref) as row_before
from migrant_workers_previous o
join migrant_workers n on n.person_id = o.person_id
join persons p on p.person_id = o.person_id
join household_class c on c.subject_id = p.household_id
cross join run r
where c.class <> 'other'
  and (o.state = 'working' or (o.state is null and o.ended_on is null))
  and (n.state = 'returned' or (n.state is null and n.ended_on <= r.as_of))
  and not exists (select 1 from migrant_workers z where z.person_id = o.person_id
    and (z.state = 'working' or (z.state is null and (z.ended_on is null or z.ended_on > r.as_of))))
group by p.household_id, p.person_id, c.class
