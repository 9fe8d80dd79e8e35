// Population: households and persons of one county - who is related to whom, born when, registered where, living with
// whom, died when.
#pragma once

#include "synth/rng.h"
#include "synth/world.h"

namespace xiuhua::synth {

// Fills world.persons and world.households for world.place with about `registered` registered persons.
void Populate(Rng rng, int32_t registered, World& world);

}  // namespace xiuhua::synth
