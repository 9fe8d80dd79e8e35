-- ---
-- id: RQ-129
-- version: 1
-- title: {zh: "同一电话登记在多户", en: "One phone for several households"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- where_population: "relation = 'head'"
-- needs: [monitored_members.phone]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.relation]
-- params: [shared_phone_households]
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
--   zh: "户主{ev_person_name}的电话同时登记在{ev_households:count}户"
--   en: "The phone of {ev_person_name} stands with {ev_households:count} households"
-- titles:
--   ev_households: {zh: "登记户数", en: "Households"}
-- ---
with shared as (
  select s.phone, s.county, count(distinct s.household_no) as n
  from monitored_members s
  join params.shared_phone_households q on q.county = s.county
  where s.phone is not null
  group by s.phone, s.county, q.value
  having count(distinct s.household_no) > q.value
)
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.phone as ev_phone, x.n as ev_households, m.row_ref as row_member
from monitored_members m
join shared x on x.phone = m.phone and x.county = m.county
where m.relation = 'head'
