-- ---
-- id: RQ-028
-- version: 1
-- title: {zh: "有月收入没有务工月数", en: "Monthly pay without months worked"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.work_monthly_cents, monitored_members.work_months]
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
--   zh: "{ev_person_name}月收入{ev_work_monthly_cents:yuan}元，务工月数为零"
--   en: "{ev_person_name} earns {ev_work_monthly_cents:yuan} yuan a month with no month worked"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.work_monthly_cents as ev_work_monthly_cents, m.row_ref as row_member
from monitored_members m
where m.work_monthly_cents > 0 and m.work_months = 0
