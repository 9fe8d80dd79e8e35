-- ---
-- id: RQ-050
-- version: 1
-- title: {zh: "成员的户编号在户表里找不到", en: "Member's household number is not on the household sheet"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.household_no, monitored_households.household_no]
-- may_be_null: [monitored_members.member_no, monitored_members.person_name]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}的户编号{ev_household_no}在户表里没有"
--   en: "Household number {ev_household_no} of {ev_person_name} is not on the household sheet"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.household_no as ev_household_no, m.row_ref as row_member
from monitored_members m
where m.household_no is not null and not exists (select 1 from monitored_households h where h.household_no = m.household_no and h.county = m.county)
