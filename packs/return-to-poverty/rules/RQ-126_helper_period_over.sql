-- ---
-- id: RQ-126
-- version: 1
-- title: {zh: "帮扶责任人的帮扶期已过", en: "Period of the helper has ended"}
-- kind: gap
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.household_no]
-- may_be_null: [monitored_households.head_name, monitored_households.helper_until, monitored_households.cleared]
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
--   zh: "{ev_head_name}户的结对帮扶{ev_helper_until:date}到期，没有更新"
--   en: "The help of {ev_head_name}'s household ended on {ev_helper_until:date} and was not renewed"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.helper_until as ev_helper_until, h.row_ref as row_household
from monitored_households h
where h.cleared is distinct from true and h.helper_until < h.period
