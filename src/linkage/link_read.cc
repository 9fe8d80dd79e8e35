// Reading the inputs of a linkage through the SQL engine.
#include <fmt/format.h>

#include <algorithm>

#include "base/errors.h"
#include "linkage/errors.h"
#include "linkage/link_table.h"
#include "sql/engine.h"
#include "text/width.h"

namespace xiuhua::linkage {
namespace {

std::string ScanOf(const std::string& path) {
  if (path.ends_with(".parquet")) return fmt::format("read_parquet({})", sql::Quoted(path));
  return fmt::format(
      "read_csv({}, header = true, all_varchar = true, max_line_size = 16777216, buffer_size = 33554432)",
      sql::Quoted(path));
}

std::string Identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

Error Explain(Error error, const LinkInput& input) {
  if (error.id != "SQL-001") return error;
  const bool text = error.en.contains("nicode") || error.en.contains("UTF-8") || error.en.contains("utf-8");
  if (!text) return error;
  return MakeError(errors::kLinkBadText, {input.name, error.en.substr(0, 300)}, {.file = input.path});
}

// The header as written in the file for each wanted column, the unique id first.
Result<std::vector<std::string>> Headers(const LinkSpec& spec, const LinkInput& input,
                                         const std::vector<sql::Column>& columns) {
  std::vector<std::string> found;
  const auto find = [&](const std::vector<std::string>& names) -> Result<void> {
    for (const std::string& name : names) {
      for (const sql::Column& column : columns) {
        if (text::TrimSpaces(column.name) != text::TrimSpaces(name)) continue;
        found.push_back(column.name);
        return {};
      }
    }
    std::string all;
    for (const sql::Column& column : columns) {
      all += (all.empty() ? "" : ", ") + std::string(text::TrimSpaces(column.name));
    }
    return Fail(errors::kLinkNoColumn, {input.name, names.front(), all}, {.file = input.path});
  };
  TRY(find({spec.unique_id}));
  for (const LinkColumn& column : spec.columns) TRY(find(column.from));
  return found;
}

Result<void> ReadInput(const LinkSpec& spec, const LinkInput& input, sql::Engine& engine, LinkTableBuilder& builder,
                       Progress& progress) {
  const std::string scan = ScanOf(input.path);
  TRY_ASSIGN(const sql::Rows none, engine.Query("SELECT * FROM " + scan + " LIMIT 0"));
  TRY_ASSIGN(const auto headers, Headers(spec, input, none.columns()));
  std::string select;
  for (const std::string& header : headers) {
    select += (select.empty() ? "SELECT CAST(" : ", CAST(") + Identifier(header) + " AS VARCHAR)";
  }
  builder.BeginSource(input);
  std::vector<std::string_view> cells(spec.columns.size());
  std::string scratch;
  int64_t rows = 0;
  TRY(engine.Stream(select + " FROM " + scan, [&](const sql::Rows& chunk) -> Result<void> {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    for (int64_t row = 0; row < chunk.count(); ++row) {
      for (size_t column = 0; column < cells.size(); ++column)
        cells[column] = chunk.Text(row, static_cast<int>(column) + 1);
      TRY(builder.AddRow(text::CleanCell(chunk.Text(row, 0), scratch), cells));
    }
    rows += chunk.count();
    progress.Tick(chunk.count());
    return {};
  }));
  if (rows == 0) return Fail(errors::kLinkNoRows, {input.name}, {.file = input.path});
  return {};
}

}  // namespace

Result<LinkTable> ReadLinkTable(const LinkSpec& spec, std::vector<LinkInput> inputs, const ReadOptions& options,
                                Progress& progress) {
  std::ranges::sort(inputs, {}, &LinkInput::name);
  sql::EngineOptions engine_options;
  engine_options.threads = options.threads;
  engine_options.memory_limit_mb = std::max<int64_t>(512, options.memory_mb / 4);
  TRY_ASSIGN(const auto engine, sql::Engine::Open(engine_options));
  LinkTableBuilder builder(spec, options.threads);
  progress.Begin("读入 / read", 0);
  for (const LinkInput& input : inputs) {
    const auto read = ReadInput(spec, input, *engine, builder, progress);
    if (!read) return Fail(Explain(read.error(), input));
  }
  progress.End();
  progress.Begin("编码取值 / encode values", 0);
  auto table = builder.Finish();
  progress.End();
  return table;
}

}  // namespace xiuhua::linkage
