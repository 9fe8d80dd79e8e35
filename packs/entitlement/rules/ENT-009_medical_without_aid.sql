-- ---
-- id: ENT-009
-- version: 1
-- title: {zh: "医疗费用过线没有医疗救助", en: "Medical cost over the line without medical aid"}
-- kind: entitlement
-- subject: household.registered
-- population: household_class
-- where_population: "class = 'monitored'"
-- needs: [household_medical_year.compliant_cents, household_medical_year.aid_cents, household_class.class]
-- may_be_null: [household_medical_year.last_settled_on]
-- params: [{name: medical_year_self_pay_cents, class: household_class.class}]
-- returns_when: {column: ev_compliant_cents, share_percent: 20}
-- effort: phone
-- severity: 2
-- purpose: entitlement
-- audience: [county_data_officer, township]
-- law:
--   zh: "国办发〔2021〕42号《关于健全重特大疾病医疗保险和救助制度的意见》"
--   en: "Guobanfa 2021 No. 42 on serious-illness insurance and aid"
-- sentence:
--   zh: "监测户近12个月合规自付{ev_compliant_cents:yuan}元，医疗救助支付为零，请核对能否依申请救助"
--   en: "A monitored household paid {ev_compliant_cents:yuan} yuan of compliant cost in 12 months without medical aid; check whether it may apply"
-- titles:
--   ev_compliant_cents: {zh: "合规自付", en: "Compliant self-paid"}
--   ev_class: {zh: "户类别", en: "Household class"}
-- ---
select c.subject_id as subject_id, f.compliant_cents as ev_compliant_cents, f.last_settled_on as ev_last_settled_on, c.class as ev_class
from household_class c
join households h on h.household_id = c.subject_id
join household_medical_year f on f.subject_id = c.subject_id
join params.medical_year_self_pay_cents p on p.county = h.county and p.class = c.class
where c.class = 'monitored' and f.compliant_cents >= p.value and f.aid_cents <= 0
