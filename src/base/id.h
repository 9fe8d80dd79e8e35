// StrongId<Tag>: an id that does not convert to another kind of id. Values are minted in the store, never derived.
#pragma once

#include <compare>
#include <cstdint>

namespace xiuhua {

template <class Tag>
struct StrongId {
  int64_t value = 0;  // 0 = none
  auto operator<=>(const StrongId&) const = default;
};

using DeliveryId = StrongId<struct DeliveryTag>;
using RunId = StrongId<struct RunTag>;
using PersonId = StrongId<struct PersonTag>;
using HouseholdId = StrongId<struct HouseholdTag>;
using AreaId = StrongId<struct AreaTag>;

}  // namespace xiuhua
