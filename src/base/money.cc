#include "base/money.h"

namespace xiuhua {

std::string FormatYuan(Cents amount) {
  const bool negative = amount.value < 0;
  const uint64_t magnitude = negative ? 0 - static_cast<uint64_t>(amount.value) : static_cast<uint64_t>(amount.value);
  std::string yuan = std::to_string(magnitude / 100);
  for (int64_t at = static_cast<int64_t>(yuan.size()) - 3; at > 0; at -= 3) {
    yuan.insert(static_cast<size_t>(at), ",");
  }
  std::string fen = std::to_string(magnitude % 100);
  if (fen.size() < 2) fen.insert(0, "0");
  return (negative ? "-" : "") + yuan + "." + fen;
}

}  // namespace xiuhua
