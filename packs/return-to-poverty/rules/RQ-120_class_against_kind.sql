-- ---
-- id: RQ-120
-- version: 1
-- title: {zh: "监测对象类别与户类型矛盾", en: "Object class contradicts the kind of household"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.object_class, monitored_households.household_kind]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户类别{ev_object_class}，户类型{ev_household_kind}"
--   en: "{ev_head_name}: class {ev_object_class}, kind {ev_household_kind}"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.object_class as ev_object_class, h.household_kind as ev_household_kind, h.row_ref as row_household
from monitored_households h
where (h.object_class = 'unstable' and h.household_kind = 'ordinary') or (h.object_class = 'marginal' and h.household_kind = 'former_poor')
