-- ---
-- id: CMP-022
-- version: 1
-- title: {zh: "公益岗名单在岗、系统填否", en: "In a public post by the list, not in the system"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.public_post, public_posts.row_ref]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   public_posts.state, public_posts.started_on, public_posts.ended_on]
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
--   zh: "{ev_person_name}在公益性岗位名单上，系统填否"
--   en: "{ev_person_name} is in a public post and the system says no"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.public_post as ev_public_post, m.row_ref as row_member
from monitored_members m
where m.public_post = false and exists (select 1 from public_posts o where o.person_id = m.person_id and coalesce(o.state, 'on') = 'on' and o.started_on <= m.period and (o.ended_on is null or o.ended_on > m.period))
