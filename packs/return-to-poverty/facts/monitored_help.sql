-- ---
-- id: monitored_help
-- subject: row:monitored_households
-- needs: [household_measures.kind, monitored_households.household_no]
-- may_be_null: [household_measures.detail, household_measures.started_on, household_measures.household_no]
-- ---
-- Which measures each monitored household has had, by kind.
select h.row_ref as subject_id,
  count(m.row_ref) as measures,
  count(case when m.kind in ('industry', 'employment', 'finance', 'public_post') then 1 end) as development,
  count(case when m.kind in ('health', 'social_help') or m.detail in ('medical_aid', 'temporary_aid') then 1 end) as health,
  count(case when m.kind in ('education_aid', 'schooling') then 1 end) as education,
  count(case when m.kind = 'schooling' then 1 end) as schooling,
  count(case when m.kind = 'social_protection' then 1 end) as protection,
  count(case when m.kind = 'housing' then 1 end) as housing,
  count(case when m.kind = 'water' then 1 end) as water,
  count(case when m.detail = 'premium_subsidy' then 1 end) as premium,
  min(m.started_on) as first_started_on,
  min(case when m.kind in ('industry', 'employment', 'finance', 'public_post') then m.started_on end) as first_development_on
from monitored_households h
left join household_measures m on m.household_no = h.household_no and m.county = h.county
group by h.row_ref
