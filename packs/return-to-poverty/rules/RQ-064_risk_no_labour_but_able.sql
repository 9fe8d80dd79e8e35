-- ---
-- id: RQ-064
-- version: 1
-- title: {zh: "风险填缺劳动力但半数以上能劳动", en: "\"No labour\" although half or more can work"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.risk_1, monitored_composition.able]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_composition.members,
--   monitored_households.cleared, monitored_households.risk_2, monitored_households.risk_3,
--   monitored_households.risk_4, monitored_households.risk_5]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户风险填缺劳动力，{ev_members:count}人中有{ev_able:count}个普通或技能劳动力"
--   en: "{ev_head_name}'s household lacks labour by the risk; {ev_able:count} of {ev_members:count} can work"
-- titles:
--   ev_able: {zh: "劳动力", en: "Able to work"}
--   ev_members: {zh: "家庭成员数", en: "Members"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, c.able as ev_able, c.members as ev_members, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
where h.cleared is distinct from true and (h.risk_1 = 'no_labour' or h.risk_2 = 'no_labour' or h.risk_3 = 'no_labour' or h.risk_4 = 'no_labour' or h.risk_5 = 'no_labour') and c.able * 2 >= c.members and c.members > 0
