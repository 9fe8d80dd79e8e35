-- ---
-- id: TS-003
-- version: 1
-- title: {zh: 户籍人口不在参保名单, en: Registered person not insured}
-- kind: entitlement
-- subject: person
-- population: persons
-- where_population: registered
-- needs: [insured.person_name]
-- may_be_null: [persons.name, persons.id_number]
-- effort: phone
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, township]
-- law: {zh: 测试用, en: for tests}
-- sentence: {zh: "{ev_name}（{ev_id_number:id}）不在参保名单里。", en: "{ev_name} ({ev_id_number:id}) is not on the list of insured persons."}
-- ---
select p.person_id as subject_id, p.name as ev_name, p.id_number as ev_id_number
from persons p
anti join insured i on i.person_id = p.person_id
where p.registered
