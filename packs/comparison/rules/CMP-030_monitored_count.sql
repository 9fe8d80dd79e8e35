-- ---
-- id: CMP-030
-- version: 1
-- title: {zh: "行政村表的监测对象户数与名单不一致", en: "Village table and list disagree on monitored households"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [village_facts.monitored_households, monitored_households.household_no]
-- params: [count_tolerance_percent]
-- returns_when: [ev_monitored_households, ev_listed]
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "行政村表填监测对象户数{ev_monitored_households:count}，名单数得{ev_listed:count}"
--   en: "The village table says {ev_monitored_households:count} monitored households, the list has {ev_listed:count}"
-- titles:
--   ev_listed: {zh: "名单数", en: "On the list"}
-- ---
with listed as (
  select t.area_id, count(distinct t.household_no) as n from monitored_households t where t.household_no is not null group by t.area_id
)
select v.area_id as subject_id, v.monitored_households as ev_monitored_households, coalesce(l.n, 0) as ev_listed, v.row_ref as row_village
from village_facts v
join areas a on a.area_id = v.area_id
left join listed l on l.area_id = v.area_id
join params.count_tolerance_percent p on p.county = v.county
where a.level = 5 and abs(v.monitored_households - coalesce(l.n, 0)) > 2 and percent_of(abs(v.monitored_households - coalesce(l.n, 0)), v.monitored_households + coalesce(l.n, 0)) > p.value
