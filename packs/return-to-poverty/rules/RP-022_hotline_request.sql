-- ---
-- id: RP-022
-- version: 1
-- title: {zh: "群众来电来信求助未答复", en: "A request by hotline or letter not yet answered"}
-- kind: risk
-- subject: row:hotline_clues
-- population: hotline_clues
-- needs: [hotline_clues.topic, hotline_clues.received_on]
-- may_be_null: [hotline_clues.case_no, hotline_clues.request, hotline_clues.answered_on]
-- params: [clue_window_months]
-- key: [case_no]
-- returns_when: any
-- effort: phone
-- severity: 2
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "{ev_received_on:date}来电反映{ev_topic}问题（受理号{ev_case_no}），还没有答复记录"
--   en: "Request of {ev_received_on:date} about {ev_topic} (case {ev_case_no}) has no answer on record"
-- ---
select c.row_ref as subject_id, c.case_no as case_no, c.case_no as ev_case_no, c.received_on as ev_received_on, c.topic as ev_topic, c.request as ev_request, c.row_ref as row_clue
from hotline_clues c
join params.clue_window_months w on w.county = c.county
cross join run r
where c.answered_on is null and c.topic in ('illness', 'house', 'water', 'school', 'aid', 'disaster') and c.received_on > add_months(r.as_of, -w.value) and c.received_on <= r.as_of
