-- ---
-- id: RQ-103
-- version: 1
-- title: {zh: "有工资性收入但没有人务工", en: "Wages although nobody works"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.wage_cents, monitored_members.household_no, monitored_composition.workers]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_composition.members,
--   monitored_members.work_months, monitored_members.public_post]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户工资性收入{ev_wage_cents:yuan}元，全家没有务工和公益岗记录"
--   en: "{ev_head_name}'s household has wages of {ev_wage_cents:yuan} yuan and nobody with work or a public post"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.wage_cents as ev_wage_cents, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
where h.wage_cents > 0 and c.workers = 0 and c.members > 0 and not exists (select 1 from monitored_members o where o.household_no = h.household_no and o.county = h.county and (o.work_months is null or o.public_post = true))
