-- ---
-- id: INT-016
-- version: 1
-- title: {zh: "村干部地力补贴面积超过全户确权面积", en: "Village cadre's subsidised area over the household's contracted area"}
-- kind: red_flag
-- subject: person
-- population: persons
-- needs: [village_cadres.post, land_subsidies.subsidised_mu, contracted_land.contracted_mu]
-- may_be_null: [village_cadres.person_name, village_cadres.ended_on, land_subsidies.year, land_subsidies.household_id,
--   contracted_land.household_id]
-- returns_when: any
-- effort: desk
-- severity: 2
-- purpose: supervision
-- audience: [audit]
-- law:
--   zh: "监察机关、审计机关依法履职；耕地地力保护补贴办法（以本省文件为准）"
--   en: "Duties of supervision and audit bodies; rules on the farmland subsidy, the province's document prevails"
-- sentence:
--   zh: "{ev_name}（{ev_post}）领取补贴面积{ev_subsidised_mu:mu}亩，本户确权{ev_contracted_mu:mu}亩"
--   en: "{ev_name} ({ev_post}) draws the subsidy for {ev_subsidised_mu:mu} mu; the household's contracted area is {ev_contracted_mu:mu} mu"
-- titles:
--   ev_contracted_mu: {zh: "确权面积合计", en: "Contracted area"}
-- ---
with own_land as (
  select c.person_id, cast(sum(c.contracted_mu) as bigint) as mu from contracted_land c
  where c.person_id is not null and c.household_id is null group by c.person_id
), household_land as (
  select c.household_id, cast(sum(c.contracted_mu) as bigint) as mu from contracted_land c
  where c.household_id is not null group by c.household_id
), paid as (
  select s.person_id, s.household_id, s.year, cast(sum(s.subsidised_mu) as bigint) as mu, min(s.row_ref) as row_ref
  from land_subsidies s where s.person_id is not null group by s.person_id, s.household_id, s.year
)
select t.person_id as subject_id, min(t.person_name) as ev_name, min(t.post) as ev_post, max(s.mu) as ev_subsidised_mu,
  max(coalesce(h.mu, o.mu)) as ev_contracted_mu, min(t.row_ref) as row_cadre, min(s.row_ref) as row_subsidy
from village_cadres t
join persons p on p.person_id = t.person_id
join paid s on s.person_id = t.person_id
left join household_land h on h.household_id = s.household_id
left join own_land o on o.person_id = t.person_id
cross join run r
where (t.ended_on is null or t.ended_on >= r.as_of) and s.mu > coalesce(h.mu, o.mu) + 10
group by t.person_id
