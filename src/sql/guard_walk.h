// GuardWalk: the default-deny walk over the engine's syntax tree. Private to the sql module.
//
// Tables and queries are in guard_walk.cc, expressions in guard_expression.cc. A key of the tree that a step does not
// name must be empty (null, false, "", [] or {}), so that new syntax of a newer engine is refused, not overlooked.
#pragma once

#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sql/guard.h"
#include "sql/guard_text.h"

namespace xiuhua::sql {

// Types as far as the guard tells them apart; kAny = NULL or not known.
enum class ValueKind : uint8_t { kAny, kText, kWhole, kFlag, kDate, kDouble };
const char* ValueKindName(ValueKind kind);

// The declared column a value was taken from unchanged; empty when there is none.
struct Origin {
  std::string table;
  std::string column;
};

// `weight` bounds how long a text can get: how many column values are put one behind the other in it.
struct Value {
  ValueKind kind = ValueKind::kAny;
  Origin origin;
  std::optional<std::string> text;  // of a text literal
  int weight = 1;
};

struct Field {
  std::string name;
  ValueKind kind = ValueKind::kAny;
  Origin origin;
  int weight = 1;
};

struct Relation {
  std::string alias;
  std::string qualified;  // "params.line" where the table has no alias of its own
  std::vector<Field> fields;
};

// The largest weight of some values.
int Heaviest(const std::vector<Value>& values);

// The relations of one FROM, and around it the scope of the enclosing query.
struct Scope {
  std::vector<Relation> relations;
  std::set<std::string> merged;  // columns joined by USING
  const Scope* outer = nullptr;
};

// WITH queries in force, innermost first.
struct CteFrame {
  std::map<std::string, std::vector<Field>> queries;
  const CteFrame* outer = nullptr;
};

class GuardWalk {
 public:
  using Json = nlohmann::json;

  GuardWalk(const GuardOptions& options, const LineMap& lines, size_t offset_shift)
      : options_(options), lines_(lines), offset_shift_(offset_shift) {}

  // The root of json_serialize_sql's answer.
  Result<QueryShape> Statement(const Json& root);

 private:
  // Queries and tables.
  Result<std::vector<Field>> Query(const Json& node, const Scope* outer, const CteFrame* ctes);
  Result<std::vector<Field>> Select(const Json& node, const Scope* outer, const CteFrame* ctes);
  Result<std::vector<Field>> Union(const Json& node, const Scope* outer, const CteFrame* ctes);
  Result<void> Modifiers(const Json& modifiers);
  Result<void> Ctes(const Json& cte_map, const Scope* outer, CteFrame& frame);
  Result<std::vector<Field>> Outputs(const Json& select_list, const Scope& scope, const CteFrame* ctes);
  Result<void> Table(const Json& node, Scope& scope, const CteFrame* ctes);
  Result<void> BaseTable(const Json& node, Scope& scope, const CteFrame* ctes);
  Result<void> SubqueryTable(const Json& node, Scope& scope, const CteFrame* ctes);
  Result<void> Join(const Json& node, Scope& scope, const CteFrame* ctes);
  Result<void> UsingColumns(const Json& names, const Scope& left, const Scope& right, Scope& joined);
  Result<std::vector<Field>> SubqueryFields(const Json& statement, const Scope* outer, const CteFrame* ctes);
  Result<void> Rename(const Json& names, std::vector<Field>& fields);

  // Expressions.
  struct Context {
    const Scope& scope;
    const CteFrame* ctes;
  };
  Result<Value> Expression(const Json& node, const Context& context);
  Result<Value> DispatchExpression(const Json& node, const Context& context);
  Result<Value> ColumnReference(const Json& node, const Context& context);
  Result<Value> Constant(const Json& node);
  Result<Value> Cast(const Json& node, const Context& context);
  Result<Value> Function(const Json& node, const Context& context, bool sum_allowed);
  Result<Value> CheckedCall(const std::string& name, const Json& node, const std::vector<Value>& arguments);
  Result<Value> Comparison(const Json& node, const Context& context);
  Result<Value> Between(const Json& node, const Context& context);
  Result<Value> Conjunction(const Json& node, const Context& context);
  Result<Value> Operator(const Json& node, const Context& context);
  Result<Value> Case(const Json& node, const Context& context);
  Result<Value> Window(const Json& node, const Context& context);
  Result<Value> Subquery(const Json& node, const Context& context);
  Result<std::vector<Value>> Expressions(const Json& nodes, const Context& context);
  Result<void> OptionalExpression(const Json& node, const Context& context);
  Result<ValueKind> OneKind(std::string_view what, const std::vector<Value>& values);
  Result<void> Require(std::string_view what, const Value& value, ValueKind kind);
  void NoteLiteral(const Value& column, const Value& literal);

  Result<Value> Resolve(const std::vector<std::string>& names, const Scope& scope);
  Result<Value> ResolveQualified(const std::string& relation, const std::string& column, const Scope& scope);
  Value Use(const Field& field);
  std::string NearestColumn(const std::string& name, const Scope& scope) const;

  // Errors at the place last seen in the tree.
  void See(const Json& node);
  [[nodiscard]] int Line() const { return lines_.Line(offset_); }
  std::unexpected<Error> FailHere(const ErrorSpec& spec, std::initializer_list<std::string_view> arguments) {
    return Fail(spec, arguments, lines_.Place(offset_));
  }
  std::unexpected<Error> Forbidden(std::string_view what);
  Result<void> OnlyKeys(const Json& node, std::initializer_list<std::string_view> keys);

  const GuardOptions& options_;
  const LineMap& lines_;
  size_t offset_shift_;  // bytes before the pack's own text
  size_t offset_ = 0;
  int depth_ = 0;
  QueryShape shape_;
};

std::string LowerAscii(std::string_view text);
// " (did you mean x?)" or nothing.
std::string Nearest(const std::string& name, const std::vector<std::string>& candidates);

}  // namespace xiuhua::sql
