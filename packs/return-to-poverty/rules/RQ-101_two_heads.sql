-- ---
-- id: RQ-101
-- version: 1
-- title: {zh: "户内有几个户主", en: "More than one head of household"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.household_no, monitored_composition.heads]
-- may_be_null: [monitored_households.head_name, monitored_composition.members]
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
--   zh: "{ev_head_name}户登记了{ev_heads:count}个户主"
--   en: "{ev_head_name}'s household has {ev_heads:count} heads"
-- titles:
--   ev_heads: {zh: "户主数", en: "Heads"}
--   ev_members: {zh: "成员数", en: "Members"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, c.heads as ev_heads, c.members as ev_members, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
where c.heads > 1
