-- ---
-- id: RQ-051
-- version: 1
-- title: {zh: "成员必填项为空", en: "Required fields of a member empty"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.household_no]
-- may_be_null: [monitored_members.member_no, monitored_members.person_name, monitored_members.relation,
--   monitored_members.health, monitored_members.labour, monitored_members.ethnic]
-- key: [household_no, member_no]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}的关系、民族、健康状况、劳动技能没有填全"
--   en: "Relation, ethnic group, health or labour of {ev_person_name} is missing"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.relation as ev_relation, m.health as ev_health, m.labour as ev_labour, m.ethnic as ev_ethnic, m.row_ref as row_member
from monitored_members m
where m.relation is null or m.health is null or m.labour is null or m.ethnic is null
