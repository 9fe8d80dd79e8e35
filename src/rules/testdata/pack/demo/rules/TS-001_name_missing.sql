-- ---
-- id: TS-001
-- version: 1
-- title: {zh: 住院结算没有证件号码, en: Hospital settlement without an ID number}
-- kind: mismatch
-- subject: row:settlements
-- population: settlements
-- where_population: kind = 'inpatient'
-- needs: [settlements.kind, settlements.settled_on]
-- may_be_null: [settlements.id_number, settlements.person_name]
-- key: [settled_on, person_name]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law: {zh: 测试用, en: for tests}
-- sentence: {zh: "{ev_person_name}{ev_settled_on:date}的{ev_kind}结算没有证件号码。", en: "The {ev_kind} settlement of {ev_person_name} on {ev_settled_on:date} has no ID number."}
-- ---
select s.row_ref as subject_id, s.settled_on, s.person_name, s.person_name as ev_person_name, s.settled_on as ev_settled_on,
       s.kind as ev_kind, s.row_ref as row_settlement
from settlements s
where s.kind = 'inpatient' and s.id_number is null
