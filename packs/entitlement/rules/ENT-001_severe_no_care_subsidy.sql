-- ---
-- id: ENT-001
-- version: 1
-- title: {zh: "一二级残疾没有领取护理补贴", en: "Severe disability without the care subsidy"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [disabled_persons.level, disabled_persons.row_ref, disability_subsidies.kind, deaths.died_on,
--   low_income_members.row_ref]
-- may_be_null: [disabled_persons.person_name, disabled_persons.issued_on, disabled_persons.state,
--   disability_subsidies.paid_month, low_income_members.kind, low_income_members.state, low_income_members.care_kind]
-- params: [{name: care_subsidy_level, class: disabled_persons.level}]
-- returns_when: any
-- effort: walk
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "国发〔2015〕52号（残疾人两项补贴）"
--   en: "Guofa 2015 No. 52, the two disability subsidies"
-- sentence:
--   zh: "{ev_name}残疾{ev_level}，近三个月没有护理补贴发放记录"
--   en: "{ev_name}, disability level {ev_level}, has had no care subsidy in three months"
-- questions:
--   - {zh: "现在由谁照料，需不需要长期照护", en: "Who gives care, is it needed for long"}
--   - {zh: "护理补贴申请过没有，卡在哪里", en: "Was the subsidy applied for, what held it up"}
-- ---
select d.person_id as subject_id, min(d.person_name) as ev_name, min(d.level) as ev_level, min(d.issued_on) as ev_issued_on, min(d.row_ref) as row_certificate
from disabled_persons d
join persons p on p.person_id = d.person_id
join params.care_subsidy_level c on c.county = d.county and c.class = d.level
cross join run r
where coalesce(d.state, 'normal') = 'normal' and c.value = 1 and (d.issued_on is null or d.issued_on <= add_months(r.as_of, -2))
  and not exists (select 1 from disability_subsidies s where s.person_id = d.person_id and s.kind = 'care' and s.paid_month > add_months(r.as_of, -4))
  and not exists (select 1 from deaths x where x.person_id = d.person_id)
  and not exists (select 1 from low_income_members l where l.person_id = d.person_id and l.kind = 'tekun' and coalesce(l.state, 'active') = 'active' and l.care_kind = 'institution')
group by d.person_id
