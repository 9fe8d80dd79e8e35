-- ---
-- id: RP-055
-- version: 1
-- title: {zh: "整户无劳动能力户被标注消除", en: "Household wholly without labour marked as cleared"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from false"
-- needs: [monitored_households.cleared, monitored_households.whole_no_labour]
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
--   zh: "{ev_head_name}户为整户无劳动能力兜底保障户，却标注了风险消除（{ev_cleared_month:date}）"
--   en: "{ev_head_name}'s household is wholly without labour and yet marked as cleared ({ev_cleared_month:date})"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
where h.cleared = true and h.whole_no_labour = true
