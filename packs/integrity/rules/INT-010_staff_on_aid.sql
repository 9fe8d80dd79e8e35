-- ---
-- id: INT-010
-- version: 1
-- title: {zh: "在职财政供养人员在低保特困在保名单", en: "Person on the public payroll covered by low-income aid"}
-- kind: red_flag
-- subject: person
-- population: persons
-- needs: [payroll_staff.state, payroll_staff.staff_kind, low_income_members.row_ref]
-- may_be_null: [payroll_staff.person_name, payroll_staff.unit, low_income_members.started_on,
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
--   zh: "{ev_name}为{ev_unit}在职人员，同时在低保特困在保名单"
--   en: "{ev_name} is in post at {ev_unit} and covered by low-income aid"
-- ---
select t.person_id as subject_id, min(t.person_name) as ev_name, min(t.unit) as ev_unit, min(l.started_on) as ev_started_on, min(t.row_ref) as row_staff, min(l.row_ref) as row_aid
from payroll_staff t
join persons p on p.person_id = t.person_id
join low_income_members l on l.person_id = t.person_id
where t.staff_kind in ('civil', 'institution', 'teacher') and t.state = 'active' and coalesce(l.state, 'active') = 'active' and l.kind in ('dibao', 'tekun') and l.covered is distinct from false
group by t.person_id
