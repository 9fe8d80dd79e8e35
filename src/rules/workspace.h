// Workspace: the sandboxed engine that statements of packs run in.
//
// Every table a statement may name is there as a view over its one Parquet file (columns the file lacks read as NULL),
// as a small table of given rows (tests), or empty; besides the macros, `run`, `params.*` and `params_history.*`.
// The engine's own tables live in the schema `xh`; there also `<t>_previous_earlier` beside each `<t>_previous`.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "rules/pack.h"
#include "sql/engine.h"

namespace xiuhua::rules {

struct WorkspaceInput {
  std::map<std::string, std::string> files;        // table → Parquet file
  std::map<std::string, std::string> inline_rows;  // table → SELECT text giving its rows
  std::vector<std::string> tables;                 // which tables to make
  Date as_of;
  sql::EngineOptions engine;
};

// create table name(column TYPE, ...)
std::string EmptyTableSql(const std::string& name, std::span<const sql::Column> columns);

// create view name over a Parquet file that has `present` columns (name → engine type as DESCRIBE writes it).
std::string ParquetViewSql(const std::string& name, const std::string& path, std::span<const sql::Column> columns,
                           const std::map<std::string, std::string>& present);

// All tables empty, no files: for binding statements.
Result<std::unique_ptr<sql::Engine>> OpenEmptyWorkspace(const RuleSet& set,
                                                        const std::map<std::string, std::vector<sql::Column>>& tables);

// Errors: SQL-001 in the engine's words when a file cannot be read.
Result<std::unique_ptr<sql::Engine>> OpenWorkspace(const RuleSet& set, const WorkspaceInput& input);

}  // namespace xiuhua::rules
