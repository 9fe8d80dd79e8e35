-- ---
-- id: RQ-003
-- version: 1
-- title: {zh: "没有证件号码", en: "No ID number"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.birth_date]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.relation, monitored_members.id_number]
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
--   zh: "{ev_person_name}没有填证件号码"
--   en: "{ev_person_name} has no ID number"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.birth_date as ev_birth_date, m.relation as ev_relation, m.row_ref as row_member
from monitored_members m
where m.id_number_state in (0, 5) and not (m.birth_date > add_months(coalesce(m.period, m.birth_date), -3) and m.period is not null)
