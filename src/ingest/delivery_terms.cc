#include "ingest/delivery_terms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/check.h"
#include "ingest/expression.h"
#include "text/values.h"

namespace xiuhua::ingest {
namespace {

int ToInt(const std::string& digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

lake::Period Months(int year, int first, int last) {
  return {lake::MonthPeriod(year, first).from, lake::MonthPeriod(year, last).to};
}

const Expression& Compiled(const char* pattern) {
  thread_local std::map<std::string_view, Expression> compiled;
  const auto found = compiled.find(pattern);
  if (found != compiled.end()) return found->second;
  std::string why;
  std::optional<Expression> expression = Expression::Compile(pattern, why);
  CHECK(expression.has_value());
  return compiled.emplace(pattern, *std::move(expression)).first->second;
}

int QuarterOf(const std::string& word) {
  constexpr std::array<std::string_view, 8> kWords{"一", "二", "三", "四", "1", "2", "3", "4"};
  const auto found = std::ranges::find(kWords, word);
  return static_cast<int>(found - kWords.begin()) % 4 + 1;
}

bool IsMonth(int month) { return month >= 1 && month <= 12; }

}  // namespace

std::optional<lake::Period> PeriodInText(std::string_view text) {
  static constexpr const char* kRange = "(20\\d{2})\\s*年\\s*(\\d{1,2})\\s*月?\\s*[-—–~～至到]\\s*(\\d{1,2})\\s*月";
  static constexpr const char* kQuarter = "(20\\d{2})\\s*年?\\s*第?([一二三四1-4])季度?";
  static constexpr const char* kHalf = "(20\\d{2})\\s*年?\\s*([上下])半年";
  static constexpr const char* kMonth = "(?<!\\d)(20\\d{2})\\s*[年.\\-_/]\\s*(\\d{1,2})(?!\\d)";
  static constexpr const char* kDigits = "(?<!\\d)(20\\d{2})(0[1-9]|1[0-2])(?:[0-3]\\d)?(?!\\d)";
  static constexpr const char* kYear = "(?<!\\d)(20\\d{2})(?!\\d)";
  if (const auto g = Compiled(kRange).Groups(text); !g.empty()) {
    const int first = ToInt(g[2]);
    const int last = ToInt(g[3]);
    if (IsMonth(first) && IsMonth(last) && first <= last) return Months(ToInt(g[1]), first, last);
  }
  if (const auto g = Compiled(kQuarter).Groups(text); !g.empty()) {
    const int quarter = QuarterOf(g[2]);
    return Months(ToInt(g[1]), quarter * 3 - 2, quarter * 3);
  }
  if (const auto g = Compiled(kHalf).Groups(text); !g.empty()) {
    return g[2] == "上" ? Months(ToInt(g[1]), 1, 6) : Months(ToInt(g[1]), 7, 12);
  }
  for (const char* pattern : {kMonth, kDigits}) {
    const auto g = Compiled(pattern).Groups(text);
    if (!g.empty() && IsMonth(ToInt(g[2]))) return lake::MonthPeriod(ToInt(g[1]), ToInt(g[2]));
  }
  if (const auto g = Compiled(kYear).Groups(text); !g.empty()) return Months(ToInt(g[1]), 1, 12);
  return std::nullopt;
}

std::optional<lake::Period> PeriodInRows(const SheetHead& head, const PartPlan& plan) {
  const int column = plan.match.ColumnOf(plan.source->period_column);
  if (plan.source->period_column.empty() || column < 0) return std::nullopt;
  std::optional<lake::Period> period;
  for (const SampleRow& row : head.rows) {
    if (row.number <= plan.layout.last_header_row || static_cast<size_t>(column) >= row.cells.size()) continue;
    const text::ParsedDate parsed =
        text::ParseDate(row.cells[static_cast<size_t>(column)], text::DateStyle::kSerial1900);
    if (parsed.state != text::ValueState::kOk) continue;
    const CivilDate civil = ToCivil(parsed.date);
    const lake::Period one = parsed.precision == text::DatePrecision::kYear
                                 ? Months(civil.year, 1, 12)
                                 : lake::MonthPeriod(civil.year, civil.month);
    if (period && *period != one) return std::nullopt;
    period = one;
  }
  return period;
}

lake::Period PeriodForMode(lake::Period period, lake::Mode mode) {
  if (mode != lake::Mode::kYearToDate) return period;
  const int year = ToCivil(period.to).year;
  return {MakeDate(year, 1, 1).value_or(period.from), period.to};
}

lake::AreaSet AreaFromNames(std::span<const std::string> texts, const AreaResolver* areas, const lake::AreaSet& own) {
  if (areas == nullptr) return own;
  for (const std::string& text : texts) {
    std::vector<std::string> townships = areas->TownshipsNamed(text, own);
    if (!townships.empty()) return lake::AreaSet(std::move(townships));
  }
  return own;
}

}  // namespace xiuhua::ingest
