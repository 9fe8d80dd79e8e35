-- ---
-- id: INT-013
-- version: 1
-- title: {zh: "在职财政供养人员占公益性岗位", en: "Person on the public payroll in a public post"}
-- kind: red_flag
-- subject: person
-- population: persons
-- needs: [payroll_staff.state, payroll_staff.staff_kind, public_posts.row_ref]
-- may_be_null: [payroll_staff.person_name, payroll_staff.unit, public_posts.monthly_cents, public_posts.state,
--   public_posts.ended_on]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: supervision
-- audience: [audit]
-- law:
--   zh: "监察机关、审计机关依法履职；社会救助暂行办法第六十八条"
--   en: "Duties of supervision and audit bodies; Interim Measures for Social Assistance, article 68"
-- sentence:
--   zh: "{ev_name}为{ev_unit}在职人员，同时在公益性岗位领补贴"
--   en: "{ev_name} is in post at {ev_unit} and holds a public post"
-- ---
select t.person_id as subject_id, min(t.person_name) as ev_name, min(t.unit) as ev_unit, min(o.monthly_cents) as ev_monthly_cents, min(t.row_ref) as row_staff, min(o.row_ref) as row_post
from payroll_staff t
join persons p on p.person_id = t.person_id
join public_posts o on o.person_id = t.person_id
cross join run r
where t.staff_kind in ('civil', 'institution', 'teacher') and t.state = 'active' and coalesce(o.state, 'on') = 'on' and (o.ended_on is null or o.ended_on >= r.as_of)
group by t.person_id
