-- ---
-- id: RQ-061
-- version: 1
-- title: {zh: "风险填因病但家里没有患病成员", en: "Risk entered, yet nobody is ill"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.risk_1, monitored_composition.sick]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_composition.members,
--   monitored_households.cleared, monitored_households.risk_2, monitored_households.risk_3,
--   monitored_households.risk_4, monitored_households.risk_5, monitored_composition.health_unknown]
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
--   zh: "{ev_head_name}户风险填因病，全家{ev_members:count}人没有患病成员"
--   en: "{ev_head_name}'s household has that risk, yet of its {ev_members:count} members nobody is ill"
-- titles:
--   ev_members: {zh: "家庭成员数", en: "Members"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, c.members as ev_members, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
where h.cleared is distinct from true and (h.risk_1 = 'illness' or h.risk_2 = 'illness' or h.risk_3 = 'illness' or h.risk_4 = 'illness' or h.risk_5 = 'illness') and c.sick = 0 and c.health_unknown = 0 and c.members > 0
