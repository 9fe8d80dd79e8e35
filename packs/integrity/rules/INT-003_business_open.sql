-- ---
-- id: INT-003
-- version: 1
-- title: {zh: "申请人或监测对象经营存续企业", en: "Applicant runs an open business"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [companies.state, companies.role, companies.kind]
-- may_be_null: [companies.credit_code, companies.person_name, companies.company, companies.founded_on,
--   companies.capital_cents]
-- authorisation: asset_check
-- key: [credit_code]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: asset_check
-- audience: [county_data_officer]
-- law:
--   zh: "社会救助暂行办法第五十八条（经书面授权核对经济状况）"
--   en: "Interim Measures for Social Assistance, article 58: checks need written authorisation"
-- sentence:
--   zh: "{ev_name}是{ev_company}（{ev_kind}）的{ev_role}，{ev_founded_on:date}成立"
--   en: "{ev_name} is {ev_role} of {ev_company} ({ev_kind}), founded {ev_founded_on:date}"
-- ---
select t.person_id as subject_id, t.credit_code as credit_code, t.person_name as ev_name, t.company as ev_company, t.kind as ev_kind, t.role as ev_role, t.founded_on as ev_founded_on, t.capital_cents as ev_capital_cents, t.row_ref as row_asset
from companies t
join persons p on p.person_id = t.person_id
where t.state = 'open' and t.role in ('head', 'shareholder') and t.kind in ('firm', 'sole')
