-- ---
-- id: RQ-049
-- version: 1
-- title: {zh: "重度肢体残疾填普通或技能劳动力", en: "Severe limb disability entered as able to work"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.labour, disabled_persons.level]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   disabled_persons.kind, disabled_persons.state]
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
--   zh: "{ev_person_name}有一二级肢体残疾证，劳动技能填{ev_labour}"
--   en: "{ev_person_name} has a severe limb disability and is entered as {ev_labour}"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.labour as ev_labour, m.row_ref as row_member
from monitored_members m
where m.labour in ('ordinary', 'skilled') and exists (select 1 from disabled_persons d where d.person_id = m.person_id and d.kind = 'limb' and d.level in ('1', '2') and coalesce(d.state, 'normal') = 'normal')
