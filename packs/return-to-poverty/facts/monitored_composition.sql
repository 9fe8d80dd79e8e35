-- ---
-- id: monitored_composition
-- subject: row:monitored_households
-- needs: [monitored_members.household_no, monitored_households.household_no]
-- may_be_null: [monitored_members.labour, monitored_members.health, monitored_members.school_status,
--   monitored_members.work_months, monitored_members.work_scope, monitored_members.low_income,
--   monitored_members.destitute, monitored_members.relation]
-- ---
-- Who lives in each monitored household of the national export, counted from its member rows.
select h.row_ref as subject_id,
  count(m.row_ref) as members,
  count(case when m.labour in ('ordinary', 'skilled') then 1 end) as able,
  count(case when m.labour is null then 1 end) as labour_unknown,
  count(case when m.health = 'disabled' then 1 end) as disabled,
  count(case when m.health in ('chronic', 'serious') then 1 end) as sick,
  count(case when m.health is null then 1 end) as health_unknown,
  count(case when m.school_status in ('preschool', 'primary', 'junior', 'senior', 'vocational', 'college', 'bachelor',
    'postgraduate', 'special') then 1 end) as pupils,
  count(case when m.school_status in ('vocational', 'college') then 1 end) as vocational_pupils,
  count(case when m.school_status is null then 1 end) as school_unknown,
  count(case when m.work_months > 0 then 1 end) as workers,
  count(case when m.work_scope in ('prefecture', 'province', 'outside', 'abroad') and m.work_months > 0 then 1 end) as workers_outside,
  count(case when m.low_income = true then 1 end) as low_income,
  count(case when m.destitute = true then 1 end) as destitute,
  count(case when m.relation = 'head' then 1 end) as heads
from monitored_households h
left join monitored_members m on m.household_no = h.household_no and m.county = h.county
group by h.row_ref
