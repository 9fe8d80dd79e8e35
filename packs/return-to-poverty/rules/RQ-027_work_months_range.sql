-- ---
-- id: RQ-027
-- version: 1
-- title: {zh: "务工月数不在零到十二之间", en: "Months worked not within 0 and 12"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.work_months]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
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
--   zh: "{ev_person_name}务工月数填{ev_work_months:count}"
--   en: "{ev_person_name} worked {ev_work_months:count} months"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.work_months as ev_work_months, m.row_ref as row_member
from monitored_members m
where m.work_months < 0 or m.work_months > 12
