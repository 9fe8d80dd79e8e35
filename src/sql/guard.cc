#include "sql/guard.h"

#include <algorithm>
#include <array>

#include "sql/errors.h"
#include "sql/guard_text.h"
#include "sql/guard_walk.h"

namespace xiuhua::sql {
namespace {

constexpr std::array kSqlTypes = {SqlType::kText, SqlType::kInt64, SqlType::kInt32, SqlType::kInt8,
                                  SqlType::kBool, SqlType::kDate,  SqlType::kDouble};

// Parses `sql` with the engine and walks the tree. `shift` = bytes put before the pack's own text.
Result<QueryShape> Walk(Engine& engine, const std::string& sql, size_t shift, const GuardOptions& options,
                        const LineMap& lines) {
  TRY_ASSIGN(const Rows rows, engine.Query("SELECT json_serialize_sql(" + Quoted(sql) + ")"));
  try {
    return GuardWalk(options, lines, shift).Statement(nlohmann::json::parse(rows.Text(0, 0)));
  } catch (const nlohmann::json::exception& exception) {
    // The tree of a newer engine does not look as this walk expects: refused like everything unknown.
    return Fail(errors::kForbiddenNode, {exception.what()}, lines.Place(0));
  }
}

}  // namespace

Result<QueryShape> CheckSelect(Engine& engine, std::string_view sql, const GuardOptions& options) {
  const LineMap lines(sql, options.file, options.first_line);
  TRY(CheckText(sql, lines));
  return Walk(engine, std::string(sql), 0, options, lines);
}

Result<QueryShape> CheckCondition(Engine& engine, std::string_view condition, const std::string& table,
                                  const GuardOptions& options) {
  const LineMap lines(condition, options.file, options.first_line);
  TRY(CheckText(condition, lines));
  const std::string before = "SELECT 1 AS one FROM " + table + " WHERE (";
  TRY_ASSIGN(QueryShape shape, Walk(engine, before + std::string(condition) + "\n)", before.size(), options, lines));
  shape.outputs.clear();
  return shape;
}

Result<std::vector<Column>> DescribeSelect(Engine& engine, std::string_view sql) {
  TRY_ASSIGN(const Rows rows, engine.Query("DESCRIBE " + std::string(sql)));
  std::vector<Column> columns;
  for (int64_t i = 0; i < rows.count(); ++i) {
    const std::string name(rows.Text(i, 0));
    const std::string type(rows.Text(i, 1));
    const auto known = std::ranges::find_if(kSqlTypes, [&](SqlType t) { return type == SqlTypeName(t); });
    if (known == kSqlTypes.end()) return Fail(errors::kUnreadableType, {name, type});
    columns.push_back({name, *known});
  }
  return columns;
}

}  // namespace xiuhua::sql
