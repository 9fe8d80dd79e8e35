-- ---
-- id: RQ-029
-- version: 2
-- title: {zh: "有务工但单位、行业、渠道没填全", en: "Work without employer, industry or channel"}
-- kind: mismatch
-- subject: row:monitored_members
-- population: monitored_members
-- needs: [monitored_members.work_months]
-- may_be_null: [monitored_members.household_no, monitored_members.member_no, monitored_members.person_name,
--   monitored_members.work_employer, monitored_members.work_industry, monitored_members.work_channel]
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
--   zh: "{ev_person_name}务工{ev_work_months:count}个月，单位、行业、渠道没有填全"
--   en: "{ev_person_name} worked {ev_work_months:count} months; employer, industry or channel is missing"
-- ---
-- A column that nobody in the county has filled was not in the export: its absence is no fault of the row.
with filled as (
  select f.county, count(f.work_employer) as employer, count(f.work_industry) as industry, count(f.work_channel) as channel
  from monitored_members f group by f.county
)
select m.row_ref as subject_id, m.household_no as household_no, m.member_no as member_no, m.person_name as ev_person_name, m.work_months as ev_work_months, m.work_employer as ev_work_employer, m.work_industry as ev_work_industry, m.work_channel as ev_work_channel, m.row_ref as row_member
from monitored_members m
join filled f on f.county = m.county
where m.work_months > 0 and ((f.employer > 0 and m.work_employer is null) or (f.industry > 0 and m.work_industry is null)
  or (f.channel > 0 and m.work_channel is null))
