-- ---
-- id: RP-038
-- version: 1
-- title: {zh: "死亡人员仍在公益性岗位", en: "Dead person still in a public post"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [deaths.died_on, public_posts.row_ref]
-- may_be_null: [persons.name, public_posts.state, public_posts.ended_on]
-- params: [death_grace_months]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "就业促进法；公益性岗位管理要求（以本省文件为准）"
--   en: "Employment Promotion Law; rules on public posts, the province's document prevails"
-- sentence:
--   zh: "{ev_name}于{ev_died_on:date}去世，公益性岗位名单上仍为在岗"
--   en: "{ev_name} died on {ev_died_on:date} and is still listed in a public post"
-- ---
select p.person_id as subject_id, p.name as ev_name, min(d.died_on) as ev_died_on, min(o.row_ref) as row_post
from deaths d
join persons p on p.person_id = d.person_id
join public_posts o on o.person_id = d.person_id
join params.death_grace_months g on g.county = p.county
where coalesce(o.state, 'on') = 'on' and o.ended_on is null and o.period > add_months(d.died_on, g.value)
group by p.person_id, p.name
