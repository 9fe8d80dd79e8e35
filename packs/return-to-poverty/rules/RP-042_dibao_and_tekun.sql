-- ---
-- id: RP-042
-- version: 1
-- title: {zh: "同一人既在低保又在特困", en: "On low-income aid and destitute support at once"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [low_income_members.kind, low_income_members.row_ref]
-- may_be_null: [low_income_members.person_name, low_income_members.state, low_income_members.covered]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "国发〔2016〕14号《关于进一步健全特困人员救助供养制度的意见》"
--   en: "Guofa 2016 No. 14 on support for the destitute"
-- sentence:
--   zh: "{ev_name}同时在低保和特困在保名单"
--   en: "{ev_name} is covered by low-income aid and destitute support at once"
-- ---
select a.person_id as subject_id, min(a.person_name) as ev_name, min(a.row_ref) as row_dibao, min(b.row_ref) as row_tekun
from low_income_members a
join low_income_members b on b.person_id = a.person_id
join persons p on p.person_id = a.person_id
where a.kind = 'dibao' and b.kind = 'tekun' and coalesce(a.state, 'active') = 'active' and coalesce(b.state, 'active') = 'active'
  and a.covered is distinct from false and b.covered is distinct from false
group by a.person_id
