-- ---
-- id: CMP-014
-- version: 1
-- title: {zh: "系统填已参保、医保名单没有", en: "Insured in the system, not on the insurance list"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.resident_medical, monitored_members.employee_medical, insured_persons.row_ref]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.work_scope, insured_persons.state, monitored_members.id_number, insured_persons.mother_id,
--   monitored_members.birth_date]
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
--   zh: "{ev_person_name}系统填已参保，本县医保名单没有，请核对是否异地参保"
--   en: "{ev_person_name} is insured in the system and not on the county's list; check whether insured elsewhere"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.work_scope as ev_work_scope, m.row_ref as row_member
from monitored_members m
where m.person_id is not null and (m.resident_medical = true or m.employee_medical = true) and not exists (select 1 from insured_persons i where i.person_id = m.person_id and coalesce(i.state, 'normal') in ('normal', 'suspended')) and not exists (select 1 from insured_persons b join monitored_members o on o.id_number_key = b.mother_id_key where o.household_no = m.household_no and m.birth_date > add_months(m.period, -12))
