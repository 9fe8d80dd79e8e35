-- ---
-- id: CMP-009
-- version: 1
-- title: {zh: "民政在保低保、系统填否", en: "Covered by low-income aid, the system says no"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.low_income, low_income_members.row_ref]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   low_income_members.kind, low_income_members.state, low_income_members.covered]
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
--   zh: "{ev_person_name}民政名单在保低保，系统填否"
--   en: "{ev_person_name} is covered by low-income aid and the system says no"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.low_income as ev_low_income, m.row_ref as row_member
from monitored_members m
where m.low_income = false and exists (select 1 from low_income_members l where l.person_id = m.person_id and l.kind = 'dibao' and coalesce(l.state, 'active') = 'active' and l.covered is distinct from false and l.period <= m.period)
