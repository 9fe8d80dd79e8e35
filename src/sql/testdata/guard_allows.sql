-- Selects the guard must let through, and that the engine must then bind. One per block; blocks end with a `;` line.
-- Tables: see guard_test.cc (persons, settlements, run, params.line, params_history.line).
select p.person_id as subject_id, p.name as ev_name from persons p where p.registered and p.sex = 'f'
;
select household_id as subject_id, cast(sum(self_pay_cents) as bigint) as ev_sum
from settlements group by household_id having cast(sum(self_pay_cents) as bigint) >= 600000
;
-- an anti-join, two ways
select p.person_id as subject_id from persons p anti join settlements s on s.person_id = p.person_id
;
select p.person_id as subject_id from persons p
where not exists (select 1 from settlements s where s.person_id = p.person_id and s.kind = 'inpatient')
;
select p.person_id as subject_id, g.value as ev_line
from persons p join params.line g on g.county = p.county where g.value > 5
;
select s.row_ref as subject_id, g.value as ev_line, s.settled_on as ev_settled_on
from settlements s
join params_history.line g on g.county = s.county and s.settled_on >= g.valid_from
  and (g.valid_to is null or s.settled_on <= g.valid_to)
where s.settled_on between cast('2026-01-01' as date) and (select r.as_of from run r)
;
with totals as (
  select s.household_id, cast(sum(s.self_pay_cents) as bigint) as total, max(s.settled_on) as last_on
  from settlements s where s.kind in ('inpatient', 'outpatient') group by s.household_id),
ranked as (
  select t.household_id, t.total, row_number() over (partition by t.household_id order by t.last_on desc nulls last) as place
  from totals t)
select r.household_id as subject_id, r.total as ev_total, percent_of(r.total, 600000) as ev_percent
from ranked r cross join run where r.place = 1 and days_between(cast('2026-01-01' as date), run.as_of) > 30
;
select s.row_ref as subject_id, lag(s.self_pay_cents, 1) over (partition by s.person_id order by s.settled_on nulls first) as ev_before
from settlements s
;
select a.person_id as subject_id, coalesce(a.name, '') || '/' || lower(b.name) as ev_names
from persons a full join persons b using (person_id) where a.name is distinct from b.name
;
select distinct p.person_id as subject_id from persons p where p.name like '%合作社' or p.name not like '张%' -- 中文注释
;
select p.person_id as subject_id, case p.sex when 'm' then 1 when 'f' then 2 else 0 end as ev_code,
  case when p.birth_date is null then 'unknown' else substr(p.county, 1, 4) end as ev_text
from persons p where p.person_id not in (1, 2, 5000000000) and length(trim(upper(p.name))) > -1 * 2 + 3
;
select p.person_id as subject_id from persons p where p.registered
union all
select s.person_id from settlements s where s.self_pay_cents <> 0
union all
select x.id from (select q.person_id as id from persons q where q.sex is not null) x
;
select p.person_id as subject_id, age_years(p.birth_date, r.as_of) as ev_age, add_months(p.birth_date, 12 * 16) as ev_sixteen,
  year_of(p.birth_date) as ev_year, month_of(p.birth_date) as ev_month, add_days(p.birth_date, 1) as ev_next,
  div_cents(100000, nullif(abs(p.household_id), 0)) as ev_each, cast(p.person_id as varchar) as ev_text
from persons p, run r where p.registered = true /* a comment; with 'quotes' and :: */
;
SELECT P.PERSON_ID AS SUBJECT_ID FROM PERSONS P WHERE P.SEX = 'M' OR (P.SEX = 'f' AND count_it = 0) -- upper case is fine
;
select count(*) as ev_n, count(distinct s.person_id) as ev_people, min(s.kind) as ev_kind, max(s.settled_on) as ev_last, s.county as subject_id
from settlements s semi join persons p on p.person_id = s.person_id group by s.county having count(*) > 1;
;
