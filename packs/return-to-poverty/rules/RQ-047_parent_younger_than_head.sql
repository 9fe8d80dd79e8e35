-- ---
-- id: RQ-047
-- version: 1
-- title: {zh: "父母比户主年龄小", en: "Parent younger than the head"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.relation, monitored_members.birth_date]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name]
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
--   zh: "{ev_person_name}与户主关系填{ev_relation}，却比户主年轻"
--   en: "{ev_person_name} is entered as {ev_relation} and younger than the head"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.relation as ev_relation, m.birth_date as ev_birth_date, m.row_ref as row_member
from monitored_members m
where m.relation in ('father', 'mother') and exists (select 1 from monitored_members o where o.household_no = m.household_no and o.county = m.county and o.relation = 'head' and o.birth_date <= m.birth_date)
