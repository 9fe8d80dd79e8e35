#include <fmt/format.h>

#include <charconv>
#include <mutex>

#include "base/check.h"
#include "sql/errors.h"
#include "sql/rows_data.h"
#include "sql/rows_reader.h"

namespace xiuhua::sql {
namespace {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

// Texts of a column one behind the other; ends[i] is where row i ends.
void AddText(Rows::ColumnData& column, std::string_view text) {
  column.bytes += text;
  column.ends.push_back(column.bytes.size());
}

std::string RenderInt128(Int128 value, int scale) {
  const bool negative = value < 0;
  auto magnitude = negative ? -static_cast<Uint128>(value) : static_cast<Uint128>(value);
  std::string digits;
  for (int i = 0; magnitude > 0 || i <= scale; ++i, magnitude /= 10) {
    if (scale > 0 && i == scale) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(magnitude % 10));
  }
  if (negative) digits += '-';
  return {digits.rbegin(), digits.rend()};
}

std::string RenderTimestamp(int64_t micros) {
  constexpr int64_t kDay = 86'400'000'000;
  const int64_t days = micros >= 0 ? micros / kDay : (micros - kDay + 1) / kDay;
  const int64_t rest = micros - days * kDay;
  std::string out = fmt::format("{} {:02}:{:02}:{:02}", FormatDate(Date{static_cast<int32_t>(days)}),
                                rest / 3'600'000'000, rest / 60'000'000 % 60, rest / 1'000'000 % 60);
  if (rest % 1'000'000 == 0) return out;
  out += fmt::format(".{:06}", rest % 1'000'000);
  while (out.back() == '0') out.pop_back();
  return out;
}

void RenderColumn(const Rows::ColumnData& column) {
  const size_t count = column.valid.size();
  column.rendered_ends.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    if (column.valid[i] != 0) {
      switch (column.type) {
        case SqlType::kBool:
          column.rendered += column.ints[i] != 0 ? "true" : "false";
          break;
        case SqlType::kDate:
          column.rendered += FormatDate(Date{static_cast<int32_t>(column.ints[i])});
          break;
        case SqlType::kDouble:
          column.rendered += fmt::format("{}", column.doubles[i]);
          break;
        default:
          column.rendered += fmt::format_int(column.ints[i]).c_str();
          break;
      }
    }
    column.rendered_ends.push_back(column.rendered.size());
  }
}

template <class T>
void AppendInts(Rows::ColumnData& column, const void* data, idx_t count) {
  const T* values = static_cast<const T*>(data);
  for (idx_t i = 0; i < count; ++i) column.ints.push_back(static_cast<int64_t>(values[i]));
}

void AppendTexts(Rows::ColumnData& column, void* data, size_t from, idx_t count) {
  auto* values = static_cast<duckdb_string_t*>(data);
  for (idx_t i = 0; i < count; ++i) {
    if (column.valid[from + i] == 0) {
      AddText(column, "");
    } else {
      AddText(column, {duckdb_string_t_data(&values[i]), duckdb_string_t_length(values[i])});
    }
  }
}

// HUGEINT and the unsigned types that may exceed BIGINT: exact or refused.
template <class Wide, class Load>
Result<void> AppendWide(Rows::ColumnData& column, const std::string& name, size_t from, idx_t count, Load load) {
  for (idx_t i = 0; i < count; ++i) {
    const Wide value = column.valid[from + i] != 0 ? load(i) : Wide{0};
    if (value > Wide{INT64_MAX} || value < Wide{INT64_MIN}) {
      return Fail(errors::kNumberTooLarge, {name, RenderInt128(value, 0)});
    }
    column.ints.push_back(static_cast<int64_t>(value));
  }
  return {};
}

Int128 LoadHuge(const void* data, idx_t i) {
  const duckdb_hugeint value = static_cast<const duckdb_hugeint*>(data)[i];
  return (static_cast<Int128>(value.upper) << 64) | static_cast<Int128>(value.lower);
}

Int128 LoadDecimal(duckdb_type storage, const void* data, idx_t i) {
  switch (storage) {
    case DUCKDB_TYPE_SMALLINT:
      return static_cast<const int16_t*>(data)[i];
    case DUCKDB_TYPE_INTEGER:
      return static_cast<const int32_t*>(data)[i];
    case DUCKDB_TYPE_BIGINT:
      return static_cast<const int64_t*>(data)[i];
    default:
      return LoadHuge(data, i);
  }
}

size_t LoadEnum(duckdb_type storage, const void* data, idx_t i) {
  switch (storage) {
    case DUCKDB_TYPE_UTINYINT:
      return static_cast<const uint8_t*>(data)[i];
    case DUCKDB_TYPE_USMALLINT:
      return static_cast<const uint16_t*>(data)[i];
    default:
      return static_cast<const uint32_t*>(data)[i];
  }
}

SqlType HeldAs(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return SqlType::kBool;
    case DUCKDB_TYPE_DATE:
      return SqlType::kDate;
    case DUCKDB_TYPE_TINYINT:
      return SqlType::kInt8;
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_INTEGER:
      return SqlType::kInt32;
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_BIGINT:
      return SqlType::kInt64;
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return SqlType::kDouble;
    default:
      return SqlType::kText;
  }
}

