-- ---
-- id: CMP-012
-- version: 1
-- title: {zh: "系统健康状况填残疾、残联没有证", en: "Disabled in the system, no certificate"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.health, disabled_persons.row_ref]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   disabled_persons.state]
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
--   zh: "{ev_person_name}系统填残疾，残联名单没有有效证件"
--   en: "{ev_person_name} is disabled in the system and has no valid certificate"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.health as ev_health, m.row_ref as row_member
from monitored_members m
where m.person_id is not null and m.health = 'disabled' and not exists (select 1 from disabled_persons d where d.person_id = m.person_id and coalesce(d.state, 'normal') in ('normal', 'frozen', 'moved'))
