-- ---
-- id: INT-001
-- version: 1
-- title: {zh: "申请人或监测对象名下有小型客车或货车", en: "Applicant owns a car or truck"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [vehicles.kind, vehicles.state]
-- may_be_null: [vehicles.plate_masked, vehicles.person_name, vehicles.use, vehicles.registered_on,
--   vehicles.price_cents]
-- authorisation: asset_check
-- key: [plate_masked]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: asset_check
-- audience: [county_data_officer]
-- law:
--   zh: "社会救助暂行办法第五十八条（经书面授权核对经济状况）"
--   en: "Interim Measures for Social Assistance, article 58: checks need written authorisation"
-- sentence:
--   zh: "{ev_name}名下有{ev_kind}（{ev_registered_on:date}登记），使用性质{ev_use}"
--   en: "{ev_name} owns a {ev_kind}, registered {ev_registered_on:date}, use {ev_use}"
-- ---
select t.person_id as subject_id, t.plate_masked as plate_masked, t.person_name as ev_name, t.kind as ev_kind, t.use as ev_use, t.registered_on as ev_registered_on, t.price_cents as ev_price_cents, t.row_ref as row_asset
from vehicles t
join persons p on p.person_id = t.person_id
where t.kind in ('car', 'truck', 'bus') and t.state in ('normal', 'overdue', 'locked')
