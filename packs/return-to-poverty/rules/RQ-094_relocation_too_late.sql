-- ---
-- id: RQ-094
-- version: 1
-- title: {zh: "易地搬迁措施开始时间过晚", en: "Relocation measure too late"}
-- kind: mismatch
-- subject: row:household_measures
-- population: household_measures
-- needs: [household_measures.started_on, household_measures.kind]
-- may_be_null: [household_measures.household_no, household_measures.detail, household_measures.head_name]
-- params: [relocation_until]
-- key: [household_no, kind, detail, started_on]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户易地搬迁措施开始时间填{ev_started_on:date}，晚于{param.relocation_until:date}"
--   en: "{ev_head_name}'s household has a relocation measure from {ev_started_on:date}, after {param.relocation_until:date}"
-- ---
select e.row_ref as subject_id, e.household_no as household_no, e.kind as kind, e.detail as detail, e.started_on as started_on, e.head_name as ev_head_name, e.started_on as ev_started_on, e.row_ref as row_measure
from household_measures e
join params.relocation_until q on q.county = e.county
where e.kind = 'relocation' and e.started_on > q.value
