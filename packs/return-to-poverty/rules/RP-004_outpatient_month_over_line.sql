-- ---
-- id: RP-004
-- version: 1
-- title: {zh: "监测户脱贫户门诊月自付超过预警线", en: "Monthly outpatient cost over the line in a monitored or former poor household"}
-- kind: risk
-- subject: household.registered
-- population: household_class
-- where_population: "class <> 'other'"
-- needs: [settlements.settled_on, settlements.self_pay_cents, household_class.class]
-- may_be_null: [persons.name, settlements.kind]
-- params: [{name: medical_outpatient_month_cents, class: household_class.class}]
-- key: [person_id]
-- returns_when: {column: ev_self_pay_cents, share_percent: 20}
-- effort: phone
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "家人{ev_name}最近一个月门诊、门特自付合计{ev_self_pay_cents:yuan}元，超过{param.medical_outpatient_month_cents:yuan}元"
--   en: "{ev_name} paid {ev_self_pay_cents:yuan} yuan for outpatient treatment in the last month, over {param.medical_outpatient_month_cents:yuan}"
-- titles:
--   ev_class: {zh: "户类别", en: "Household class"}
--   ev_self_pay_cents: {zh: "门诊自付合计", en: "Outpatient self-paid"}
-- ---
select p.household_id as subject_id, p.person_id as person_id, min(p.name) as ev_name, cast(sum(s.self_pay_cents) as bigint) as ev_self_pay_cents, c.class as ev_class
from settlements s
join persons p on p.person_id = s.person_id
join household_class c on c.subject_id = p.household_id
join params.medical_outpatient_month_cents l on l.county = s.county and l.class = c.class
cross join run r
where c.class <> 'other' and s.kind in ('outpatient', 'special') and s.settled_on > add_months(r.as_of, -1) and s.settled_on <= r.as_of
group by p.household_id, p.person_id, c.class, l.value
having cast(sum(s.self_pay_cents) as bigint) > l.value
