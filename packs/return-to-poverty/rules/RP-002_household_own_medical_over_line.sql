-- ---
-- id: RP-002
-- version: 1
-- title: {zh: "户年医疗自付加自费过高、合规自付未到线", en: "Whole own medical cost high while compliant cost is below the line"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [household_medical_year.own_cost_cents, household_class.class]
-- may_be_null: [household_medical_year.compliant_cents]
-- params: [{name: medical_year_own_cost_cents, class: household_class.class},
--   {name: medical_year_self_pay_cents, class: household_class.class}]
-- returns_when: {column: ev_own_cost_cents, share_percent: 20}
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "近12个月全家自付加自费{ev_own_cost_cents:yuan}元，达到{param.medical_year_own_cost_cents:yuan}元，其中合规自付只有{ev_compliant_cents:yuan}元"
--   en: "In the last 12 months the household paid {ev_own_cost_cents:yuan} yuan itself, at or over {param.medical_year_own_cost_cents:yuan}, of which only {ev_compliant_cents:yuan} was compliant"
-- titles:
--   ev_compliant_cents: {zh: "合规自付", en: "Compliant self-paid"}
--   ev_own_cost_cents: {zh: "自付加自费", en: "All own cost"}
--   ev_class: {zh: "户类别", en: "Household class"}
-- ---
select h.household_id as subject_id, f.own_cost_cents as ev_own_cost_cents, f.compliant_cents as ev_compliant_cents, c.class as ev_class
from households h
join household_medical_year f on f.subject_id = h.household_id
join household_class c on c.subject_id = h.household_id
join params.medical_year_own_cost_cents p on p.county = h.county and p.class = c.class
join params.medical_year_self_pay_cents q on q.county = h.county and q.class = c.class
where f.own_cost_cents >= p.value and f.compliant_cents < q.value
