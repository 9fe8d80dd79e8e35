-- ---
-- id: TS-005
-- version: 1
-- title: {zh: 当年人均收入低于当年监测线, en: Income per head below that year's line}
-- kind: risk
-- subject: household.registered
-- population: incomes
-- needs: [incomes.year_end, incomes.household_kind, incomes.per_head_cents]
-- params:
--   - {name: monitoring_line_cents, class: incomes.household_kind, at: incomes.year_end}
-- key: [ev_year_end]
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law: {zh: 测试用, en: for tests}
-- sentence: {zh: "{ev_household_kind}{ev_year_end:date}人均收入{ev_per_head_cents:yuan}元，低于当年监测线{param.monitoring_line_cents:yuan}元。", en: "Income per head of {ev_per_head_cents:yuan} yuan at {ev_year_end:date} ({ev_household_kind}) is below that year's line of {param.monitoring_line_cents:yuan}."}
-- ---
select i.household_id as subject_id, i.year_end as ev_year_end, i.household_kind as ev_household_kind,
       i.per_head_cents as ev_per_head_cents, i.row_ref as row_income
from incomes i
join params_history.monitoring_line_cents l on l.county = i.county and l.class = i.household_kind
where i.household_id is not null and i.year_end between l.valid_from and l.valid_to and i.per_head_cents < l.value
