-- ---
-- id: CMP-031
-- version: 1
-- title: {zh: "低保保障人数与成员名单不符", en: "Covered count differs from the member list"}
-- kind: mismatch
-- subject: row:low_income_households
-- population: low_income_households
-- where_population: "coalesce(state, 'active') = 'active'"
-- needs: [low_income_households.covered_count, low_income_members.certificate_no]
-- may_be_null: [low_income_members.covered, low_income_members.state, low_income_households.certificate_no,
--   low_income_households.state]
-- key: [certificate_no]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "社会救助暂行办法（国务院令第649号）"
--   en: "Interim Measures for Social Assistance, State Council Order No. 649"
-- sentence:
--   zh: "救助证{ev_certificate_no}保障{ev_covered_count:count}人，成员名单有{ev_listed:count}人"
--   en: "Certificate {ev_certificate_no} covers {ev_covered_count:count}, the member list has {ev_listed:count}"
-- titles:
--   ev_listed: {zh: "名单人数", en: "On the list"}
-- ---
with listed as (
  select m.certificate_no, m.county, count(*) as people, count(case when m.covered = true then 1 end) as covered,
    count(case when m.covered is null then 1 end) as unsaid
  from low_income_members m
  where coalesce(m.state, 'active') = 'active' group by m.certificate_no, m.county
)
select h.row_ref as subject_id, h.certificate_no as certificate_no, h.certificate_no as ev_certificate_no, h.covered_count as ev_covered_count, case when l.unsaid = 0 then l.covered else coalesce(l.people, 0) end as ev_listed, h.row_ref as row_household
from low_income_households h
left join listed l on l.certificate_no = h.certificate_no and l.county = h.county
where coalesce(h.state, 'active') = 'active' and (h.covered_count > coalesce(l.people, 0) or (l.unsaid = 0 and h.covered_count <> l.covered))
