-- ---
-- id: RQ-160
-- version: 1
-- title: {zh: "公益性岗位人员年龄超出范围", en: "Public post outside the range of age"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [public_posts.row_ref, persons.birth_date]
-- may_be_null: [persons.name, public_posts.state, public_posts.ended_on]
-- params: [working_age_from_years, public_post_age_to_years]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "就业促进法；公益性岗位管理要求（以本省文件为准）"
--   en: "Employment Promotion Law; rules on public posts, the province's document prevails"
-- sentence:
--   zh: "{ev_name}{ev_age:count}岁，仍在公益性岗位"
--   en: "{ev_name}, aged {ev_age:count}, is in a public post"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- ---
select p.person_id as subject_id, p.name as ev_name, age_years(p.birth_date, r.as_of) as ev_age, min(o.row_ref) as row_post
from public_posts o
join persons p on p.person_id = o.person_id
join params.working_age_from_years a on a.county = p.county
join params.public_post_age_to_years b on b.county = p.county
cross join run r
where coalesce(o.state, 'on') = 'on' and (o.ended_on is null or o.ended_on >= r.as_of) and (age_years(p.birth_date, r.as_of) < a.value or age_years(p.birth_date, r.as_of) > b.value)
group by p.person_id, p.name, p.birth_date, r.as_of
