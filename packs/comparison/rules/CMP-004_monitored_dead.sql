-- ---
-- id: CMP-004
-- version: 1
-- title: {zh: "已死亡人员仍在监测对象成员名单", en: "Dead person still listed in a monitored household"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.household_no, deaths.died_on]
-- may_be_null: [monitored_members.member_no, monitored_members.person_name]
-- params: [death_grace_months]
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
--   zh: "{ev_person_name}于{ev_died_on:date}去世，系统里仍在户内，人均收入和人口数会跟着错"
--   en: "{ev_person_name} died on {ev_died_on:date} and is still counted in the household; its size and income per head are wrong"
-- ---
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, min(d.died_on) as ev_died_on, m.row_ref as row_member, min(d.row_ref) as row_death
from monitored_members m
join deaths d on d.person_id = m.person_id
join params.death_grace_months g on g.county = m.county
where m.period > add_months(d.died_on, g.value)
group by m.row_ref, m.household_no, m.member_no, m.person_name
