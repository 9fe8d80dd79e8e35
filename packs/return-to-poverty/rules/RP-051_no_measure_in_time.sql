-- ---
-- id: RP-051
-- version: 1
-- title: {zh: "识别后到期没有任何帮扶措施", en: "No measure in time after recognition"}
-- kind: gap
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.recognised_month, monitored_help.measures]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.cleared]
-- params: [measure_first_months]
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
--   zh: "{ev_head_name}户{ev_recognised_month:date}识别，已超过{param.measure_first_months:count}个月，没有登记任何帮扶措施"
--   en: "{ev_head_name}'s household was recognised in {ev_recognised_month:date}; more than {param.measure_first_months:count} months later no measure is recorded"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.recognised_month as ev_recognised_month, h.row_ref as row_household
from monitored_households h
join monitored_help e on e.subject_id = h.row_ref
join params.measure_first_months p on p.county = h.county
cross join run r
where h.cleared is distinct from true and e.measures = 0 and add_months(h.recognised_month, p.value) < r.as_of
