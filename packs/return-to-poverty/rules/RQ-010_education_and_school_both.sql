-- ---
-- id: RQ-010
-- version: 1
-- title: {zh: "文化程度和在校生状况同时填写", en: "Education and school status both filled"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.school_status]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.education]
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
--   zh: "{ev_person_name}既填文化程度{ev_education}，又填在校{ev_school_status}"
--   en: "{ev_person_name} has both education {ev_education} and school {ev_school_status}"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.education as ev_education, m.school_status as ev_school_status, m.row_ref as row_member
from monitored_members m
where m.education is not null and m.school_status not in ('none', 'dropout')
