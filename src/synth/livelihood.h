// Livelihood: schooling, work, insurance, pensions, health, aid, houses, land, the national register - the ordinary
// life of the county before anything is planted.
#pragma once

#include "synth/rng.h"
#include "synth/world.h"

namespace xiuhua::synth {

void GiveLivelihoods(Rng rng, World& world);

// Medical settlements from January to June 2026 and subsidy payments of the three months.
void FallIll(Rng rng, World& world);
void PaySubsidies(Rng rng, World& world);

// A settlement whose parts add up: total = fund + serious + aid + account + self_pay + own_pay. `out_of_pocket`
// (self_pay + own_pay + account) is what the patient bears, in cents.
Settlement MakeSettlement(Rng& rng, PersonIndex person, Date on, CareKind kind, int64_t out_of_pocket);

// What the household's living members are paid a year by the state, and its yearly net income per head (yuan).
int32_t HouseholdPeople(const World& world, const Household& house, Date on);  // registered and alive

}  // namespace xiuhua::synth
