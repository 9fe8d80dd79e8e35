-- ---
-- id: RP-020
-- version: 1
-- title: {zh: "小额信贷逾期", en: "Microloan overdue"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [microloans.state, microloans.overdue_days, microloans.balance_cents]
-- may_be_null: [microloans.contract_no, microloans.due_on, microloans.renewal]
-- key: [contract_no]
-- returns_when: [ev_contract_no]
-- effort: phone
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "银保监发〔2021〕6号（脱贫人口小额信贷）"
--   en: "Yinbaojianfa 2021 No. 6 on microloans"
-- sentence:
--   zh: "小额信贷{ev_contract_no}逾期{ev_overdue_days:count}天，余额{ev_balance_cents:yuan}元，到期日{ev_due_on:date}"
--   en: "Microloan {ev_contract_no} is {ev_overdue_days:count} days overdue, balance {ev_balance_cents:yuan} yuan, due {ev_due_on:date}"
-- ---
select l.household_id as subject_id, l.contract_no as contract_no, l.contract_no as ev_contract_no, l.overdue_days as ev_overdue_days, l.balance_cents as ev_balance_cents, l.due_on as ev_due_on, l.row_ref as row_loan
from microloans l
where l.household_id is not null and l.overdue_days > 0 and l.balance_cents > 0 and l.state <> 'settled' and l.renewal is distinct from 'renewed'
