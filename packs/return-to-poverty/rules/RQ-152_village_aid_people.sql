-- ---
-- id: RQ-152
-- version: 1
-- title: {zh: "低保人数大于总人口", en: "More people on aid than inhabitants"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [village_facts.low_income_people, village_facts.population]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "低保人数大于总人口：{ev_low_income_people:count}对{ev_population:count}"
--   en: "More people on aid than inhabitants: {ev_low_income_people:count} against {ev_population:count}"
-- ---
select v.area_id as subject_id, v.low_income_people as ev_low_income_people, v.population as ev_population, v.row_ref as row_village
from village_facts v
join areas z on z.area_id = v.area_id
where z.level = 5 and v.low_income_people > v.population
