-- ---
-- id: RP-053
-- version: 1
-- title: {zh: "识别到消除不足最短期限", en: "Cleared sooner after recognition than allowed"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from false"
-- needs: [monitored_households.cleared, monitored_households.recognised_month, monitored_households.cleared_month]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.clear_way]
-- params: [clearance_min_months]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "{ev_head_name}户{ev_recognised_month:date}识别、{ev_cleared_month:date}消除，不足{param.clearance_min_months:count}个月，且不是自然消除"
--   en: "{ev_head_name}'s household was recognised in {ev_recognised_month:date} and cleared in {ev_cleared_month:date}, under {param.clearance_min_months:count} months and not naturally"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.recognised_month as ev_recognised_month, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
join params.clearance_min_months p on p.county = h.county
where h.cleared = true and h.clear_way is distinct from 'natural' and h.cleared_month < add_months(h.recognised_month, p.value)
