// Stories: what happens to some households in the three months - planted true risks, errors and innocent look-alikes -
// and what is true of everybody (a census of the world). Both end in the truth.
//
// A story changes the world, never a file: each department learns of it late, or not at all, by its own habit. Amounts
// and dates come from the story (an illness costs what it costs), not from any threshold of a rule.
#pragma once

#include "synth/rng.h"
#include "synth/truth.h"
#include "synth/world.h"

namespace xiuhua::synth {

void TellStories(Rng rng, World& world, Truth& truth);

}  // namespace xiuhua::synth
