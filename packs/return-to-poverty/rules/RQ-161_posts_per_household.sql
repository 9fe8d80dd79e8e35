-- ---
-- id: RQ-161
-- version: 1
-- title: {zh: "一户公益性岗位过多", en: "Many public posts in one household"}
-- kind: mismatch
-- subject: household.registered
-- population: households
-- needs: [public_posts.row_ref]
-- may_be_null: [public_posts.state, public_posts.ended_on]
-- params: [public_posts_per_household]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "就业促进法；公益性岗位管理要求（以本省文件为准）"
--   en: "Employment Promotion Law; rules on public posts, the province's document prevails"
-- sentence:
--   zh: "一户有{ev_people:count}人在公益性岗位，超过{param.public_posts_per_household:count}人"
--   en: "{ev_people:count} people of one household hold public posts, over {param.public_posts_per_household:count}"
-- titles:
--   ev_people: {zh: "在岗人数", en: "In posts"}
-- ---
select p.household_id as subject_id, count(distinct o.person_id) as ev_people, min(o.row_ref) as row_post
from public_posts o
join persons p on p.person_id = o.person_id
join params.public_posts_per_household q on q.county = p.county
cross join run r
where p.household_id is not null and coalesce(o.state, 'on') = 'on' and (o.ended_on is null or o.ended_on >= r.as_of)
group by p.household_id, q.value
having count(distinct o.person_id) > q.value
