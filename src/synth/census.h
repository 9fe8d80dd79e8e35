// Census: what is true of everybody at the end of June, looked at in the world itself and not in any file - who was
// paid after death, who is entitled and does not receive, whose medical bills are catastrophic.
//
// "Catastrophic" is the World Health Organization's measure, 40 % of what a household can spend, taken of its net
// income; no threshold of a rule is used.
#pragma once

#include "synth/rng.h"
#include "synth/truth.h"
#include "synth/world.h"

namespace xiuhua::synth {

void CountTheTrue(const World& world, int months, Truth& truth);

// A few payments go out twice without the first having failed. After PaySubsidies.
void PayTwice(Rng rng, World& world, Truth& truth);

}  // namespace xiuhua::synth
