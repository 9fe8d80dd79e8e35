-- ---
-- id: RP-015
-- version: 1
-- title: {zh: "村组停水超过预警天数", en: "A village without water for longer than the warning period"}
-- kind: risk
-- subject: village
-- population: areas
-- needs: [water_outages.started_on]
-- may_be_null: [water_outages.project, water_outages.groups_text, water_outages.households, water_outages.ended_on,
--   water_outages.delivery_by_truck]
-- params: [water_outage_days]
-- key: [project, started_on]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号（饮水安全保障）"
--   en: "Zhongnongzufa 2021 No. 7, safe drinking water"
-- sentence:
--   zh: "{ev_project}自{ev_started_on:date}停水已{ev_days:count}天，影响{ev_groups_text}，尚未恢复"
--   en: "{ev_project} has been without water since {ev_started_on:date} ({ev_days:count} days): {ev_groups_text}"
-- titles:
--   ev_days: {zh: "停水天数", en: "Days without water"}
-- ---
select w.area_id as subject_id, w.project as project, w.started_on as started_on, w.project as ev_project, w.started_on as ev_started_on,
  days_between(w.started_on, r.as_of) as ev_days, w.groups_text as ev_groups_text, w.households as ev_households, w.row_ref as row_outage
from water_outages w
join areas a on a.area_id = w.area_id
join params.water_outage_days p on p.county = w.county
cross join run r
where a.level = 5 and w.started_on <= r.as_of and (w.ended_on is null or w.ended_on > r.as_of)
  and days_between(w.started_on, r.as_of) > p.value and w.delivery_by_truck is distinct from true
