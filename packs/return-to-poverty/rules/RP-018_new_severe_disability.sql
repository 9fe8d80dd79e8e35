-- ---
-- id: RP-018
-- version: 1
-- title: {zh: "新办一二级残疾证、户未在监测也无低保", en: "New severe disability, household neither monitored nor on aid"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [disabled_persons.issued_on, disabled_persons.level, low_income_members.row_ref, household_class.class]
-- may_be_null: [disabled_persons.person_name, disabled_persons.state, low_income_members.state]
-- params: [clue_window_months]
-- key: [person_id, issued_on]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "国发〔2015〕52号（残疾人两项补贴）"
--   en: "Guofa 2015 No. 52, the two disability subsidies"
-- sentence:
--   zh: "家人{ev_person_name}于{ev_issued_on:date}新办{ev_level}残疾证，本户没有低保也不在监测中"
--   en: "{ev_person_name} was certified on {ev_issued_on:date} at level {ev_level}; the household has no low-income aid and is not monitored"
-- ---
select p.household_id as subject_id, p.person_id as person_id, e.issued_on as issued_on, e.person_name as ev_person_name, e.issued_on as ev_issued_on, e.level as ev_level, min(e.row_ref) as row_event
from disabled_persons e
join persons p on p.person_id = e.person_id
join params.clue_window_months w on w.county = e.county
cross join run r
where p.household_id is not null and e.issued_on > add_months(r.as_of, -w.value) and e.issued_on <= r.as_of
  and e.level in ('1', '2') and coalesce(e.state, 'normal') = 'normal'
  and not exists (select 1 from low_income_members l join persons o on o.person_id = l.person_id where o.household_id = p.household_id and coalesce(l.state, 'active') = 'active')
  and not exists (select 1 from household_class k where k.subject_id = p.household_id and k.class = 'monitored')
group by p.household_id, p.person_id, e.issued_on, e.person_name, e.level
