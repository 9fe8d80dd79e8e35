-- ---
-- id: CMP-020
-- version: 2
-- title: {zh: "地力补贴面积大于确权面积", en: "Subsidised area larger than the contracted area"}
-- kind: mismatch
-- subject: row:land_subsidies
-- population: land_subsidies
-- needs: [land_subsidies.subsidised_mu, land_subsidies.person_id, contracted_land.contracted_mu]
-- may_be_null: [contracted_land.contractor_code, contracted_land.person_id, land_subsidies.contractor_code, land_subsidies.year,
--   land_subsidies.head_name]
-- key: [contractor_code, year]
-- returns_when: any
-- effort: desk
-- severity: 3
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "农村土地承包法"
--   en: "Law on Rural Land Contracts"
-- sentence:
--   zh: "{ev_head_name}补贴面积{ev_subsidised_mu:mu}亩，确权面积{ev_contracted_mu:mu}亩，多{ev_over_mu:mu}亩"
--   en: "{ev_head_name} is subsidised for {ev_subsidised_mu:mu} mu with {ev_contracted_mu:mu} mu contracted, {ev_over_mu:mu} over"
-- titles:
--   ev_contracted_mu: {zh: "确权面积合计", en: "Contracted area"}
--   ev_over_mu: {zh: "超出", en: "Over"}
-- ---
with land as (
  select c.contractor_code, c.county, cast(sum(c.contracted_mu) as bigint) as contracted_mu, min(c.row_ref) as row_ref
  from contracted_land c where c.contractor_code is not null group by c.contractor_code, c.county
), land_of_person as (
  select c.person_id, c.county, cast(sum(c.contracted_mu) as bigint) as contracted_mu, min(c.row_ref) as row_ref
  from contracted_land c where c.person_id is not null group by c.person_id, c.county
), compared as (
  select s.row_ref, l.contracted_mu, l.row_ref as land_ref
  from land_subsidies s join land l on l.contractor_code = s.contractor_code and l.county = s.county
  union all
  select s.row_ref, l.contracted_mu, l.row_ref as land_ref
  from land_subsidies s join land_of_person l on l.person_id = s.person_id and l.county = s.county
  where s.contractor_code is null
)
select s.row_ref as subject_id, s.contractor_code as contractor_code, s.year as year, s.head_name as ev_head_name, s.subsidised_mu as ev_subsidised_mu, c.contracted_mu as ev_contracted_mu,
  s.subsidised_mu - c.contracted_mu as ev_over_mu, s.row_ref as row_subsidy, c.land_ref as row_land
from land_subsidies s
join compared c on c.row_ref = s.row_ref
where s.subsidised_mu > c.contracted_mu + 10
