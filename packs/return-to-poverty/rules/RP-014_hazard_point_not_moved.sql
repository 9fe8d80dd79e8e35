-- ---
-- id: RP-014
-- version: 1
-- title: {zh: "地灾隐患点威胁户未搬离", en: "Household under a geological hazard has not moved"}
-- kind: hazard
-- subject: household.registered
-- population: households
-- needs: [hazard_points.moved_away, hazard_points.level]
-- may_be_null: [hazard_points.point_no]
-- key: [point_no]
-- returns_when: any
-- effort: walk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "地质灾害防治条例（国务院令第394号）"
--   en: "Regulations on Geological Disaster Prevention, State Council Order No. 394"
-- sentence:
--   zh: "住在地质灾害隐患点{ev_point_no}威胁范围内（险情{ev_level}），登记为未避险搬迁"
--   en: "Lives under geological hazard {ev_point_no} (danger {ev_level}) and has not moved away"
-- questions:
--   - {zh: "雨天预警时往哪里转移，路线知道吗", en: "Where to go on a warning, is the way known"}
--   - {zh: "家里有没有走不动的人", en: "Is anyone unable to walk"}
-- ---
select z.household_id as subject_id, z.point_no as point_no, z.point_no as ev_point_no, z.level as ev_level, z.row_ref as row_point
from hazard_points z
where z.household_id is not null and z.moved_away = false and z.level in ('medium', 'large')
