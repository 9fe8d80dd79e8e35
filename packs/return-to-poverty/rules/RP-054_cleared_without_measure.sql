-- ---
-- id: RP-054
-- version: 1
-- title: {zh: "帮扶消除但没有帮扶措施", en: "Cleared \"by help\" without any measure"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from false"
-- needs: [monitored_households.cleared, monitored_households.clear_way, monitored_help.measures]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.cleared_month]
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
--   zh: "{ev_head_name}户登记为帮扶消除（{ev_cleared_month:date}），却没有任何帮扶措施"
--   en: "{ev_head_name}'s household is cleared by help ({ev_cleared_month:date}) and has no measure at all"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
join monitored_help e on e.subject_id = h.row_ref
where h.cleared = true and h.clear_way = 'helped' and e.measures = 0
