-- ---
-- id: ENT-005
-- version: 1
-- title: {zh: "中高职学生没有雨露计划补助", en: "Vocational pupil without Yulu aid"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [pupils.stage, pupils.row_ref, yulu_aid.paid_on, household_class.class, pupils_previous.stage]
-- may_be_null: [pupils.person_name, pupils.school, pupils.state]
-- params: [{name: yulu_stage, class: pupils.stage}]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, township]
-- law:
--   zh: "国开办发〔2015〕19号（雨露计划）"
--   en: "Guokaibanfa 2015 No. 19, Yulu plan"
-- sentence:
--   zh: "{ev_name}就读{ev_school}（{ev_stage}），近十二个月没有雨露计划发放记录"
--   en: "{ev_name} is at {ev_school} ({ev_stage}) and has had no Yulu aid in twelve months"
-- titles:
--   ev_class: {zh: "户类别", en: "Household class"}
-- ---
select u.person_id as subject_id, min(u.person_name) as ev_name, min(u.school) as ev_school, u.stage as ev_stage, c.class as ev_class, min(u.row_ref) as row_pupil
from pupils u
join persons p on p.person_id = u.person_id
join household_class c on c.subject_id = p.household_id
join params.yulu_stage q on q.county = u.county and q.class = u.stage
cross join run r
where c.class <> 'other' and coalesce(u.state, 'studying') = 'studying' and q.value = 1
  and exists (select 1 from pupils_previous o where o.person_id = u.person_id and o.stage = u.stage)
  and not exists (select 1 from yulu_aid y where y.person_id = u.person_id and y.paid_on > add_months(r.as_of, -12))
group by u.person_id, u.stage, c.class