bool IsReadable(duckdb_type type) {
  return HeldAs(type) != SqlType::kText || type == DUCKDB_TYPE_VARCHAR || type == DUCKDB_TYPE_DECIMAL ||
         type == DUCKDB_TYPE_ENUM || type == DUCKDB_TYPE_TIMESTAMP;
}

}  // namespace

Rows::Rows() : data_(std::make_unique<Data>()) {}
Rows::~Rows() = default;
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;

int64_t Rows::count() const { return data_->count; }
const std::vector<Column>& Rows::columns() const { return data_->columns; }

int Rows::ColumnIndex(std::string_view name) const {
  for (size_t i = 0; i < data_->columns.size(); ++i) {
    if (data_->columns[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

const Rows::ColumnData& Rows::Data::At(int64_t row, int column) const {
  CHECK(row >= 0 && row < count && column >= 0 && static_cast<size_t>(column) < columns.size());
  return values[static_cast<size_t>(column)];
}

bool Rows::IsNull(int64_t row, int column) const { return data_->At(row, column).valid[static_cast<size_t>(row)] == 0; }

std::string_view Rows::Text(int64_t row, int column) const {
  const ColumnData& values = data_->At(row, column);
  const auto i = static_cast<size_t>(row);
  const bool is_text = values.type == SqlType::kText;
  if (!is_text) std::call_once(values.render_once, [&] { RenderColumn(values); });
  const std::string& bytes = is_text ? values.bytes : values.rendered;
  const std::vector<size_t>& ends = is_text ? values.ends : values.rendered_ends;
  const size_t begin = i == 0 ? 0 : ends[i - 1];
  return std::string_view(bytes).substr(begin, ends[i] - begin);
}

int64_t Rows::Int(int64_t row, int column) const {
  const ColumnData& values = data_->At(row, column);
  const auto i = static_cast<size_t>(row);
  return values.valid[i] == 0 || values.ints.empty() ? 0 : values.ints[i];
}

double Rows::Double(int64_t row, int column) const {
  const ColumnData& values = data_->At(row, column);
  const auto i = static_cast<size_t>(row);
  if (values.valid[i] == 0) return 0;
  if (values.type == SqlType::kDouble) return values.doubles[i];
  return values.ints.empty() ? 0 : static_cast<double>(values.ints[i]);
}

Result<RowsReader::Source> RowsReader::MakeSource(duckdb_logical_type type, const std::string& name) {
  Source source{.type = duckdb_get_type_id(type)};
  if (!IsReadable(source.type)) {
    return Fail(errors::kUnreadableType, {name, std::to_string(static_cast<int>(source.type))});
  }
  if (source.type == DUCKDB_TYPE_DECIMAL) {
    source.storage = duckdb_decimal_internal_type(type);
    source.scale = duckdb_decimal_scale(type);
  } else if (source.type == DUCKDB_TYPE_ENUM) {
    source.storage = duckdb_enum_internal_type(type);
    for (idx_t i = 0; i < duckdb_enum_dictionary_size(type); ++i) {
      char* value = duckdb_enum_dictionary_value(type, i);
      source.names.emplace_back(value);
      duckdb_free(value);
    }
  }
  return source;
}

Result<RowsReader> RowsReader::Make(duckdb_result* result) {
  RowsReader reader;
  for (idx_t i = 0; i < duckdb_column_count(result); ++i) {
    const std::string name = duckdb_column_name(result, i);
    duckdb_logical_type type = duckdb_column_logical_type(result, i);
    Result<Source> source = MakeSource(type, name);
    duckdb_destroy_logical_type(&type);
    if (!source) return Fail(std::move(source).error());
    reader.columns_.push_back({name, HeldAs(source->type)});
    reader.sources_.push_back(*std::move(source));
  }
  reader.Take();
  return reader;
}

Rows RowsReader::Take() {
  Rows next;
  next.data_->columns = columns_;
  next.data_->values = std::vector<Rows::ColumnData>(columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) next.data_->values[i].type = columns_[i].type;
  std::swap(next, rows_);
  return next;
}

Result<void> RowsReader::Append(duckdb_data_chunk chunk) {
  const idx_t count = duckdb_data_chunk_get_size(chunk);
  for (size_t c = 0; c < columns_.size(); ++c) {
    Rows::ColumnData& column = rows_.data_->values[c];
    const Source& source = sources_[c];
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, c);
    uint64_t* validity = duckdb_vector_get_validity(vector);
    const size_t from = column.valid.size();
    for (idx_t i = 0; i < count; ++i) {
      column.valid.push_back(validity == nullptr || duckdb_validity_row_is_valid(validity, i) ? 1 : 0);
    }
    void* data = duckdb_vector_get_data(vector);
    switch (source.type) {
      case DUCKDB_TYPE_BOOLEAN:
        AppendInts<bool>(column, data, count);
        break;
      case DUCKDB_TYPE_TINYINT:
        AppendInts<int8_t>(column, data, count);
        break;
      case DUCKDB_TYPE_SMALLINT:
        AppendInts<int16_t>(column, data, count);
        break;
      case DUCKDB_TYPE_DATE:
      case DUCKDB_TYPE_INTEGER:
        AppendInts<int32_t>(column, data, count);
        break;
      case DUCKDB_TYPE_BIGINT:
        AppendInts<int64_t>(column, data, count);
        break;
      case DUCKDB_TYPE_UTINYINT:
        AppendInts<uint8_t>(column, data, count);
        break;
      case DUCKDB_TYPE_USMALLINT:
        AppendInts<uint16_t>(column, data, count);
        break;
      case DUCKDB_TYPE_UINTEGER:
        AppendInts<uint32_t>(column, data, count);
        break;
      case DUCKDB_TYPE_UBIGINT:
        TRY(AppendWide<Int128>(column, columns_[c].name, from, count,
                               [&](idx_t i) { return Int128{static_cast<const uint64_t*>(data)[i]}; }));
        break;
      case DUCKDB_TYPE_HUGEINT:
        TRY(AppendWide<Int128>(column, columns_[c].name, from, count, [&](idx_t i) { return LoadHuge(data, i); }));
        break;
      case DUCKDB_TYPE_FLOAT:
        for (idx_t i = 0; i < count; ++i) column.doubles.push_back(double{static_cast<const float*>(data)[i]});
        break;
      case DUCKDB_TYPE_DOUBLE:
        for (idx_t i = 0; i < count; ++i) column.doubles.push_back(static_cast<const double*>(data)[i]);
        break;
      case DUCKDB_TYPE_VARCHAR:
        AppendTexts(column, data, from, count);
        break;
      default:
        for (idx_t i = 0; i < count; ++i) {
          if (column.valid[from + i] == 0) {
            AddText(column, "");
          } else if (source.type == DUCKDB_TYPE_DECIMAL) {
            AddText(column, RenderInt128(LoadDecimal(source.storage, data, i), source.scale));
          } else if (source.type == DUCKDB_TYPE_ENUM) {
            AddText(column, source.names[LoadEnum(source.storage, data, i)]);
          } else {
            AddText(column, RenderTimestamp(static_cast<const int64_t*>(data)[i]));
          }
        }
    }
  }
  rows_.data_->count += static_cast<int64_t>(count);
  return {};
}

}  // namespace xiuhua::sql
