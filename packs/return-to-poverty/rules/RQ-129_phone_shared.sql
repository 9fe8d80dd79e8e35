-- ---
-- id: RQ-129
-- version: 1
-- title: {zh: "同一电话登记在多户", en: "One phone for several households"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.phone]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name]
-- params: [shared_phone_households]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户的电话同时登记在{ev_households:count}户"
--   en: "The phone of {ev_head_name}'s household stands with {ev_households:count} households"
-- titles:
--   ev_households: {zh: "登记户数", en: "Households"}
-- ---
with shared as (
  select m.phone, m.county, count(distinct m.household_no) as n
  from monitored_households m
  join params.shared_phone_households q on q.county = m.county
  where m.phone is not null
  group by m.phone, m.county, q.value
  having count(distinct m.household_no) > q.value
)
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.phone as ev_phone, s.n as ev_households, h.row_ref as row_household
from monitored_households h
join shared s on s.phone = h.phone and s.county = h.county
