#include "rules/workspace.h"

#include <fmt/format.h>

#include "rules/lint.h"
#include "rules/waiting.h"
#include "sql/macros.h"

namespace xiuhua::rules {
namespace {

std::string SelectListSql(std::span<const sql::Column> columns, const std::map<std::string, std::string>& present) {
  std::vector<std::string> parts;
  for (const sql::Column& column : columns) {
    const std::string type = sql::SqlTypeName(column.type);
    const auto found = present.find(column.name);
    if (found == present.end()) {
      parts.push_back(fmt::format("cast(null as {}) as {}", type, column.name));
    } else if (found->second == type) {
      parts.push_back(column.name);
    } else {
      parts.push_back(fmt::format("cast({0} as {1}) as {0}", column.name, type));
    }
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

Result<std::map<std::string, std::string>> ColumnsOf(sql::Engine& engine, const std::string& select) {
  TRY_ASSIGN(const sql::Rows rows, engine.Query("describe " + select));
  std::map<std::string, std::string> columns;
  for (int64_t row = 0; row < rows.count(); ++row) {
    columns.emplace(std::string(rows.Text(row, 0)), std::string(rows.Text(row, 1)));
  }
  return columns;
}

Result<void> MakeTable(sql::Engine& engine, const std::string& name, std::span<const sql::Column> columns,
                       const WorkspaceInput& input, const std::string& schema = "") {
  if (const auto file = input.files.find(name); file != input.files.end()) {
    TRY_ASSIGN(const auto present,
               ColumnsOf(engine, fmt::format("select * from read_parquet({})", sql::Quoted(file->second))));
    return engine.Execute(ParquetViewSql(schema + name, file->second, columns, present));
  }
  if (const auto rows = input.inline_rows.find(name); rows != input.inline_rows.end()) {
    TRY_ASSIGN(const auto present, ColumnsOf(engine, rows->second));
    return engine.Execute(fmt::format("create table {} as select {} from ({}) given", schema + name,
                                      SelectListSql(columns, present), rows->second));
  }
  return engine.Execute(EmptyTableSql(schema + name, columns));
}

// DuckDB 1.5.6 stops with an internal error when it turns `row_number() ... <= n` over an outer join into its top-n.
constexpr const char* kSettings = "set disabled_optimizers = 'top_n_window_elimination'";

}  // namespace

std::string EmptyTableSql(const std::string& name, std::span<const sql::Column> columns) {
  std::vector<std::string> parts;
  for (const sql::Column& column : columns) parts.push_back(column.name + " " + sql::SqlTypeName(column.type));
  return fmt::format("create table {}({})", name, fmt::join(parts, ", "));
}

std::string ParquetViewSql(const std::string& name, const std::string& path, std::span<const sql::Column> columns,
                           const std::map<std::string, std::string>& present) {
  return fmt::format("create view {} as select {} from read_parquet({})", name, SelectListSql(columns, present),
                     sql::Quoted(path));
}

Result<std::unique_ptr<sql::Engine>> OpenEmptyWorkspace(const RuleSet& set,
                                                        const std::map<std::string, std::vector<sql::Column>>& tables) {
  return sql::Engine::OpenSandbox({.threads = 1, .memory_limit_mb = 1024}, {},
                                  [&](sql::Engine& engine) -> Result<void> {
                                    TRY(sql::CreateMacros(engine));
                                    TRY(engine.Execute(ParamTablesSql(set.params, {}, Date{})));
                                    for (const auto& [name, columns] : tables) {
                                      if (name.find('.') == std::string::npos)
                                        TRY(engine.Execute(EmptyTableSql(name, columns)));
                                    }
                                    return {};
                                  });
}

Result<std::unique_ptr<sql::Engine>> OpenWorkspace(const RuleSet& set, const WorkspaceInput& input) {
  sql::SandboxOptions sandbox;
  for (const std::string& name : input.tables) {
    for (const std::string& table : {name, name + std::string(kEarlierSuffix)}) {
      if (const auto file = input.files.find(table); file != input.files.end()) {
        sandbox.readable_files.push_back(file->second);
      }
    }
  }
  if (const auto file = input.files.find("xh.quarantined"); file != input.files.end()) {
    sandbox.readable_files.push_back(file->second);
  }
  const auto columns = GuardTables(set);
  return sql::Engine::OpenSandbox(input.engine, sandbox, [&](sql::Engine& engine) -> Result<void> {
    TRY(engine.Execute(kSettings));
    TRY(sql::CreateMacros(engine));
    TRY(engine.Execute("create schema xh"));
    for (const std::string& name : input.tables) {
      const auto found = columns.find(name);
      const bool made_elsewhere = name == "run" || name.find('.') != std::string::npos;
      if (found == columns.end() || made_elsewhere) continue;
      TRY(MakeTable(engine, name, found->second, input));
      if (name.ends_with("_previous"))
        TRY(MakeTable(engine, name + std::string(kEarlierSuffix), found->second, input, "xh."));
    }
    TRY(MakeTable(engine, "xh.quarantined", QuarantinedColumns(), input));
    return engine.Execute(fmt::format("create table run as select date '{}' as as_of", FormatDate(input.as_of)));
  });
}

}  // namespace xiuhua::rules
