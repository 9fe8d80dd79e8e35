#include "ingest/row_reader.h"

#include <algorithm>

#include "lake/row_ref.h"
#include "text/id_number.h"
#include "text/names.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::ingest {
namespace {

using lake::ColumnType;
using text::ValueState;

constexpr size_t kMaxResolved = 200'000;  // distinct place texts remembered

bool IsBlank(std::string_view cell) { return text::TrimSpaces(cell).empty(); }

// 4.33124E+17 : what a spreadsheet shows of a long number that it took for an amount.
bool IsScientific(std::string_view text) {
  const size_t e = text.find_first_of("Ee");
  if (e == std::string_view::npos || e == 0 || e + 2 >= text.size() || text[e + 1] != '+') return false;
  const auto digits = [](std::string_view part) {
    return std::ranges::all_of(part, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  };
  return digits(text.substr(0, e)) && digits(text.substr(e + 2));
}

}  // namespace

RowReader::RowReader(const PartPlan& plan, const AreaResolver* areas, const lake::AreaSet& context, Date as_of)
    : plan_(plan), areas_(areas), context_(context), as_of_(as_of), states_(plan.records.size()) {
  for (size_t i = 0; i < states_.size(); ++i) {
    const size_t width = plan.tables[plan.records[i].table].columns.size();
    states_[i].values.resize(width);
    states_[i].scratch.resize(width);
    states_[i].made.resize(width);
  }
}

RowReader::Outcome RowReader::Read(std::span<const std::string_view> cells, int64_t row) {
  cells_ = cells;
  row_ = row;
  read_.clear();
  problems_.clear();
  unknown_.clear();
  if (resolved_.size() >= kMaxResolved) resolved_.clear();
  for (size_t i = 0; i < plan_.records.size(); ++i) {
    if (Applies(plan_.records[i])) ReadRecordValues(i);
  }
  if (!problems_.empty()) return Outcome::kQuarantined;
  return read_.empty() ? Outcome::kNothing : Outcome::kAccepted;
}

bool RowReader::Applies(const RecordPlan& record) const {
  std::string buffer;
  for (const ConditionPlan& condition : record.when) {
    const auto cell = static_cast<size_t>(condition.cell);
    const std::string_view text =
        condition.cell < 0 || cell >= cells_.size() ? std::string_view() : text::CleanCell(cells_[cell], buffer);
    if (std::ranges::find(condition.texts, text) == condition.texts.end()) return false;
  }
  if (!record.may_skip) return true;
  return std::ranges::any_of(record.skip_cells, [&](int cell) {
    if (static_cast<size_t>(cell) >= cells_.size()) return false;
    const std::string_view text = text::CleanCell(cells_[static_cast<size_t>(cell)], buffer);
    return !text.empty() && !text::IsPlaceholder(text);
  });
}

void RowReader::ReadRecordValues(size_t index) {
  const RecordPlan& record = plan_.records[index];
  RecordState& state = states_[index];
  std::ranges::fill(state.values, Value{});
  state.values[0] = Value::Number(lake::PackRowRef({plan_.delivery, plan_.part, row_, record.member}));
  const size_t before = unknown_.size();
  for (const ColumnPlan& column : record.columns) ReadColumn(index, column);
  state.values.back() = Value::Number(static_cast<int64_t>(unknown_.size() - before));
  read_.push_back({index, state.values});
}

// The text a column is read from: its cell, its cells joined (a place without, others with a space), or the constant.
std::string_view RowReader::RawText(const ColumnPlan& column, std::string& joined) const {
  if (column.fill->from.empty()) return column.fill->constant;
  const auto at = [this](int cell) {
    return static_cast<size_t>(cell) < cells_.size() ? cells_[static_cast<size_t>(cell)] : std::string_view();
  };
  if (column.cells.size() == 1) return at(column.cells.front());
  joined.clear();
  for (const int cell : column.cells) {
    const std::string_view part = text::TrimSpaces(at(cell));
    if (part.empty()) continue;
    if (!joined.empty() && column.type != ColumnType::kDivision) joined += ' ';
    joined += part;
  }
  return joined;
}

void RowReader::ReadColumn(size_t index, const ColumnPlan& column) {
  RecordState& state = states_[index];
  column_ = &column;
  record_ = index;
  bad_ = false;
  // Values may be views of these texts until the row has been written, so each value has its own.
  std::string& made = state.made[static_cast<size_t>(column.first_value)];
  raw_ = RawText(column, made);
  std::string_view raw = raw_;
  if (column.take && !IsBlank(raw)) {
    std::optional<std::string> taken = column.take->Take(raw);
    if (taken) {
      made = *std::move(taken);
      raw_ = made;
      raw = made;
    } else if (!column.rest) {
      Bad({"not_as_expected", "内容不是预期的写法，取不出要用的部分；请按表头要求改写",
           "the text does not have the expected form; write it as the heading asks"});
      return;
    }
  }
  // An empty cell is no value; of an ID number the state says that it is missing.
  const bool missing_id = column.type == ColumnType::kIdNumber && !column.cells.empty();
  if (!raw.empty() || missing_id) Convert(column, raw, state);
  const Value& value = state.values[static_cast<size_t>(column.first_value)];
  if (column.required && !bad_ && value.kind == Value::Kind::kNull) {
    Bad({"required_blank", "这一格必须填写", "this cell must be filled in"});
  }
}

void RowReader::Bad(const text::StateWords& words, bool always_quarantine, std::string nearest) {
  bad_ = true;
  const int cell = column_->cells.empty() ? -1 : column_->cells.front();
  CellProblem problem{column_, record_, cell, std::string(raw_), words.code, words.zh, words.en, std::move(nearest)};
  const bool spoils = always_quarantine || column_->required || column_->on_bad == OnBad::kQuarantine;
  (spoils ? problems_ : unknown_).push_back(std::move(problem));
}

void RowReader::Convert(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  switch (column.type) {
    case ColumnType::kText:
    case ColumnType::kAccount:
      return ConvertText(column, raw, state);
    case ColumnType::kName:
      return ConvertName(column, raw, state);
    case ColumnType::kIdNumber:
      return ConvertId(column, raw, state);
    case ColumnType::kDate:
    case ColumnType::kMonth:
    case ColumnType::kYear:
      return ConvertDate(column, raw, state);
    case ColumnType::kMoney:
    case ColumnType::kInteger:
    case ColumnType::kAreaMu:
    case ColumnType::kPercent:
      return ConvertNumber(column, raw, state);
    case ColumnType::kFlag:
      return ConvertFlag(column, raw, state);
    case ColumnType::kCode:
      return ConvertCode(column, raw, state);
    case ColumnType::kPhone:
      return ConvertPhone(column, raw, state);
    case ColumnType::kCreditCode:
      return ConvertCreditCode(column, raw, state);
    case ColumnType::kDivision:
      return ConvertDivision(column, raw, state);
  }
}

void RowReader::ConvertText(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  std::string_view text = text::CleanCell(raw, state.scratch[at]);
  if (text.empty()) return;
  if (text.front() == '#' && text::IsFormulaError(text)) return Bad(text::Explain(ValueState::kFormulaError));
  if (column.checks_digits && IsScientific(text)) return Bad(text::Explain(ValueState::kDigitsLost), true);
  if (!column.fill->map.empty()) {
    const auto found = column.words.find(text);
    if (found != column.words.end()) {
      text = found->second;
    } else if (column.rest) {
      text = *column.rest;
    }
  }
  state.values[at] = Value::Text(text);
}

void RowReader::ConvertName(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  const std::string_view name = text::CleanCell(raw, state.scratch[at]);
  if (name.empty() || text::IsPlaceholder(name)) return;
  if (name.front() == '#' && text::IsFormulaError(name)) return Bad(text::Explain(ValueState::kFormulaError));
  text::FoldName(text::SplitNameNote(name).name, folded_);
  state.values[at] = Value::Text(name);
  const int64_t key = text::NameKey(folded_);
  if (key != 0) state.values[at + 1] = Value::Number(key);
}

void RowReader::ConvertId(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  const text::IdNumber id = text::ParseIdNumber(raw, as_of_);
  const auto put_text = [&] {
    const std::string_view written = id.Text();
    if (written.empty()) return;
    state.scratch[at].assign(written);
    state.values[at] = Value::Text(state.scratch[at]);
  };
  state.values[at + 2] = Value::Number(static_cast<int64_t>(id.state));
  switch (id.state) {
    case text::IdState::kValid:
      state.values[at + 1] = Value::Number(id.key);
      return put_text();
    case text::IdState::kMasked:
      return put_text();
    case text::IdState::kMissing:
    case text::IdState::kNoNumber:
      return;
    case text::IdState::kScientific:
      return Bad(text::Explain(id), true);
    case text::IdState::kInvalid:
      break;
  }
  put_text();
  if (id.kind == text::IdKind::kOtherDocument) return;
  Bad(text::Explain(id), id.fault == text::IdFault::kDigitsLost);
}

void RowReader::ConvertDate(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  if (column.type == ColumnType::kYear) {
    raw = text::TrimSpaces(raw);
    constexpr std::string_view kSuffix = "年度";
    if (raw.ends_with(kSuffix)) raw.remove_suffix(kSuffix.size() / 2);
  }
  const text::ParsedDate parsed = text::ParseDate(raw, column.date_style);
  if (text::IsEmpty(parsed.state)) return;
  if (text::IsError(parsed.state)) return Bad(text::Explain(parsed.state));
  int64_t number = parsed.date.days;
  if (column.type != ColumnType::kDate) {
    const CivilDate civil = ToCivil(parsed.date);
    number = column.type == ColumnType::kYear ? civil.year : parsed.date.days - civil.day + 1;
  }
  state.values[at] = Value::Number(number);
}

void RowReader::PutNumber(const ColumnPlan& column, RecordState& state, int64_t number, ValueState value_state) {
  if (text::IsEmpty(value_state)) return;
  if (text::IsError(value_state)) return Bad(text::Explain(value_state));
  const bool amount = column.type == ColumnType::kMoney || column.type == ColumnType::kAreaMu;
  if (number < 0 && amount && !column.negative_allowed) {
    return Bad({"negative", "这里不应是负数；是退费、冲正的，请由来源部门说明后再报",
                "a negative number is not expected here; refunds and reversals need the department's word"});
  }
  state.values[static_cast<size_t>(column.first_value)] = Value::Number(number);
}

void RowReader::ConvertNumber(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  if (column.type == ColumnType::kMoney) {
    const text::ParsedMoney parsed = text::ParseMoney(raw, column.fill->money_unit);
    return PutNumber(column, state, parsed.cents.value, parsed.state);
  }
  text::ParsedInteger parsed;
  if (column.type == ColumnType::kAreaMu) {
    parsed = text::ParseHundredthMu(raw, column.fill->area_unit);
  } else if (column.type == ColumnType::kPercent) {
    parsed = text::ParsePercent(raw, column.fill->percent_unit);
  } else {
    parsed = text::ParseInteger(raw);
  }
  PutNumber(column, state, parsed.value, parsed.state);
}

void RowReader::ConvertFlag(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  std::string_view answer = raw;
  if (!column.fill->map.empty() || column.rest) {
    answer = text::CleanCell(raw, state.scratch[at]);
    const auto found = column.words.find(answer);
    if (found != column.words.end()) {
      answer = found->second;
    } else if (column.rest && !answer.empty()) {
      answer = *column.rest;
    }
  }
  const text::ParsedYesNo parsed = text::ParseYesNo(answer);
  if (text::IsEmpty(parsed.state)) return;
  if (text::IsError(parsed.state)) return Bad(text::Explain(parsed.state));
  state.values[at] = Value::Number(parsed.value == text::YesNo::kYes ? 1 : 0);
}

void RowReader::ConvertCode(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  const std::string_view word = text::CleanCell(raw, state.scratch[at]);
  if (word.empty()) return;
  const auto found = column.words.find(word);
  if (found != column.words.end()) {
    state.values[at] = Value::Text(found->second);
    return;
  }
  if (text::IsPlaceholder(word)) return;
  if (column.rest) {
    state.values[at] = Value::Text(*column.rest);
    return;
  }
  Bad({"code_unlisted", "这个写法不在允许的类别里；请改成表上规定的类别",
       "this word is not among the allowed ones; use one of the listed classes"});
}

void RowReader::ConvertPhone(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  const text::ParsedPhone parsed = text::ParsePhone(raw);
  if (text::IsEmpty(parsed.state)) return;
  if (text::IsError(parsed.state)) return Bad(text::Explain(parsed.state));
  state.scratch[at].assign(parsed.Text());
  state.values[at] = Value::Text(state.scratch[at]);
}

void RowReader::ConvertCreditCode(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  const text::ParsedCreditCode parsed = text::ParseCreditCode(raw);
  if (text::IsEmpty(parsed.state)) return;
  if (text::IsError(parsed.state)) return Bad(text::Explain(parsed.state));
  state.scratch[at].assign(parsed.Text());
  state.values[at] = Value::Text(state.scratch[at]);
}

void RowReader::ConvertDivision(const ColumnPlan& column, std::string_view raw, RecordState& state) {
  const auto at = static_cast<size_t>(column.first_value);
  const std::string_view place = text::CleanCell(raw, state.scratch[at]);
  if (place.empty()) return;
  if (place.front() == '#' && text::IsFormulaError(place)) return Bad(text::Explain(ValueState::kFormulaError));
  if (text::IsPlaceholder(place)) return;
  state.values[at] = Value::Text(place);
  if (!column.is_area || areas_ == nullptr) return;
  const ResolvedArea& area = Resolve(place);
  if (area.code.empty()) {
    std::string nearest;
    for (const std::string& name : area.nearest) nearest += (nearest.empty() ? "" : "、") + name;
    return Bad({"area_unknown", "找不到这个地方；请写全县、乡镇、村名，或写区划代码",
                "this place is not known; write county, township and village, or the division code"},
               false, std::move(nearest));
  }
  const size_t width = state.values.size();
  state.values[width - 3] = Value::Text(area.code);
  if (!area.rest.empty()) state.values[width - 2] = Value::Text(area.rest);
}

const ResolvedArea& RowReader::Resolve(std::string_view text) {
  const auto found = resolved_.find(text);
  if (found != resolved_.end()) return found->second;
  return resolved_.emplace(text, areas_->Resolve(text, context_)).first->second;
}

}  // namespace xiuhua::ingest
