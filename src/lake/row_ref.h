// RowRef: where a record came from, in one BIGINT: delivery (20 bits), part (10), row (26), member (6).
//
// A part is one sheet of one file of the delivery (parts are listed with the delivery). The row is the 1-based row of
// the sheet, or line-record of the CSV. The member is 0, or n when a row is unpivoted into several records.
// stored: never renumber
#pragma once

#include <cstdint>

namespace xiuhua::lake {

inline constexpr int64_t kMaxDelivery = (1LL << 20) - 1;
inline constexpr int64_t kMaxPart = (1LL << 10) - 1;
inline constexpr int64_t kMaxRow = (1LL << 26) - 1;  // 67,108,863
inline constexpr int64_t kMaxMember = (1LL << 6) - 1;

struct RowPlace {
  int64_t delivery = 0;
  int64_t part = 0;
  int64_t row = 0;
  int64_t member = 0;
};

constexpr int64_t PackRowRef(const RowPlace& place) {
  return (place.delivery << 42) | (place.part << 32) | (place.row << 6) | place.member;
}
constexpr RowPlace UnpackRowRef(int64_t row_ref) {
  return {row_ref >> 42, (row_ref >> 32) & kMaxPart, (row_ref >> 6) & kMaxRow, row_ref & kMaxMember};
}

}  // namespace xiuhua::lake
