-- ---
-- id: RP-003
-- version: 1
-- title: {zh: "单次住院自付超过预警线", en: "Self-paid cost of one hospital stay over the warning line"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [settlements.settled_on, settlements.self_pay_cents, household_class.class]
-- may_be_null: [settlements.settlement_no, settlements.person_name, settlements.kind, settlements.reverses_no]
-- params: [{name: medical_single_stay_cents, class: household_class.class}, clue_window_months]
-- key: [settlement_no]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "家人{ev_person_name}于{ev_settled_on:date}结算一次住院，自付{ev_self_pay_cents:yuan}元，超过本类户单次预警线{param.medical_single_stay_cents:yuan}元"
--   en: "{ev_person_name} settled a hospital stay on {ev_settled_on:date} and paid {ev_self_pay_cents:yuan} yuan, over the line of {param.medical_single_stay_cents:yuan} for one stay"
-- titles:
--   ev_class: {zh: "户类别", en: "Household class"}
-- ---
select p.household_id as subject_id, s.settlement_no as settlement_no, s.person_name as ev_person_name, s.settled_on as ev_settled_on,
  s.self_pay_cents as ev_self_pay_cents, c.class as ev_class, s.row_ref as row_settlement
from settlements s
join persons p on p.person_id = s.person_id
join household_class c on c.subject_id = p.household_id
join params.medical_single_stay_cents l on l.county = s.county and l.class = c.class
join params.clue_window_months w on w.county = s.county
cross join run r
where s.kind = 'inpatient' and s.self_pay_cents > l.value and s.settled_on > add_months(r.as_of, -w.value) and s.settled_on <= r.as_of
  and not exists (select 1 from settlements v where v.person_id = s.person_id and v.reverses_no = s.settlement_no)
