-- ---
-- id: RQ-095
-- version: 1
-- title: {zh: "参保资助时间不在缴费期", en: "Premium subsidy outside the payment window"}
-- kind: mismatch
-- subject: row:household_measures
-- population: household_measures
-- needs: [household_measures.started_on, household_measures.detail]
-- may_be_null: [household_measures.household_no, household_measures.kind, household_measures.head_name]
-- params: [premium_window_from_month, premium_window_to_month]
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
--   zh: "{ev_head_name}户参保资助时间填{ev_started_on:date}，不在{param.premium_window_from_month:count}月到次年{param.premium_window_to_month:count}月的缴费期"
--   en: "{ev_head_name}'s premium subsidy is dated {ev_started_on:date}, outside the window from month {param.premium_window_from_month:count} to {param.premium_window_to_month:count}"
-- ---
select e.row_ref as subject_id, e.household_no as household_no, e.kind as kind, e.detail as detail, e.started_on as started_on, e.head_name as ev_head_name, e.started_on as ev_started_on, e.row_ref as row_measure
from household_measures e
join params.premium_window_from_month q on q.county = e.county
join params.premium_window_to_month s on s.county = e.county
where e.detail = 'premium_subsidy' and month_of(e.started_on) < q.value and month_of(e.started_on) > s.value
