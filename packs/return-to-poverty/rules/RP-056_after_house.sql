-- ---
-- id: RP-056
-- version: 1
-- title: {zh: "消除后住房出现损毁", en: "House damaged after clearance"}
-- kind: risk
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from false"
-- needs: [monitored_households.cleared, monitored_households.after_housing_unsafe]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.cleared_month, monitored_households.rolled_back]
-- key: [household_no]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "建村〔2021〕35号（农村低收入群体等重点对象住房安全保障）"
--   en: "Jiancun 2021 No. 35 on safe housing for key rural groups"
-- sentence:
--   zh: "{ev_head_name}户消除后住房出现损毁，消除时间{ev_cleared_month:date}，尚未再标注"
--   en: "{ev_head_name}'s household: house damaged after clearance; cleared in {ev_cleared_month:date} and not re-marked"
-- questions:
--   - {zh: "问题现在解决了没有", en: "Is the problem solved now"}
--   - {zh: "影响到几口人", en: "How many people are affected"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
where h.cleared = true and h.after_housing_unsafe = true and h.rolled_back is distinct from true
