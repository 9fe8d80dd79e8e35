-- ---
-- id: RP-025
-- version: 1
-- title: {zh: "风险消除时人均纯收入低于当年监测线", en: "Cleared with income below the line of that time"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from false"
-- needs: [monitored_households.cleared, monitored_households.cleared_month,
--   monitored_households.cleared_per_capita_cents]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name]
-- params: [{name: monitoring_line_cents, at: monitored_households.cleared_month}]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "{ev_cleared_month:date}消除风险时人均纯收入{ev_cleared_per_capita_cents:yuan}元，低于当时的监测线{param.monitoring_line_cents:yuan}元"
--   en: "Cleared in {ev_cleared_month:date} with {ev_cleared_per_capita_cents:yuan} yuan per head, below the line of {param.monitoring_line_cents:yuan} then in force"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.cleared_month as ev_cleared_month, h.cleared_per_capita_cents as ev_cleared_per_capita_cents, h.row_ref as row_household
from monitored_households h
join params_history.monitoring_line_cents p on p.county = h.county and h.cleared_month >= p.valid_from and h.cleared_month <= p.valid_to
where h.cleared = true and h.cleared_per_capita_cents < p.value
