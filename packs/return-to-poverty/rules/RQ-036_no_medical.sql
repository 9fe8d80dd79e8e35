-- ---
-- id: RQ-036
-- version: 1
-- title: {zh: "居民医保和职工医保都填否", en: "No medical insurance at all"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.resident_medical, monitored_members.employee_medical, insured_persons.row_ref]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   insured_persons.state]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}两种医保都填否，请核对后动员参保"
--   en: "{ev_person_name} has no medical insurance by the system"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.resident_medical as ev_resident_medical, m.row_ref as row_member
from monitored_members m
where m.resident_medical = false and m.employee_medical = false
  and not exists (select 1 from insured_persons i where i.person_id = m.person_id and coalesce(i.state, 'normal') = 'normal')
