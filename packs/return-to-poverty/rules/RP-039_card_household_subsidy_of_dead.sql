-- ---
-- id: RP-039
-- version: 1
-- title: {zh: "一卡通：户的补贴仍打给已故的户主", en: "Paid by card after death: the household's subsidies"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [deaths.died_on, subsidy_payments.item, subsidy_payments.amount_cents, subsidy_payments.paid_on]
-- may_be_null: [persons.name, subsidy_payments.state]
-- params: [death_grace_months]
-- returns_when: {column: ev_amount_cents, share_percent: 20}
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "惠民惠农财政补贴资金“一卡通”管理办法（以本省文件为准）"
--   en: "Rules on paying subsidies by card, the province's document prevails"
-- sentence:
--   zh: "{ev_name}（{ev_died_on:date}去世）名下一卡通之后又收到户的补贴{ev_payments:count}笔、净额{ev_amount_cents:yuan}元：补贴归户，户主和账户要变更"
--   en: "{ev_name} (died {ev_died_on:date}) has since been paid {ev_payments:count} subsidies of the household by card, net {ev_amount_cents:yuan} yuan: they are due to the household, head and account must be changed"
-- titles:
--   ev_payments: {zh: "笔数", en: "Payments"}
--   ev_amount_cents: {zh: "净额", en: "Net amount"}
--   ev_died_on: {zh: "死亡日期", en: "Died on"}
-- ---
with dead as (
  select d.person_id, min(d.died_on) as died_on, min(d.row_ref) as row_ref from deaths d where d.person_id is not null group by d.person_id
)
select p.person_id as subject_id, p.name as ev_name, d.died_on as ev_died_on, count(*) as ev_payments, cast(sum(t.amount_cents) as bigint) as ev_amount_cents,
  d.row_ref as row_death, max(t.row_ref) as row_last_payment
from dead d
join persons p on p.person_id = d.person_id
join subsidy_payments t on t.person_id = d.person_id
join params.death_grace_months g on g.county = p.county
where t.item in ('fertility', 'grain', 'forest', 'reforest', 'machine', 'migrant') and t.state is distinct from 'failed'
  and t.paid_on > add_months(d.died_on, g.value)
group by p.person_id, p.name, d.died_on, d.row_ref
having cast(sum(t.amount_cents) as bigint) > 0
