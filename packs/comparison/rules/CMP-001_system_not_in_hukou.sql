-- ---
-- id: CMP-001
-- version: 1
-- title: {zh: "监测系统有、户籍没有", en: "In the monitoring system and not in the household registration"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.household_no, hukou_persons.id_number]
-- may_be_null: [monitored_members.member_no, monitored_members.person_name, monitored_members.relation,
--   monitored_members.id_number]
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
--   zh: "{ev_person_name}在监测系统里，公安户籍名单没有此人"
--   en: "{ev_person_name} is in the monitoring system and not on the household registration list"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.relation as ev_relation, m.id_number as ev_id_number, m.row_ref as row_member
from monitored_members m
where m.person_id is not null and not exists (select 1 from hukou_persons u where u.person_id = m.person_id)
