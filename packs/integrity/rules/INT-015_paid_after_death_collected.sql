-- ---
-- id: INT-015
-- version: 1
-- title: {zh: "死亡后的待遇由他人代领", en: "Benefit after death collected by somebody else"}
-- kind: red_flag
-- subject: person
-- population: persons
-- needs: [deaths.died_on, disability_subsidies.agent_name, disability_subsidies.paid_month]
-- may_be_null: [persons.name, disability_subsidies.amount_cents]
-- params: [death_grace_months]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: supervision
-- audience: [audit]
-- law:
--   zh: "监察机关、审计机关依法履职；社会救助暂行办法第六十八条"
--   en: "Duties of supervision and audit bodies; Interim Measures for Social Assistance, article 68"
-- sentence:
--   zh: "{ev_name}于{ev_died_on:date}去世，此后残疾补贴{ev_payments:count}笔由{ev_agent_name}代领"
--   en: "{ev_name} died on {ev_died_on:date}; {ev_agent_name} collected {ev_payments:count} disability subsidies afterwards"
-- ---
select p.person_id as subject_id, p.name as ev_name, min(d.died_on) as ev_died_on, min(t.agent_name) as ev_agent_name, count(distinct case when t.amount_cents > 0 then t.row_ref end) as ev_payments, cast(sum(t.amount_cents) as bigint) as ev_amount_cents, min(t.row_ref) as row_payment, min(d.row_ref) as row_death
from deaths d
join persons p on p.person_id = d.person_id
join disability_subsidies t on t.person_id = d.person_id
join params.death_grace_months g on g.county = p.county
where t.agent_name is not null and t.paid_month > add_months(d.died_on, g.value)
group by p.person_id, p.name
having cast(sum(t.amount_cents) as bigint) > 0
