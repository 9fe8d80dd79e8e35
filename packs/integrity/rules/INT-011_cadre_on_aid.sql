-- ---
-- id: INT-011
-- version: 1
-- title: {zh: "村干部本人在低保在保名单", en: "Village cadre covered by low-income aid"}
-- kind: red_flag
-- subject: person
-- population: persons
-- needs: [village_cadres.post, low_income_members.row_ref]
-- may_be_null: [village_cadres.person_name, low_income_members.started_on, village_cadres.ended_on,
--   low_income_members.state, low_income_members.kind, low_income_members.covered]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: supervision
-- audience: [audit]
-- law:
--   zh: "监察机关、审计机关依法履职；社会救助暂行办法第六十八条"
--   en: "Duties of supervision and audit bodies; Interim Measures for Social Assistance, article 68"
-- sentence:
--   zh: "{ev_name}（{ev_post}）在低保在保名单"
--   en: "{ev_name} ({ev_post}) is covered by low-income aid"
-- ---
select t.person_id as subject_id, min(t.person_name) as ev_name, min(t.post) as ev_post, min(l.started_on) as ev_started_on, min(t.row_ref) as row_cadre, min(l.row_ref) as row_aid
from village_cadres t
join persons p on p.person_id = t.person_id
join low_income_members l on l.person_id = t.person_id
cross join run r
where (t.ended_on is null or t.ended_on >= r.as_of) and coalesce(l.state, 'active') = 'active' and l.kind = 'dibao' and l.covered is distinct from false
group by t.person_id
