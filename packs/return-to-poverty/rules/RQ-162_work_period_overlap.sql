-- ---
-- id: RQ-162
-- version: 1
-- title: {zh: "务工起止时间矛盾或两段重叠", en: "Work periods contradict or overlap"}
-- kind: mismatch
-- subject: row:migrant_workers
-- population: migrant_workers
-- needs: [migrant_workers.started_on]
-- may_be_null: [migrant_workers.household_no, migrant_workers.member_no, migrant_workers.person_name,
--   migrant_workers.ended_on, migrant_workers.state]
-- key: [household_no, member_no, started_on]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_person_name}务工自{ev_started_on:date}起，与自己的另一段重叠或早于开始就结束（{ev_ended_on:date}）"
--   en: "Work of {ev_person_name} from {ev_started_on:date} overlaps another period or ends before it begins ({ev_ended_on:date})"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.started_on as started_on, m.person_name as ev_person_name, m.started_on as ev_started_on, m.ended_on as ev_ended_on, m.row_ref as row_work
from migrant_workers m
where m.ended_on < m.started_on
  or exists (select 1 from migrant_workers o where o.person_id = m.person_id and o.row_ref <> m.row_ref and o.state = m.state and o.started_on < m.started_on and o.ended_on > m.started_on)
