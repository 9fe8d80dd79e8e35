-- ---
-- id: CMP-008
-- version: 1
-- title: {zh: "系统填享受低保、民政名单没有", en: "System says low-income aid, civil affairs list does not"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.low_income, low_income_members.row_ref]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   low_income_members.kind, low_income_members.state]
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
--   zh: "{ev_person_name}系统填享受低保，民政在保名单没有"
--   en: "{ev_person_name} has low-income aid in the system and is not on the civil affairs list"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.low_income as ev_low_income, m.row_ref as row_member
from monitored_members m
where m.person_id is not null and m.low_income = true and not exists (select 1 from low_income_members l where l.person_id = m.person_id and l.kind = 'dibao' and coalesce(l.state, 'active') in ('active', 'suspended'))
