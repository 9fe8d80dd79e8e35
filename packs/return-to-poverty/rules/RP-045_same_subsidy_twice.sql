-- ---
-- id: RP-045
-- version: 1
-- title: {zh: "同一补贴同一属期发了两次", en: "One subsidy paid twice for the same months"}
-- kind: mismatch
-- subject: person
-- population: persons
-- needs: [subsidy_payments.item, subsidy_payments.amount_cents]
-- may_be_null: [subsidy_payments.item_text, subsidy_payments.period_from, subsidy_payments.batch,
--   subsidy_payments.person_name, subsidy_payments.state, subsidy_payments.period_to]
-- key: [item, item_text, period_from, batch]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "惠民惠农财政补贴资金“一卡通”管理要求（以本省文件为准）"
--   en: "Rules for subsidies paid by card; the province's document prevails"
-- sentence:
--   zh: "{ev_name}的{ev_item}（{ev_item_text}）在同一属期或同一批次成功发放{ev_payments:count}次，净额{ev_amount_cents:yuan}元"
--   en: "{ev_item} of {ev_name} ({ev_item_text}) for the same months or in the same batch was paid {ev_payments:count} times, net {ev_amount_cents:yuan} yuan"
-- titles:
--   ev_payments: {zh: "成功笔数", en: "Successful payments"}
--   ev_amount_cents: {zh: "净额", en: "Net amount"}
--   ev_largest_cents: {zh: "最大一笔", en: "Largest payment"}
-- ---
select t.person_id as subject_id, t.item as item, t.item_text as item_text, t.period_from as period_from, case when t.period_from is null then t.batch end as batch, min(t.person_name) as ev_name, t.item as ev_item,
  t.item_text as ev_item_text, t.period_from as ev_period_from,
  count(case when t.state = 'paid' and t.amount_cents > 0 then 1 end) as ev_payments, cast(sum(t.amount_cents) as bigint) as ev_amount_cents,
  max(case when t.state = 'paid' then t.amount_cents end) as ev_largest_cents, max(t.row_ref) as row_last
from subsidy_payments t
join persons p on p.person_id = t.person_id
where t.state is distinct from 'failed' and t.item <> 'other' and (t.period_from is not null or t.batch is not null)
group by t.person_id, t.item, t.item_text, t.period_from, t.period_to, case when t.period_from is null then t.batch end
having count(case when t.state = 'paid' and t.amount_cents > 0 then 1 end) > 1
  and cast(sum(t.amount_cents) as bigint) > max(case when t.state = 'paid' then t.amount_cents end)
