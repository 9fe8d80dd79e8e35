-- ---
-- id: CMP-032
-- version: 1
-- title: {zh: "监测对象没有在任帮扶责任人", en: "Monitored household without a helper in post"}
-- kind: gap
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from true"
-- needs: [monitored_households.household_no, helpers.household_no]
-- may_be_null: [monitored_households.head_name, monitored_households.recognised_month, monitored_households.cleared,
--   helpers.state, helpers.ended_on]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer]
-- law:
--   zh: "社会力量和干部结对帮扶责任要求（中农组发〔2021〕7号）"
--   en: "Duties of paired help, Zhongnongzufa 2021 No. 7"
-- sentence:
--   zh: "{ev_head_name}户结对名册里没有在任的帮扶责任人，需重新安排"
--   en: "{ev_head_name}'s household has no helper in post; a new one is needed"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.recognised_month as ev_recognised_month, h.row_ref as row_household
from monitored_households h
cross join run r
where h.cleared is distinct from true
  and not exists (select 1 from helpers e where e.household_no = h.household_no and e.county = h.county and coalesce(e.state, 'serving') = 'serving' and (e.ended_on is null or e.ended_on >= r.as_of))
