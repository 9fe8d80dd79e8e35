-- ---
-- id: RQ-037
-- version: 1
-- title: {zh: "参加居民医保没有大病保险", en: "Resident insurance without serious-illness insurance"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.resident_medical, monitored_members.serious_insurance]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}参加居民医保，大病保险填否"
--   en: "{ev_person_name} has resident insurance and no serious-illness insurance"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.serious_insurance as ev_serious_insurance, m.row_ref as row_member
from monitored_members m
where m.resident_medical = true and m.serious_insurance = false
