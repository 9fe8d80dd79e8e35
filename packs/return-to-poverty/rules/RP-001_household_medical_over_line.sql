-- ---
-- id: RP-001
-- version: 1
-- title: {zh: "户年医疗合规自付超过预警线", en: "Compliant self-paid medical cost of the household over the warning line"}
-- kind: risk
-- subject: household.registered
-- population: households
-- needs: [household_medical_year.compliant_cents, household_class.class, monitored_members.household_no,
--   monitored_households.household_no]
-- may_be_null: [monitored_households.cleared, monitored_households.risk_1, monitored_households.risk_2,
--   monitored_households.risk_3, monitored_households.risk_4, monitored_households.risk_5,
--   household_medical_year.own_cost_cents, household_medical_year.settlement_count,
--   household_medical_year.last_settled_on]
-- params: [{name: medical_year_self_pay_cents, class: household_class.class}]
-- returns_when: {column: ev_compliant_cents, share_percent: 20}
-- effort: walk
-- severity: 1
-- purpose: return_to_poverty
-- audience: [county_data_officer, township, village]
-- law:
--   zh: "中农组发〔2021〕7号《关于健全防止返贫动态监测和帮扶机制的指导意见》"
--   en: "Zhongnongzufa 2021 No. 7 on return-to-poverty monitoring and help"
-- sentence:
--   zh: "近12个月全家合规自付{ev_compliant_cents:yuan}元（自付加自费共{ev_own_cost_cents:yuan}元），达到本类户的预警线{param.medical_year_self_pay_cents:yuan}元，且没有登记因病风险"
--   en: "In the last 12 months the household paid {ev_compliant_cents:yuan} yuan of compliant cost itself ({ev_own_cost_cents:yuan} in all), at or over the line of {param.medical_year_self_pay_cents:yuan} for its class, and illness is not registered as a risk"
-- titles:
--   ev_compliant_cents: {zh: "合规自付", en: "Compliant self-paid"}
--   ev_own_cost_cents: {zh: "自付加自费", en: "All own cost"}
--   ev_class: {zh: "户类别", en: "Household class"}
--   ev_settlement_count: {zh: "结算笔数", en: "Settlements"}
--   ev_last_settled_on: {zh: "最近一次结算", en: "Last settlement"}
-- questions:
--   - {zh: "看病的费用现在还在发生吗，下一步还要花多少", en: "Is the treatment going on, and what is still to be paid"}
--   - {zh: "家里谁在挣钱，借了多少", en: "Who earns, and how much is owed"}
--   - {zh: "医疗救助、大病保险申请了没有", en: "Has medical aid been applied for"}
-- ---
with known_illness as (
  select mm.household_id, count(*) as n
  from monitored_members mm
  join monitored_households mh on mh.household_no = mm.household_no and mh.county = mm.county
  where mh.cleared is distinct from true
    and (mh.risk_1 = 'illness' or mh.risk_2 = 'illness' or mh.risk_3 = 'illness' or mh.risk_4 = 'illness' or mh.risk_5 = 'illness')
  group by mm.household_id
)
select h.household_id as subject_id, f.compliant_cents as ev_compliant_cents, f.own_cost_cents as ev_own_cost_cents,
  f.settlement_count as ev_settlement_count, f.last_settled_on as ev_last_settled_on, c.class as ev_class
from households h
join household_medical_year f on f.subject_id = h.household_id
join household_class c on c.subject_id = h.household_id
join params.medical_year_self_pay_cents p on p.county = h.county and p.class = c.class
where f.compliant_cents >= p.value
  and not exists (select 1 from known_illness k where k.household_id = h.household_id)
