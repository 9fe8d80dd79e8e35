-- ---
-- id: RQ-026
-- version: 1
-- title: {zh: "务工月收入明显偏高", en: "Monthly pay implausibly high"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.work_months, monitored_members.work_monthly_cents]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
-- params: [monthly_pay_max_cents]
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
--   zh: "{ev_person_name}月收入填{ev_work_monthly_cents:yuan}元，高于{param.monthly_pay_max_cents:yuan}元"
--   en: "Monthly pay of {ev_person_name} is {ev_work_monthly_cents:yuan} yuan, above {param.monthly_pay_max_cents:yuan}"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.work_monthly_cents as ev_work_monthly_cents, m.row_ref as row_member
from monitored_members m
join params.monthly_pay_max_cents q on q.county = m.county
where m.work_months > 0 and m.work_monthly_cents > q.value
