-- ---
-- id: RQ-124
-- version: 1
-- title: {zh: "已消除但没有监测联系人或电话", en: "Cleared without a contact person or phone"}
-- kind: mismatch
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.cleared]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.contact_name, monitored_households.contact_phone]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_head_name}户已消除，没有监测联系人或联系电话"
--   en: "{ev_head_name}'s household is cleared without contact person or phone"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.contact_name as ev_contact_name, h.row_ref as row_household
from monitored_households h
where h.cleared = true and (h.contact_name is null or h.contact_phone is null)
