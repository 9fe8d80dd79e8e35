-- ---
-- id: INT-012
-- version: 1
-- title: {zh: "干部近亲属在低保在保名单", en: "Relative of a cadre covered by low-income aid"}
-- kind: red_flag
-- subject: person
-- population: persons
-- needs: [cadre_relatives.relation, low_income_members.row_ref]
-- may_be_null: [cadre_relatives.person_name, cadre_relatives.cadre_name, low_income_members.state,
--   low_income_members.kind, low_income_members.covered]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: supervision
-- audience: [audit]
-- law:
--   zh: "监察机关、审计机关依法履职；社会救助暂行办法第六十八条"
--   en: "Duties of supervision and audit bodies; Interim Measures for Social Assistance, article 68"
-- sentence:
--   zh: "{ev_name}是{ev_cadre_name}的{ev_relation}，在低保在保名单，请核对是否已备案"
--   en: "{ev_name}, {ev_relation} of {ev_cadre_name}, is covered by low-income aid; check that it is on record"
-- ---
select t.person_id as subject_id, min(t.person_name) as ev_name, min(t.cadre_name) as ev_cadre_name, min(t.relation) as ev_relation, min(t.row_ref) as row_relative, min(l.row_ref) as row_aid
from cadre_relatives t
join persons p on p.person_id = t.person_id
join low_income_members l on l.person_id = t.person_id
where coalesce(l.state, 'active') = 'active' and l.kind = 'dibao' and l.covered is distinct from false and t.relation in ('spouse', 'child', 'parent', 'sibling')
group by t.person_id
