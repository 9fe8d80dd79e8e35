// Mess: how a clerk writes a person's number, name, an amount or a date. One Mess a file: it holds the file's habits
// (date style) and the rates of its kind of clerk.
#pragma once

#include <string>
#include <string_view>

#include "base/date.h"
#include "synth/error_model.h"
#include "synth/world.h"

namespace xiuhua::synth {

enum class DateStyle : uint8_t { kIso, kSlash, kChinese, kCompact, kSerial, kMonth, kMonthChinese };

class Mess {
 public:
  Mess(Rng rng, const CellErrors& rates, const ErrorModel& model, DateStyle dates = DateStyle::kIso)
      : rng_(rng), rates_(rates), model_(model), dates_(dates) {}

  // The ID cell for a person; the view is valid until the next call of Id.
  std::string_view Id(const Person& p);
  std::string_view Name(const World& world, const Person& p);
  std::string_view Masked(const Person& p);       // 433199********0012
  std::string_view Certificate(const Person& p);  // disability certificate, 20 or 22 characters
  std::string_view Yuan(int64_t cents);           // 1234.5, ¥1,234.50, 1234.50元
  std::string_view Date(xiuhua::Date date);
  std::string_view DateIn(xiuhua::Date date, DateStyle style);
  std::string_view YesNo(bool yes);  // 是 否 √ or blank
  std::string_view Phone(const Person& p);
  std::string_view Pad(std::string_view text);  // stray blanks and quotes
  [[nodiscard]] Rng& rng() { return rng_; }
  [[nodiscard]] const ErrorModel& model() const { return model_; }

 private:
  std::string_view Spoil(const Person& p);

  Rng rng_;
  const CellErrors& rates_;
  const ErrorModel& model_;
  DateStyle dates_;
  std::string id_, name_, text_, money_, date_;
};

}  // namespace xiuhua::synth
