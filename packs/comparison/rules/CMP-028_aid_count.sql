-- ---
-- id: CMP-028
-- version: 1
-- title: {zh: "行政村表的低保人数与名单不一致", en: "Village table and list disagree on people on low-income aid"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [village_facts.low_income_people, low_income_members.row_ref]
-- may_be_null: [low_income_members.kind, low_income_members.state, low_income_members.covered]
-- params: [count_tolerance_percent]
-- returns_when: [ev_low_income_people, ev_listed]
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "行政村表填低保人数{ev_low_income_people:count}，名单数得{ev_listed:count}"
--   en: "The village table says {ev_low_income_people:count} people on low-income aid, the list has {ev_listed:count}"
-- titles:
--   ev_listed: {zh: "名单数", en: "On the list"}
-- ---
with listed as (
  select t.area_id, count(distinct t.person_id) as n from low_income_members t where t.kind = 'dibao' and coalesce(t.state, 'active') = 'active' and t.covered is distinct from false and t.person_id is not null group by t.area_id
)
select v.area_id as subject_id, v.low_income_people as ev_low_income_people, coalesce(l.n, 0) as ev_listed, v.row_ref as row_village
from village_facts v
join areas a on a.area_id = v.area_id
left join listed l on l.area_id = v.area_id
join params.count_tolerance_percent p on p.county = v.county
where a.level = 5 and abs(v.low_income_people - coalesce(l.n, 0)) > 2 and percent_of(abs(v.low_income_people - coalesce(l.n, 0)), v.low_income_people + coalesce(l.n, 0)) > p.value
