-- ---
-- id: RP-009
-- version: 1
-- title: {zh: "疑似失学辍学未返校", en: "Suspected dropout not yet back at school"}
-- kind: risk
-- subject: person
-- population: persons
-- needs: [suspected_dropouts.found_on, pupils.row_ref, persons.birth_date]
-- may_be_null: [persons.name, suspected_dropouts.returned_on, pupils.state]
-- params: [compulsory_age_from_years, compulsory_age_to_years, clue_window_months]
-- returns_when: any
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "义务教育法；国办发〔2017〕72号（控辍保学）"
--   en: "Compulsory Education Law; Guobanfa 2017 No. 72"
-- sentence:
--   zh: "{ev_name}（{ev_age:count}岁）于{ev_found_on:date}被教育部门列为疑似失学，至今没有返校登记，学籍也不在读"
--   en: "{ev_name}, aged {ev_age:count}, was listed as a suspected dropout on {ev_found_on:date}, is not recorded as back and not on a school roll"
-- titles:
--   ev_age: {zh: "年龄", en: "Age"}
-- questions:
--   - {zh: "孩子现在在哪里、和谁在一起", en: "Where is the child and with whom"}
--   - {zh: "是不是在外地学校读书，学校叫什么", en: "Is it at school elsewhere, which"}
--   - {zh: "不去上学是什么原因", en: "Why does it not go"}
-- ---
select p.person_id as subject_id, min(p.name) as ev_name, age_years(p.birth_date, r.as_of) as ev_age, max(s.found_on) as ev_found_on, min(s.row_ref) as row_clue
from suspected_dropouts s
join persons p on p.person_id = s.person_id
join params.compulsory_age_from_years a on a.county = p.county
join params.compulsory_age_to_years b on b.county = p.county
join params.clue_window_months w on w.county = p.county
cross join run r
where s.returned_on is null and s.found_on > add_months(r.as_of, -w.value) and s.found_on <= r.as_of
  and age_years(p.birth_date, r.as_of) >= a.value and age_years(p.birth_date, r.as_of) <= b.value
  and not exists (select 1 from pupils u where u.person_id = p.person_id and coalesce(u.state, 'studying') in ('studying', 'suspended', 'transferred', 'special'))
group by p.person_id, p.birth_date, r.as_of
