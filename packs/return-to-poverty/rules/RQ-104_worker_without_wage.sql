-- ---
-- id: RQ-104
-- version: 1
-- title: {zh: "有人务工但工资性收入为零", en: "Someone works and wages are zero"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.wage_cents, monitored_composition.workers]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name]
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
--   zh: "{ev_head_name}户有{ev_workers:count}人务工，工资性收入为零"
--   en: "{ev_head_name}'s household has {ev_workers:count} at work and wages of zero"
-- titles:
--   ev_workers: {zh: "务工人数", en: "Workers"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, c.workers as ev_workers, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
where h.wage_cents = 0 and c.workers > 0
