-- ---
-- id: RP-008
-- version: 2
-- title: {zh: "受灾房屋倒塌或绝收、户未在监测", en: "House collapsed or harvest lost in a household that is not monitored"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [disasters.happened_on, disasters.kind, household_class.class]
-- may_be_null: [disasters.rooms_collapsed, disasters.rooms_damaged, disasters.crop_lost_mu]
-- params: [clue_window_months]
-- key: [happened_on, kind]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "自然灾害救助条例（国务院令第577号）"
--   en: "Regulations on Natural Disaster Relief, State Council Order No. 577"
-- sentence:
--   zh: "{ev_happened_on:date}受灾（{ev_kind}），倒塌{ev_rooms_collapsed:count}间、损坏{ev_rooms_damaged:count}间、绝收{ev_crop_lost_mu:mu}亩，本户不在监测中"
--   en: "Hit on {ev_happened_on:date} ({ev_kind}): {ev_rooms_collapsed:count} rooms collapsed, {ev_rooms_damaged:count} damaged, {ev_crop_lost_mu:mu} mu lost; the household is not monitored"
-- questions:
--   - {zh: "现在住在哪里，安全吗", en: "Where does the family live now, is it safe"}
--   - {zh: "损失的是不是全家主要收入", en: "Was it the main income"}
--   - {zh: "救灾款、保险理赔到了没有", en: "Have relief and insurance been paid"}
-- ---
select d.household_id as subject_id, d.happened_on as happened_on, d.kind as kind, d.happened_on as ev_happened_on, d.kind as ev_kind,
  max(coalesce(d.rooms_collapsed, 0)) as ev_rooms_collapsed, max(coalesce(d.rooms_damaged, 0)) as ev_rooms_damaged,
  max(coalesce(d.crop_lost_mu, 0)) as ev_crop_lost_mu, min(d.row_ref) as row_disaster
from disasters d
join params.clue_window_months w on w.county = d.county
cross join run r
where d.household_id is not null and d.happened_on > add_months(r.as_of, -w.value) and d.happened_on <= r.as_of
  and not exists (select 1 from household_class k where k.subject_id = d.household_id and k.class = 'monitored')
group by d.household_id, d.happened_on, d.kind
having max(coalesce(d.rooms_collapsed, 0)) > 0 or max(coalesce(d.crop_lost_mu, 0)) > 0
