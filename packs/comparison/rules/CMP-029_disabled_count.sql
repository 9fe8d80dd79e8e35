-- ---
-- id: CMP-029
-- version: 1
-- title: {zh: "行政村表的持证残疾人数与名单不一致", en: "Village table and list disagree on people with a disability certificate"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [village_facts.disabled_people, disabled_persons.row_ref]
-- may_be_null: [disabled_persons.state]
-- params: [count_tolerance_percent]
-- returns_when: [ev_disabled_people, ev_listed]
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "行政村表填持证残疾人数{ev_disabled_people:count}，名单数得{ev_listed:count}"
--   en: "The village table says {ev_disabled_people:count} people with a disability certificate, the list has {ev_listed:count}"
-- titles:
--   ev_listed: {zh: "名单数", en: "On the list"}
-- ---
with listed as (
  select t.area_id, count(distinct t.person_id) as n from disabled_persons t where coalesce(t.state, 'normal') = 'normal' and t.person_id is not null group by t.area_id
)
select v.area_id as subject_id, v.disabled_people as ev_disabled_people, coalesce(l.n, 0) as ev_listed, v.row_ref as row_village
from village_facts v
join areas a on a.area_id = v.area_id
left join listed l on l.area_id = v.area_id
join params.count_tolerance_percent p on p.county = v.county
where a.level = 5 and abs(v.disabled_people - coalesce(l.n, 0)) > 2 and percent_of(abs(v.disabled_people - coalesce(l.n, 0)), v.disabled_people + coalesce(l.n, 0)) > p.value
