-- ---
-- id: RP-024
-- version: 1
-- title: {zh: "已消除户人均纯收入低于现行监测线", en: "Cleared household below the line in force"}
-- kind: risk
-- subject: row:monitored_households
-- population: monitored_households
-- where_population: "cleared is distinct from false"
-- needs: [monitored_households.cleared, monitored_households.per_capita_cents]
-- may_be_null: [monitored_households.household_no, monitored_households.head_name,
--   monitored_households.cleared_month]
-- params: [monitoring_line_cents]
-- key: [household_no]
-- returns_when: {column: ev_per_capita_cents, share_percent: 10}
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "已标注风险消除，当前人均纯收入{ev_per_capita_cents:yuan}元，低于现行监测线{param.monitoring_line_cents:yuan}元；收入只是参考，请看实际生活"
--   en: "Marked as cleared; net income per head now {ev_per_capita_cents:yuan} yuan, below the line of {param.monitoring_line_cents:yuan}; income is a reference only"
-- questions:
--   - {zh: "今年主要收入是什么，比去年多还是少", en: "What is the main income, more or less than last year"}
--   - {zh: "有没有新的大额支出", en: "Is there any new large expense"}
--   - {zh: "吃穿、住房、看病、上学有没有困难", en: "Any difficulty with food, house, treatment or school"}
-- ---
select h.row_ref as subject_id, h.household_no as household_no, h.head_name as ev_head_name, h.per_capita_cents as ev_per_capita_cents, h.cleared_month as ev_cleared_month, h.row_ref as row_household
from monitored_households h
join params.monitoring_line_cents p on p.county = h.county
where h.cleared = true and h.per_capita_cents < p.value
