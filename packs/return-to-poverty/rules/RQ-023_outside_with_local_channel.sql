-- ---
-- id: RQ-023
-- version: 1
-- title: {zh: "县外务工却填公益岗或帮扶车间渠道", en: "Works outside the county through a public post or workshop"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.work_scope, monitored_members.work_channel]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.work_months]
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
--   zh: "{ev_person_name}务工地{ev_work_scope}，渠道填{ev_work_channel}"
--   en: "{ev_person_name} works {ev_work_scope} through {ev_work_channel}"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.work_scope as ev_work_scope, m.work_channel as ev_work_channel, m.row_ref as row_member
from monitored_members m
where m.work_months > 0 and m.work_scope in ('prefecture', 'province', 'outside', 'abroad') and m.work_channel in ('public_post', 'workshop')
