-- ---
-- id: CMP-034
-- version: 1
-- title: {zh: "户口已迁出仍在本县低保", en: "Registration moved out of the county, still on its low-income aid"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [moves.direction, low_income_members.row_ref]
-- may_be_null: [low_income_members.person_name, moves.moved_on, low_income_members.state, low_income_members.covered]
-- params: [clue_window_months]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "社会救助暂行办法（国务院令第649号）"
--   en: "Interim Measures for Social Assistance, State Council Order No. 649"
-- sentence:
--   zh: "{ev_name}于{ev_moved_on:date}迁出本县，仍在低保在保名单"
--   en: "{ev_name} moved out on {ev_moved_on:date} and is still covered by low-income aid"
-- ---
select v.person_id as subject_id, min(l.person_name) as ev_name, max(v.moved_on) as ev_moved_on, min(l.row_ref) as row_aid, min(v.row_ref) as row_move
from moves v
join persons p on p.person_id = v.person_id
join low_income_members l on l.person_id = v.person_id
join params.clue_window_months w on w.county = p.county
cross join run r
where v.direction = 'out' and coalesce(l.state, 'active') = 'active' and l.covered is distinct from false and v.moved_on <= add_months(r.as_of, -w.value)
  and not exists (select 1 from moves b where b.person_id = v.person_id and b.direction = 'in' and b.moved_on > v.moved_on)
group by v.person_id
