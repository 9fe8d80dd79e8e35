-- ---
-- id: TS-002
-- version: 1
-- title: {zh: 户年自付医疗费超过警戒线, en: Household's own medical cost over the line}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [household_medical.self_pay_cents]
-- params: [self_pay_line_cents]
-- returns_when: {column: ev_self_pay_cents, share_percent: 20}
-- effort: walk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law: {zh: 测试用, en: for tests}
-- sentence: {zh: "本户自付医疗费 {ev_self_pay_cents:yuan} 元，超过警戒线 {param.self_pay_line_cents:yuan} 元。", en: "The household paid {ev_self_pay_cents:yuan} yuan itself, above the line of {param.self_pay_line_cents:yuan}."}
-- questions: [{zh: 费用是怎么付的？, en: "How was it paid?"}]
-- ---
select h.household_id as subject_id, f.self_pay_cents as ev_self_pay_cents
from households h
join household_medical f on f.subject_id = h.household_id
join params.self_pay_line_cents p on p.county = h.county
where f.self_pay_cents > p.value
