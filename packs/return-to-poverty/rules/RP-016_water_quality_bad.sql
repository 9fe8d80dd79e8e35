-- ---
-- id: RP-016
-- version: 1
-- title: {zh: "饮水工程水质不达标", en: "Water of a supply works below the standard"}
-- kind: risk
-- subject: village
-- population: areas
-- needs: [water_projects.qualified]
-- may_be_null: [water_projects.project, water_projects.tested_on, water_projects.households, water_projects.running]
-- key: [project]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号（饮水安全保障）"
--   en: "Zhongnongzufa 2021 No. 7, safe drinking water"
-- sentence:
--   zh: "{ev_project}最近一次检测（{ev_tested_on:date}）水质不达标，受益{ev_households:count}户"
--   en: "{ev_project} failed its last test ({ev_tested_on:date}); it serves {ev_households:count} households"
-- ---
select w.area_id as subject_id, w.project as project, w.project as ev_project, w.tested_on as ev_tested_on, w.households as ev_households, w.row_ref as row_project
from water_projects w
join areas a on a.area_id = w.area_id
where a.level = 5 and w.qualified = false and w.running is distinct from 'stopped'
