-- ---
-- id: RP-043
-- version: 1
-- title: {zh: "同一人在两个低保证上在保", en: "Covered on two certificates"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [low_income_members.certificate_no, low_income_members.row_ref]
-- may_be_null: [low_income_members.person_name, low_income_members.state, low_income_members.kind,
--   low_income_members.covered]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "社会救助暂行办法（国务院令第649号）"
--   en: "Interim Measures for Social Assistance, State Council Order No. 649"
-- sentence:
--   zh: "{ev_name}同时列在{ev_certificates:count}个救助证上在保"
--   en: "{ev_name} is covered on {ev_certificates:count} certificates at once"
-- ---
select a.person_id as subject_id, min(a.person_name) as ev_name, count(distinct a.certificate_no) as ev_certificates, min(a.row_ref) as row_first, max(a.row_ref) as row_second
from low_income_members a
join persons p on p.person_id = a.person_id
where coalesce(a.state, 'active') = 'active' and a.kind in ('dibao', 'tekun') and a.covered is distinct from false
group by a.person_id
having count(distinct a.certificate_no) > 1
