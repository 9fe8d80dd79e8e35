-- ---
-- id: ENT-007
-- version: 1
-- title: {zh: "疑似事实无人抚养儿童不在保障名单", en: "Child perhaps unattended and not on the list"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [children_in_need.father_state, children_in_need.mother_state, orphans.row_ref, persons.birth_date]
-- may_be_null: [children_in_need.person_name, orphans.state]
-- params: [adult_from_years]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: entitlement
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "民发〔2019〕62号《关于进一步加强事实无人抚养儿童保障工作的意见》"
--   en: "Minfa 2019 No. 62 on de facto unattended children"
-- sentence:
--   zh: "{ev_name}（{ev_age:count}岁）父亲{ev_father_state}、母亲{ev_mother_state}，不在孤儿和事实无人抚养名单"
--   en: "{ev_name}, aged {ev_age:count}: father {ev_father_state}, mother {ev_mother_state}; not on the list of orphans and unattended children"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- questions:
--   - {zh: "孩子平时跟谁生活", en: "With whom does the child live"}
--   - {zh: "父母最近有没有联系、寄过钱", en: "Have the parents been in touch or sent money"}
--   - {zh: "上学、看病有没有困难", en: "Any difficulty with school or treatment"}
-- ---
select c.person_id as subject_id, min(c.person_name) as ev_name, age_years(p.birth_date, r.as_of) as ev_age, min(c.father_state) as ev_father_state, min(c.mother_state) as ev_mother_state, min(c.row_ref) as row_child
from children_in_need c
join persons p on p.person_id = c.person_id
join params.adult_from_years q on q.county = p.county
cross join run r
where age_years(p.birth_date, r.as_of) < q.value
  and c.father_state in ('dead', 'missing', 'severe_ill', 'severe_disabled', 'unable') and c.mother_state in ('dead', 'missing', 'severe_ill', 'severe_disabled', 'unable')
  and not exists (select 1 from orphans o where o.person_id = c.person_id and coalesce(o.state, 'active') = 'active')
group by c.person_id, p.birth_date, r.as_of
