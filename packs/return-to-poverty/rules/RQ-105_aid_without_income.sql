-- ---
-- id: RQ-105
-- version: 1
-- title: {zh: "享受低保特困但转移性收入没有计入", en: "Aid received and not counted as transfer income"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.transfer_cents, monitored_composition.low_income]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_composition.destitute]
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
--   zh: "{ev_head_name}户有人享受低保、特困，转移性收入为零"
--   en: "{ev_head_name}'s household receives aid and has a transfer income of zero"
-- titles:
--   ev_low_income: {zh: "低保人数", en: "On aid"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, c.low_income as ev_low_income, h.transfer_cents as ev_transfer_cents, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
where (c.low_income > 0 or c.destitute > 0) and h.transfer_cents = 0
