-- ---
-- id: CMP-023
-- version: 2
-- title: {zh: "以前在监测、本期不见了", en: "In the monitoring export before, gone now"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [monitored_members_previous.household_no, monitored_members.household_no, deaths.died_on, moves.direction]
-- may_be_null: [monitored_members_previous.person_name]
-- params: [clue_window_months]
-- lasts: clue_window_months
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_name}在监测系统里（户编号{ev_household_no}，最后见于{ev_seen_on:date}起的一期），本期导出没有，也没有死亡、迁出记录"
--   en: "{ev_name} was in the export (household {ev_household_no}, last in the period from {ev_seen_on:date}) and is not now, without death or move"
-- titles:
--   ev_seen_on: {zh: "最后一次在名单的报表期", en: "Period of the last list with the name"}
-- ---
select p.person_id as subject_id, min(o.person_name) as ev_name, min(o.household_no) as ev_household_no, max(o.period) as ev_seen_on, min(o.row_ref) as row_before
from monitored_members_previous o
join persons p on p.person_id = o.person_id
where not exists (select 1 from monitored_members n where n.person_id = p.person_id)
  and not exists (select 1 from deaths d where d.person_id = p.person_id)
  and not exists (select 1 from moves v where v.person_id = p.person_id and v.direction = 'out')
group by p.person_id
