-- ---
-- id: RQ-153
-- version: 1
-- title: {zh: "低保户数大于低保人数", en: "More households on aid than people on aid"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [village_facts.low_income_households, village_facts.low_income_people]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "低保户数大于低保人数：{ev_low_income_households:count}对{ev_low_income_people:count}"
--   en: "More households on aid than people on aid: {ev_low_income_households:count} against {ev_low_income_people:count}"
-- ---
select v.area_id as subject_id, v.low_income_households as ev_low_income_households, v.low_income_people as ev_low_income_people, v.row_ref as row_village
from village_facts v
join areas z on z.area_id = v.area_id
where z.level = 5 and v.low_income_households > v.low_income_people
