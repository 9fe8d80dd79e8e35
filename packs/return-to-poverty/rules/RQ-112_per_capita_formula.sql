-- ---
-- id: RQ-112
-- version: 1
-- title: {zh: "人均纯收入乘人口与纯收入不符", en: "Income per head times size is not net income"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.per_capita_cents, monitored_households.member_count,
--   monitored_households.net_income_cents]
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
--   zh: "{ev_head_name}户人均{ev_per_capita_cents:yuan}元、{ev_member_count:count}人，纯收入{ev_net_income_cents:yuan}元，三项不符"
--   en: "{ev_head_name}: {ev_per_capita_cents:yuan} per head, {ev_member_count:count} members, net income {ev_net_income_cents:yuan} do not fit"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.per_capita_cents as ev_per_capita_cents, h.member_count as ev_member_count, h.net_income_cents as ev_net_income_cents, h.row_ref as row_household
from monitored_households h
where abs(h.per_capita_cents * h.member_count - h.net_income_cents) > 100 * h.member_count
