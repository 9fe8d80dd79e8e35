-- ---
-- id: RP-036
-- version: 1
-- title: {zh: "已死亡人员仍在低保特困在保名单", en: "Dead person still covered by low-income aid"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [deaths.died_on, low_income_members.row_ref]
-- may_be_null: [persons.name, low_income_members.certificate_no, low_income_members.state,
--   low_income_members.covered, low_income_members.kind]
-- params: [death_grace_months]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "社会救助暂行办法（国务院令第649号）"
--   en: "Interim Measures for Social Assistance, State Council Order No. 649"
-- sentence:
--   zh: "{ev_name}于{ev_died_on:date}去世，本月仍在低保特困在保名单（证号{ev_certificate_no}）"
--   en: "{ev_name} died on {ev_died_on:date} and is still covered this month (certificate {ev_certificate_no})"
-- ---
select p.person_id as subject_id, p.name as ev_name, min(d.died_on) as ev_died_on, min(l.certificate_no) as ev_certificate_no, min(l.row_ref) as row_aid, min(d.row_ref) as row_death
from deaths d
join persons p on p.person_id = d.person_id
join low_income_members l on l.person_id = d.person_id
join params.death_grace_months g on g.county = p.county
where coalesce(l.state, 'active') = 'active' and l.covered is distinct from false and l.kind in ('dibao', 'tekun') and l.period > add_months(d.died_on, g.value)
group by p.person_id, p.name
