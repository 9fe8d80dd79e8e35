-- ---
-- id: INT-002
-- version: 1
-- title: {zh: "申请人或监测对象名下有商品房或商铺", en: "Applicant owns a market dwelling or shop"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [real_estate.use, real_estate.nature, real_estate.state, relocation_households.site]
-- may_be_null: [real_estate.unit_no, real_estate.person_name, real_estate.area_m2, real_estate.registered_on]
-- authorisation: asset_check
-- key: [unit_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: asset_check
-- audience: [county_data_officer]
-- law:
--   zh: "社会救助暂行办法第五十八条（经书面授权核对经济状况）"
--   en: "Interim Measures for Social Assistance, article 58: checks need written authorisation"
-- sentence:
--   zh: "{ev_name}名下有{ev_use}（{ev_nature}，{ev_area_m2:count}平方米，{ev_registered_on:date}登记）"
--   en: "{ev_name} owns a {ev_use} ({ev_nature}, {ev_area_m2:count} m2, registered {ev_registered_on:date})"
-- ---
select t.person_id as subject_id, t.unit_no as unit_no, t.person_name as ev_name, t.use as ev_use, t.nature as ev_nature, t.area_m2 as ev_area_m2, t.registered_on as ev_registered_on, t.row_ref as row_asset
from real_estate t
join persons p on p.person_id = t.person_id
where t.state = 'current' and t.use in ('dwelling', 'shop', 'office') and t.nature = 'market'
  and not exists (select 1 from relocation_households v join persons o on o.person_id = v.person_id where o.household_id = p.household_id)
