-- ---
-- id: RQ-151
-- version: 1
-- title: {zh: "脱贫户数大于总户数", en: "More former poor households than households"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [village_facts.former_poor_households, village_facts.households]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "脱贫户数大于总户数：{ev_former_poor_households:count}对{ev_households:count}"
--   en: "More former poor households than households: {ev_former_poor_households:count} against {ev_households:count}"
-- ---
select v.area_id as subject_id, v.former_poor_households as ev_former_poor_households, v.households as ev_households, v.row_ref as row_village
from village_facts v
join areas z on z.area_id = v.area_id
where z.level = 5 and v.former_poor_households > v.households
