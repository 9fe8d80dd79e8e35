-- ---
-- id: RQ-102
-- version: 1
-- title: {zh: "家庭人口数与成员行数不符", en: "Household size differs from the member rows"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.member_count, monitored_composition.members]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name]
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
--   zh: "{ev_head_name}户家庭人口数填{ev_member_count:count}，成员表有{ev_members:count}人"
--   en: "{ev_head_name}'s household has {ev_member_count:count} members by the sheet and {ev_members:count} rows"
-- titles:
--   ev_members: {zh: "成员行数", en: "Member rows"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.member_count as ev_member_count, c.members as ev_members, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
where h.member_count <> c.members
