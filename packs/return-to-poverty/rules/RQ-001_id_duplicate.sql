-- ---
-- id: RQ-001
-- version: 1
-- title: {zh: "同一证件号码登记在两处", en: "One ID number registered twice"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.id_number, monitored_members.household_no, monitored_members.member_no]
-- may_be_null: [monitored_members.person_name]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}的证件号码{ev_id_number:id}在系统里登记了两处"
--   en: "The ID number {ev_id_number:id} of {ev_person_name} is registered twice"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.id_number as ev_id_number, m.row_ref as row_member
from monitored_members m
where exists (select 1 from monitored_members o where o.id_number_key = m.id_number_key and o.county = m.county and (o.household_no <> m.household_no or o.member_no <> m.member_no))
