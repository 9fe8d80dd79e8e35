-- ---
-- id: RP-019
-- version: 1
-- title: {zh: "学年就学净支出过高", en: "School year's cost net of aid over the line"}
-- kind: risk
-- subject: person
-- population: persons
-- needs: [student_aid.fee_cents, student_aid.amount_cents]
-- may_be_null: [student_aid.person_name, student_aid.paid_on]
-- params: [school_cost_year_cents]
-- returns_when: {column: ev_net_cost_cents, share_percent: 20}
-- effort: phone
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "{ev_name}本学年应缴{ev_fee_cents:yuan}元，资助{ev_aid_cents:yuan}元，净支出{ev_net_cost_cents:yuan}元，超过{param.school_cost_year_cents:yuan}元"
--   en: "{ev_name} owes {ev_fee_cents:yuan} yuan this school year, aid {ev_aid_cents:yuan}, net {ev_net_cost_cents:yuan}, over {param.school_cost_year_cents:yuan}"
-- titles:
--   ev_fee_cents: {zh: "学年应缴", en: "Fees of the year"}
--   ev_aid_cents: {zh: "资助合计", en: "Aid"}
--   ev_net_cost_cents: {zh: "净支出", en: "Net cost"}
-- ---
select s.person_id as subject_id, min(s.person_name) as ev_name, max(s.fee_cents) as ev_fee_cents, cast(sum(s.amount_cents) as bigint) as ev_aid_cents,
  max(s.fee_cents) - cast(sum(s.amount_cents) as bigint) as ev_net_cost_cents
from student_aid s
join persons q on q.person_id = s.person_id
join params.school_cost_year_cents p on p.county = s.county
cross join run r
where s.paid_on > add_months(r.as_of, -12) and s.paid_on <= r.as_of
group by s.person_id, p.value
having max(s.fee_cents) - cast(sum(s.amount_cents) as bigint) > p.value
