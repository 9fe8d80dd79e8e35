-- ---
-- id: RQ-052
-- version: 1
-- title: {zh: "出生日期晚于导出时间或过早", en: "Birth date after the export or impossibly early"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.birth_date]
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
--   zh: "{ev_person_name}出生日期填{ev_birth_date:date}"
--   en: "{ev_person_name} is entered as born {ev_birth_date:date}"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.birth_date as ev_birth_date, m.row_ref as row_member
from monitored_members m
where m.birth_date > add_months(m.period, 1) or age_years(m.birth_date, m.period) > 115
