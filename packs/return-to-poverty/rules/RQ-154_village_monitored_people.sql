-- ---
-- id: RQ-154
-- version: 1
-- title: {zh: "监测户数大于监测人数", en: "More monitored households than people"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [village_facts.monitored_households, village_facts.monitored_people]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "监测户数大于监测人数：{ev_monitored_households:count}对{ev_monitored_people:count}"
--   en: "More monitored households than people: {ev_monitored_households:count} against {ev_monitored_people:count}"
-- ---
select v.area_id as subject_id, v.monitored_households as ev_monitored_households, v.monitored_people as ev_monitored_people, v.row_ref as row_village
from village_facts v
join areas z on z.area_id = v.area_id
where z.level = 5 and v.monitored_households > v.monitored_people
