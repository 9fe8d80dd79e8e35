-- ---
-- id: RP-058
-- version: 1
-- title: {zh: "消除后出现失学辍学", en: "Child out of school after clearance"}
-- kind: risk
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from false"
-- needs: [monitored_households.cleared, monitored_households.after_dropout]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.cleared_month, monitored_households.rolled_back]
-- key: [household_no]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "义务教育法；国办发〔2017〕72号（控辍保学）"
--   en: "Compulsory Education Law; Guobanfa 2017 No. 72"
-- sentence:
--   zh: "{ev_head_name}户消除后出现失学辍学，消除时间{ev_cleared_month:date}，尚未再标注"
--   en: "{ev_head_name}'s household: child out of school after clearance; cleared in {ev_cleared_month:date} and not re-marked"
-- questions:
--   - {zh: "问题现在解决了没有", en: "Is the problem solved now"}
--   - {zh: "影响到几口人", en: "How many people are affected"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
where h.cleared = true and h.after_dropout = true and h.rolled_back is distinct from true
