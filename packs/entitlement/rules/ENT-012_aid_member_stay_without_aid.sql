-- ---
-- id: ENT-012
-- version: 1
-- title: {zh: "低保、特困对象大额住院没有医疗救助", en: "Costly stay of a person on low-income aid without medical aid"}
-- kind: entitlement
-- subject: person
-- population: persons
-- needs: [settlements.self_pay_cents, settlements.aid_cents, low_income_members.row_ref, household_class.class]
-- may_be_null: [persons.name, settlements.kind, settlements.settled_on, settlements.settlement_no, settlements.reverses_no,
--   low_income_members.kind, low_income_members.state, low_income_members.covered, low_income_members.started_on]
-- params: [{name: medical_single_stay_cents, class: household_class.class}, clue_window_months]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, department, township]
-- law:
--   zh: "国办发〔2021〕42号（健全重特大疾病医疗保险和救助制度），低保、特困对象直接救助"
--   en: "Guobanfa 2021 No. 42 on medical aid: people on low-income aid are aided directly"
-- sentence:
--   zh: "{ev_name}在低保特困名单，{ev_settled_on:date}住院自付{ev_self_pay_cents:yuan}元，没有医疗救助支付"
--   en: "{ev_name} is on low-income aid, paid {ev_self_pay_cents:yuan} yuan of a stay settled on {ev_settled_on:date}; medical aid paid nothing"
-- titles:
--   ev_class: {zh: "户类别", en: "Household class"}
-- ---
select p.person_id as subject_id, min(p.name) as ev_name, max(s.self_pay_cents) as ev_self_pay_cents, max(s.settled_on) as ev_settled_on, c.class as ev_class,
  min(s.row_ref) as row_stay, min(l.row_ref) as row_aid
from settlements s
join persons p on p.person_id = s.person_id
join low_income_members l on l.person_id = p.person_id
join household_class c on c.subject_id = p.household_id
join params.medical_single_stay_cents v on v.county = p.county and v.class = c.class
join params.clue_window_months w on w.county = p.county
cross join run r
where s.kind = 'inpatient' and s.self_pay_cents >= v.value and coalesce(s.aid_cents, 0) <= 0
  and s.settled_on > add_months(r.as_of, -w.value) and s.settled_on <= r.as_of
  and l.kind in ('dibao', 'tekun') and coalesce(l.state, 'active') = 'active' and l.covered is distinct from false
  and (l.started_on is null or l.started_on <= s.settled_on)
  and not exists (select 1 from settlements x where x.reverses_no = s.settlement_no)
group by p.person_id, c.class
