-- ---
-- id: RQ-150
-- version: 1
-- title: {zh: "危房户数大于总户数", en: "More unsafe houses than households"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [village_facts.unsafe_houses, village_facts.households]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "危房户数大于总户数：{ev_unsafe_houses:count}对{ev_households:count}"
--   en: "More unsafe houses than households: {ev_unsafe_houses:count} against {ev_households:count}"
-- ---
select v.area_id as subject_id, v.unsafe_houses as ev_unsafe_houses, v.households as ev_households, v.row_ref as row_village
from village_facts v
join areas z on z.area_id = v.area_id
where z.level = 5 and v.unsafe_houses > v.households
