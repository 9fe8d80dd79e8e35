-- ---
-- id: RQ-096
-- version: 1
-- title: {zh: "措施结束早于开始", en: "Measure ended before it began"}
-- kind: mismatch
-- subject: row:household_measures
-- population: household_measures
-- needs: [household_measures.started_on]
-- may_be_null: [household_measures.household_no, household_measures.kind, household_measures.detail,
--   household_measures.head_name, household_measures.ended_on]
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
--   zh: "{ev_head_name}户一项措施{ev_started_on:date}开始、{ev_ended_on:date}结束"
--   en: "A measure of {ev_head_name}'s household runs from {ev_started_on:date} to {ev_ended_on:date}"
-- ---
select e.row_ref as subject_id, e.household_no as household_no, e.kind as kind, e.detail as detail, e.started_on as started_on, e.head_name as ev_head_name, e.started_on as ev_started_on, e.ended_on as ev_ended_on, e.row_ref as row_measure
from household_measures e
where e.ended_on < e.started_on
