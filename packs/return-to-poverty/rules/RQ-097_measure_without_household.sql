-- ---
-- id: RQ-097
-- version: 1
-- title: {zh: "措施的户编号不在监测对象里", en: "Measure for a household that is not in the export"}
-- kind: mismatch
-- subject: row:household_measures
-- population: household_measures
-- needs: [household_measures.household_no, monitored_households.household_no]
-- may_be_null: [household_measures.kind, household_measures.detail, household_measures.started_on,
--   household_measures.head_name]
-- key: [household_no, kind, detail, started_on]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "一项{ev_kind}措施的户编号{household_no}在监测对象导出里没有"
--   en: "A measure ({ev_kind}) names household {household_no}, which is not in the export"
-- ---
select e.row_ref as subject_id, e.household_no as household_no, e.kind as kind, e.detail as detail, e.started_on as started_on, e.head_name as ev_head_name, e.kind as ev_kind, e.row_ref as row_measure
from household_measures e
where e.household_no is not null and not exists (select 1 from monitored_households h where h.household_no = e.household_no and h.county = e.county)
