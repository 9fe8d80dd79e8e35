-- ---
-- id: CMP-016
-- version: 1
-- title: {zh: "系统填失学辍学、学籍在读", en: "Out of school in the system, on a school roll"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.school_status, pupils.row_ref]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   pupils.state]
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
--   zh: "{ev_person_name}系统填失学辍学，学籍登记在读"
--   en: "{ev_person_name} is out of school in the system and on a roll"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.school_status as ev_school_status, m.row_ref as row_member
from monitored_members m
where m.school_status = 'dropout' and exists (select 1 from pupils u where u.person_id = m.person_id and coalesce(u.state, 'studying') in ('studying', 'special'))
