#include "flow/row_places.h"

#include "lake/row_ref.h"

namespace xiuhua::flow {

Result<RowPlaces> RowPlaces::Load(lake::Lake& lake) {
  TRY_ASSIGN(const auto deliveries, lake.AllDeliveries());
  RowPlaces places;
  for (const lake::Delivery& delivery : deliveries) {
    for (const lake::DeliveryPart& part : delivery.parts) {
      places.part_names_[{delivery.id.value, part.part}] =
          part.file_name + (part.sheet_name.empty() ? "" : " · " + part.sheet_name);
    }
  }
  return places;
}

std::string RowPlaces::InWords(int64_t row_ref) const {
  const lake::RowPlace place = lake::UnpackRowRef(row_ref);
  const auto part = part_names_.find({place.delivery, place.part});
  const std::string file = part == part_names_.end() ? lake::DeliveryName(DeliveryId{place.delivery}) : part->second;
  std::string words = file + " · 第 " + std::to_string(place.row) + " 行";
  if (place.member > 0) words += "第 " + std::to_string(place.member) + " 人";
  return words;
}

}  // namespace xiuhua::flow
