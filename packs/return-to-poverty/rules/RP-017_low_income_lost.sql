-- ---
-- id: RP-017
-- version: 3
-- title: {zh: "低保停保、户未在监测", en: "Low-income aid ended and the household is not monitored"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [low_income_members_previous.row_ref, low_income_members.row_ref, deaths.died_on, household_class.class]
-- may_be_null: [low_income_members_previous.kind, low_income_members_previous.state,
--   low_income_members_previous.covered, low_income_members.kind, low_income_members.state,
--   low_income_members_previous.certificate_no, low_income_members_previous.person_name,
--   low_income_members.certificate_no, low_income_members.person_name]
-- params: [clue_window_months]
-- lasts: clue_window_months
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "社会救助暂行办法（国务院令第649号）"
--   en: "Interim Measures for Social Assistance, State Council Order No. 649"
-- sentence:
--   zh: "以前享受低保的{ev_people:count}人（最后见于{ev_seen_on:date}起的一期名单）本期不在保，也没有转特困、死亡记录，本户不在监测中"
--   en: "{ev_people:count} people on low-income aid before (last list: the period from {ev_seen_on:date}) are not on it now, without destitute support or death; the household is not monitored"
-- titles:
--   ev_people: {zh: "停保人数", en: "People whose aid ended"}
--   ev_seen_on: {zh: "最后一次在名单的报表期", en: "Period of the last list with the name"}
-- ---
select p.household_id as subject_id, count(distinct p.person_id) as ev_people, max(o.period) as ev_seen_on, min(o.row_ref) as row_before
from low_income_members_previous o
join persons p on p.person_id = o.person_id
where p.household_id is not null and o.kind = 'dibao' and coalesce(o.state, 'active') = 'active' and o.covered is distinct from false
  and not exists (select 1 from low_income_members n where n.person_id = p.person_id and n.kind in ('dibao', 'tekun') and coalesce(n.state, 'active') = 'active')
  and not exists (select 1 from low_income_members n where n.certificate_no = o.certificate_no and n.person_name = o.person_name and coalesce(n.state, 'active') = 'active')
  and not exists (select 1 from deaths d where d.person_id = p.person_id)
  and not exists (select 1 from household_class k where k.subject_id = p.household_id and k.class = 'monitored')
group by p.household_id
