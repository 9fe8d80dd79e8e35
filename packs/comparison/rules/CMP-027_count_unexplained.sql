-- ---
-- id: CMP-027
-- version: 1
-- title: {zh: "部门数不一致：单位、口径、时点都相同，解释不了", en: "Counts differ: same unit, definition and date, unexplained"}
-- kind: mismatch
-- subject: village
-- population: areas
-- needs: [department_counts.value, department_counts.indicator]
-- may_be_null: [department_counts.department, department_counts.counted_on, department_counts.unit,
--   department_counts.definition]
-- params: [count_tolerance_percent]
-- key: [indicator, department, other_department]
-- returns_when: [ev_value, ev_other_value]
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "防返贫监测数据质量要求：账账相符、账实相符（以本省、本州下发的清洗口径为准）"
--   en: "Data-quality requirements of return-to-poverty monitoring; the rules issued by the province and prefecture prevail"
-- sentence:
--   zh: "{ev_indicator}：{ev_department}报{ev_value:count}（{ev_counted_on:date}），{ev_other_department}报{ev_other_value:count}（{ev_other_counted_on:date}），单位、口径、时点都相同，解释不了"
--   en: "{ev_indicator}: {ev_department} {ev_value:count} ({ev_counted_on:date}), {ev_other_department} {ev_other_value:count} ({ev_other_counted_on:date}): same unit, definition and date, unexplained"
-- titles:
--   ev_other_department: {zh: "另一部门", en: "Other department"}
--   ev_other_value: {zh: "另一部门数值", en: "Its count"}
--   ev_other_counted_on: {zh: "另一部门时点", en: "Its date"}
-- ---
select a.area_id as subject_id, x.indicator as indicator, x.department as department, y.department as other_department, x.indicator as ev_indicator,
  x.department as ev_department, x.value as ev_value, x.counted_on as ev_counted_on, y.department as ev_other_department, y.value as ev_other_value,
  y.counted_on as ev_other_counted_on, x.row_ref as row_first, y.row_ref as row_second
from department_counts x
join department_counts y on y.area_id = x.area_id and y.indicator = x.indicator and y.department > x.department
join areas a on a.area_id = x.area_id
join params.count_tolerance_percent p on p.county = a.county
where a.level = 5 and (percent_of(abs(x.value - y.value), x.value) > p.value or percent_of(abs(x.value - y.value), y.value) > p.value or (x.value = 0 and y.value > 0) or (y.value = 0 and x.value > 0))
  and x.unit is not distinct from y.unit and x.definition is not distinct from y.definition and x.counted_on is not distinct from y.counted_on
