-- ---
-- id: RP-044
-- version: 1
-- title: {zh: "孤儿基本生活费与特困供养重复", en: "Orphan allowance and destitute support at once"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [orphans.row_ref, low_income_members.row_ref]
-- may_be_null: [orphans.person_name, orphans.state, low_income_members.state, low_income_members.kind]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "民发〔2019〕62号《关于进一步加强事实无人抚养儿童保障工作的意见》"
--   en: "Minfa 2019 No. 62 on de facto unattended children"
-- sentence:
--   zh: "{ev_name}同时领取孤儿（事实无人抚养）基本生活费和特困供养"
--   en: "{ev_name} has the orphan allowance and destitute support at once"
-- ---
select o.person_id as subject_id, min(o.person_name) as ev_name, min(o.row_ref) as row_orphan, min(l.row_ref) as row_aid
from orphans o
join low_income_members l on l.person_id = o.person_id
join persons p on p.person_id = o.person_id
where coalesce(o.state, 'active') = 'active' and coalesce(l.state, 'active') = 'active' and l.kind = 'tekun'
group by o.person_id
