-- ---
-- id: CMP-013
-- version: 1
-- title: {zh: "残联有证、系统填健康", en: "Valid certificate, healthy in the system"}
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
--   zh: "{ev_person_name}有有效残疾证，系统健康状况填健康"
--   en: "{ev_person_name} has a valid certificate and is healthy in the system"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.health as ev_health, m.row_ref as row_member
from monitored_members m
where m.health = 'healthy' and exists (select 1 from disabled_persons d where d.person_id = m.person_id and coalesce(d.state, 'normal') = 'normal')
