-- ---
-- id: RQ-128
-- version: 1
-- title: {zh: "监测户必填项为空", en: "Required fields of a household empty"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.household_no]
-- may_be_null: [monitored_households.head_name, monitored_households.object_class,
--   monitored_households.household_kind, monitored_households.recognised_month, monitored_households.member_count]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户的类别、户类型、识别时间、人口数没有填全"
--   en: "Class, kind, recognition or size of {ev_head_name}'s household is missing"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.object_class as ev_object_class, h.household_kind as ev_household_kind, h.recognised_month as ev_recognised_month, h.row_ref as row_household
from monitored_households h
where h.object_class is null or h.household_kind is null or h.recognised_month is null or h.member_count is null
