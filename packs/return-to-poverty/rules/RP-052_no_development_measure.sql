-- ---
-- id: RP-052
-- version: 1
-- title: {zh: "有劳动力户到期没有开发式帮扶", en: "Household with labour without a development measure in time"}
-- kind: gap
-- subject: row:monitored_households
-- population: monitored_households
-- needs: [monitored_households.recognised_month, monitored_help.development, monitored_composition.able]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name, monitored_households.cleared,
--   monitored_households.has_measure_development, monitored_households.whole_no_labour]
-- params: [development_measure_months]
-- key: [household_no]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "{ev_head_name}户有劳动力{ev_able:count}人，{ev_recognised_month:date}识别已超过{param.development_measure_months:count}个月，没有产业、就业、金融、公益岗措施"
--   en: "{ev_head_name}'s household has {ev_able:count} people able to work; {param.development_measure_months:count} months after recognition in {ev_recognised_month:date} it has no development measure"
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.recognised_month as ev_recognised_month, c.able as ev_able, h.row_ref as row_household
from monitored_households h
join monitored_composition c on c.subject_id = h.row_ref
join monitored_help e on e.subject_id = h.row_ref
join params.development_measure_months p on p.county = h.county
cross join run r
where h.cleared is distinct from true and c.able > 0 and e.development = 0 and h.has_measure_development is distinct from true and h.whole_no_labour is distinct from true and add_months(h.recognised_month, p.value) < r.as_of
