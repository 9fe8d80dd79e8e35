-- ---
-- id: RQ-045
-- version: 1
-- title: {zh: "与户主关系和性别矛盾", en: "Relation contradicts sex"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.relation, monitored_members.sex]
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
--   zh: "{ev_person_name}性别{ev_sex}，与户主关系填{ev_relation}"
--   en: "{ev_person_name}: sex {ev_sex}, relation {ev_relation}"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.relation as ev_relation, m.sex as ev_sex, m.row_ref as row_member
from monitored_members m
where (m.sex = 'm' and m.relation in ('daughter', 'daughter_in_law', 'granddaughter', 'daughters_daughter', 'mother', 'mother_in_law', 'husbands_mother', 'grandmother', 'sister')) or (m.sex = 'f' and m.relation in ('son', 'son_in_law', 'grandson', 'daughters_son', 'father', 'father_in_law', 'husbands_father', 'grandfather', 'brother'))
