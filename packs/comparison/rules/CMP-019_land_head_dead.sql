-- ---
-- id: CMP-019
-- version: 1
-- title: {zh: "承包地代表人已去世", en: "Representative of contracted land is dead"}
-- kind: mismatch
-- subject: row:contracted_land
-- population: contracted_land
-- needs: [contracted_land.contractor_code, deaths.died_on]
-- may_be_null: [contracted_land.head_name, contracted_land.contracted_mu]
-- key: [contractor_code]
-- returns_when: any
-- effort: desk
-- severity: 4
-- purpose: return_to_poverty
-- audience: [county_data_officer, department]
-- law:
--   zh: "农村土地承包法"
--   en: "Law on Rural Land Contracts"
-- sentence:
--   zh: "承包方代表{ev_head_name}于{ev_died_on:date}去世，确权面积{ev_contracted_mu:mu}亩，需变更代表人"
--   en: "{ev_head_name}, who represents {ev_contracted_mu:mu} mu, died on {ev_died_on:date}; the representative needs changing"
-- ---
select c.row_ref as subject_id, c.contractor_code as contractor_code, c.head_name as ev_head_name, min(d.died_on) as ev_died_on, c.contracted_mu as ev_contracted_mu, c.row_ref as row_land, min(d.row_ref) as row_death
from contracted_land c
join deaths d on d.person_id = c.person_id
cross join run r
where d.died_on <= add_months(r.as_of, -6)
group by c.row_ref, c.contractor_code, c.head_name, c.contracted_mu
