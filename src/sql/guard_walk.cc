#include "sql/guard_walk.h"

#include <algorithm>
#include <limits>

#include "sql/errors.h"

namespace xiuhua::sql {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 200;

bool IsEmpty(const Json& value) {
  return value.is_null() || (value.is_boolean() && !value.get<bool>()) ||
         ((value.is_string() || value.is_array() || value.is_object()) && value.empty()) ||
         (value.is_string() && value.get<std::string>().empty());
}

ValueKind KindOf(SqlType type) {
  switch (type) {
    case SqlType::kText:
      return ValueKind::kText;
    case SqlType::kInt64:
    case SqlType::kInt32:
    case SqlType::kInt8:
      return ValueKind::kWhole;
    case SqlType::kBool:
      return ValueKind::kFlag;
    case SqlType::kDate:
      return ValueKind::kDate;
    case SqlType::kDouble:
      return ValueKind::kDouble;
  }
  return ValueKind::kAny;
}

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

const char* ValueKindName(ValueKind kind) {
  switch (kind) {
    case ValueKind::kText:
      return "varchar";
    case ValueKind::kWhole:
      return "bigint";
    case ValueKind::kFlag:
      return "boolean";
    case ValueKind::kDate:
      return "date";
    case ValueKind::kDouble:
      return "double";
    case ValueKind::kAny:
      break;
  }
  return "?";
}

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string Nearest(const std::string& name, const std::vector<std::string>& candidates) {
  const std::string* best = nullptr;
  size_t best_distance = name.size() / 3 + 2;
  for (const std::string& candidate : candidates) {
    const size_t distance = EditDistance(name, candidate);
    if (distance >= best_distance) continue;
    best = &candidate;
    best_distance = distance;
  }
  return best == nullptr ? "" : " (→ " + *best + "?)";
}

void GuardWalk::See(const Json& node) {
  const auto location = node.find("query_location");
  if (location == node.end() || !location->is_number_unsigned()) return;
  const auto offset = location->get<uint64_t>();
  if (offset == std::numeric_limits<uint64_t>::max()) return;
  offset_ = offset < offset_shift_ ? 0 : offset - offset_shift_;
}

std::unexpected<Error> GuardWalk::Forbidden(std::string_view what) { return FailHere(errors::kForbiddenNode, {what}); }

Result<void> GuardWalk::OnlyKeys(const Json& node, std::initializer_list<std::string_view> keys) {
  if (!node.is_object()) return Forbidden("?");
  for (const auto& [key, value] : node.items()) {
    if (std::ranges::find(keys, key) == keys.end() && !IsEmpty(value)) return Forbidden(key);
  }
  return {};
}

Result<QueryShape> GuardWalk::Statement(const Json& root) {
  if (root.value("error", true)) {
    const std::string message = root.value("error_message", "?");
    const bool parsed = root.value("error_type", "") != "parser";
    const auto position = root.find("position");
    if (position != root.end() && position->is_string()) {
      const size_t offset = std::strtoull(position->get<std::string>().c_str(), nullptr, 10);
      offset_ = offset < offset_shift_ ? 0 : offset - offset_shift_;
    }
    return FailHere(parsed ? errors::kNotOneSelect : errors::kSyntax, {message});
  }
  const Json& statements = root.at("statements");
  if (statements.size() != 1) return FailHere(errors::kNotOneSelect, {std::to_string(statements.size())});
  const Json& statement = statements.at(0);
  TRY(OnlyKeys(statement, {"node"}));
  TRY_ASSIGN(const std::vector<Field> fields, Query(statement.at("node"), nullptr, nullptr));
  for (const Field& field : fields) shape_.outputs.push_back(field.name);
  return std::move(shape_);
}

Result<std::vector<Field>> GuardWalk::Query(const Json& node, const Scope* outer, const CteFrame* ctes) {
  if (++depth_ > kMaxDepth) return FailHere(errors::kTooComplex, {"select (select (...))"});
  CteFrame frame{.outer = ctes};
  TRY(Modifiers(node.at("modifiers")));
  TRY(Ctes(node.at("cte_map"), outer, frame));
  const std::string type = node.at("type").get<std::string>();
  Result<std::vector<Field>> fields;
  if (type == "SELECT_NODE") {
    fields = Select(node, outer, &frame);
  } else if (type == "SET_OPERATION_NODE") {
    fields = Union(node, outer, &frame);
  } else {
    fields = Forbidden(type == "RECURSIVE_CTE_NODE" ? "with recursive" : type);
  }
  --depth_;
  return fields;
}

Result<void> GuardWalk::Modifiers(const Json& modifiers) {
  for (const Json& modifier : modifiers) {
    const std::string type = modifier.at("type").get<std::string>();
    if (type == "ORDER_MODIFIER") return Forbidden("order by");
    if (type == "LIMIT_MODIFIER" || type == "LIMIT_PERCENT_MODIFIER") return Forbidden("limit");
    if (type != "DISTINCT_MODIFIER") return Forbidden(type);
    if (!IsEmpty(modifier.value("distinct_on_targets", Json()))) return Forbidden("distinct on");
    TRY(OnlyKeys(modifier, {"type"}));
  }
  return {};
}

Result<void> GuardWalk::Ctes(const Json& cte_map, const Scope* outer, CteFrame& frame) {
  TRY(OnlyKeys(cte_map, {"map"}));
  for (const Json& entry : cte_map.at("map")) {
    const std::string name = LowerAscii(entry.at("key").get<std::string>());
    const Json& value = entry.at("value");
    TRY(OnlyKeys(value, {"aliases", "query", "materialized"}));
    if (value.at("materialized") != "CTE_MATERIALIZE_DEFAULT") return Forbidden("materialized");
    if (options_.tables.contains(name)) return Forbidden("with " + name);
    TRY_ASSIGN(std::vector<Field> fields, SubqueryFields(value.at("query"), outer, &frame));
    TRY(Rename(value.at("aliases"), fields));
    frame.queries[name] = std::move(fields);
  }
  return {};
}

Result<std::vector<Field>> GuardWalk::Select(const Json& node, const Scope* outer, const CteFrame* ctes) {
  TRY(OnlyKeys(node, {"type", "modifiers", "cte_map", "select_list", "from_table", "where_clause", "group_expressions",
                      "group_sets", "aggregate_handling", "having"}));
  if (node.at("aggregate_handling") != "STANDARD_HANDLING") return Forbidden("group by all");
  Scope scope{.outer = outer};
  TRY(Table(node.at("from_table"), scope, ctes));
  const Context context{scope, ctes};
  TRY_ASSIGN(std::vector<Field> fields, Outputs(node.at("select_list"), scope, ctes));
  TRY(OptionalExpression(node.at("where_clause"), context));
  const Json& groups = node.at("group_expressions");
  const Json& sets = node.at("group_sets");
  if (sets.size() > 1 || (sets.size() == 1 && sets.at(0).size() != groups.size())) return Forbidden("grouping sets");
  TRY(Expressions(groups, context));
  TRY(OptionalExpression(node.at("having"), context));
  return fields;
}

Result<std::vector<Field>> GuardWalk::Outputs(const Json& select_list, const Scope& scope, const CteFrame* ctes) {
  std::vector<Field> fields;
  for (const Json& item : select_list) {
    TRY_ASSIGN(Value value, Expression(item, {scope, ctes}));
    std::string name = item.value("alias", "");
    if (name.empty() && item.at("class") == "COLUMN_REF") name = item.at("column_names").back().get<std::string>();
    fields.push_back({LowerAscii(name), value.kind, std::move(value.origin), value.weight});
  }
  return fields;
}

Result<std::vector<Field>> GuardWalk::Union(const Json& node, const Scope* outer, const CteFrame* ctes) {
  TRY(OnlyKeys(node, {"type", "modifiers", "cte_map", "setop_type", "left", "right", "setop_all"}));
  const std::string type = node.at("setop_type").get<std::string>();
  if (type != "UNION") return Forbidden(LowerAscii(type));
  if (!node.at("setop_all").get<bool>()) return Forbidden("union (without all)");
  TRY_ASSIGN(std::vector<Field> left, Query(node.at("left"), outer, ctes));
  TRY_ASSIGN(const std::vector<Field> right, Query(node.at("right"), outer, ctes));
  if (left.size() != right.size()) {
    return FailHere(errors::kSyntax, {std::to_string(left.size()) + " / " + std::to_string(right.size()) + " columns"});
  }
  for (size_t i = 0; i < left.size(); ++i) {
    TRY_ASSIGN(left[i].kind, OneKind("union all", {{left[i].kind}, {right[i].kind}}));
    left[i].weight = std::max(left[i].weight, right[i].weight);
    const Origin& other = right[i].origin;
    if (left[i].origin.table != other.table || left[i].origin.column != other.column) left[i].origin = {};
  }
  return left;
}

Result<std::vector<Field>> GuardWalk::SubqueryFields(const Json& statement, const Scope* outer, const CteFrame* ctes) {
  TRY(OnlyKeys(statement, {"node"}));
  return Query(statement.at("node"), outer, ctes);
}

Result<void> GuardWalk::Rename(const Json& names, std::vector<Field>& fields) {
  if (names.size() > fields.size()) return FailHere(errors::kSyntax, {"more names than columns"});
  for (size_t i = 0; i < names.size(); ++i) fields[i].name = LowerAscii(names.at(i).get<std::string>());
  return {};
}

Result<void> GuardWalk::Table(const Json& node, Scope& scope, const CteFrame* ctes) {
  if (++depth_ > kMaxDepth) return FailHere(errors::kTooComplex, {"join"});
  See(node);
  const std::string type = node.at("type").get<std::string>();
  Result<void> result;
  if (type == "BASE_TABLE") {
    result = BaseTable(node, scope, ctes);
  } else if (type == "SUBQUERY") {
    result = SubqueryTable(node, scope, ctes);
  } else if (type == "JOIN") {
    result = Join(node, scope, ctes);
  } else if (type == "EMPTY") {
    result = OnlyKeys(node, {"type", "query_location"});
  } else if (type == "TABLE_FUNCTION") {
    result = FailHere(errors::kForbiddenFunction, {node.at("function").value("function_name", "?")});
  } else {
    result = Forbidden(LowerAscii(type));
  }
  --depth_;
  return result;
}

Result<void> GuardWalk::BaseTable(const Json& node, Scope& scope, const CteFrame* ctes) {
  TRY(OnlyKeys(node, {"type", "alias", "query_location", "schema_name", "table_name"}));
  const std::string schema = LowerAscii(node.at("schema_name").get<std::string>());
  const std::string table = LowerAscii(node.at("table_name").get<std::string>());
  const std::string alias = LowerAscii(node.at("alias").get<std::string>());
  const std::string name = schema.empty() ? table : schema + "." + table;
  Relation relation{.alias = alias.empty() ? table : alias, .qualified = alias.empty() ? name : ""};
  for (const CteFrame* frame = ctes; schema.empty() && frame != nullptr; frame = frame->outer) {
    const auto cte = frame->queries.find(table);
    if (cte == frame->queries.end()) continue;
    relation.fields = cte->second;
    scope.relations.push_back(std::move(relation));
    return {};
  }
  const auto declared = options_.tables.find(name);
  if (declared == options_.tables.end()) {
    std::vector<std::string> names;
    for (const auto& [known, columns] : options_.tables) names.push_back(known);
    return FailHere(errors::kUnknownTable, {name, Nearest(name, names)});
  }
  shape_.tables.insert(name);
  shape_.table_uses.push_back({name, Line()});
  for (const Column& column : declared->second) {
    relation.fields.push_back({column.name, KindOf(column.type), {name, column.name}});
  }
  scope.relations.push_back(std::move(relation));
  return {};
}

Result<void> GuardWalk::SubqueryTable(const Json& node, Scope& scope, const CteFrame* ctes) {
  TRY(OnlyKeys(node, {"type", "alias", "query_location", "subquery", "column_name_alias"}));
  const std::string alias = LowerAscii(node.at("alias").get<std::string>());
  if (alias.empty()) return Forbidden("from (select ...) without a name");
  // The enclosing query's scope is not offered: a sub-select that looks at its neighbours is a lateral join.
  TRY_ASSIGN(std::vector<Field> fields, SubqueryFields(node.at("subquery"), scope.outer, ctes));
  TRY(Rename(node.at("column_name_alias"), fields));
  scope.relations.push_back({alias, "", std::move(fields)});
  return {};
}

Result<void> GuardWalk::Join(const Json& node, Scope& scope, const CteFrame* ctes) {
  TRY(OnlyKeys(node, {"type", "query_location", "left", "right", "condition", "join_type", "ref_type", "using_columns",
                      "is_implicit"}));
  const std::string how = node.at("ref_type").get<std::string>();
  const std::string type = node.at("join_type").get<std::string>();
  if (how != "REGULAR" && how != "CROSS") return Forbidden(LowerAscii(how) + " join");
  const bool filters = type == "SEMI" || type == "ANTI";
  if (type != "INNER" && type != "LEFT" && type != "FULL" && !filters) return Forbidden(LowerAscii(type) + " join");
  Scope left{.outer = scope.outer};
  Scope right{.outer = scope.outer};
  TRY(Table(node.at("left"), left, ctes));
  TRY(Table(node.at("right"), right, ctes));
  Scope joined = left;
  joined.relations.insert(joined.relations.end(), right.relations.begin(), right.relations.end());
  joined.merged.insert(right.merged.begin(), right.merged.end());
  for (size_t i = 0; i < joined.relations.size(); ++i) {
    for (size_t j = i + 1; j < joined.relations.size(); ++j) {
      if (joined.relations[i].alias == joined.relations[j].alias) {
        return FailHere(errors::kAmbiguousColumn, {joined.relations[i].alias + ".*"});
      }
    }
  }
  TRY(UsingColumns(node.at("using_columns"), left, right, joined));
  TRY(OptionalExpression(node.at("condition"), {joined, ctes}));
  Scope& result = filters ? left : joined;
  scope.merged.insert(result.merged.begin(), result.merged.end());
  std::ranges::move(result.relations, std::back_inserter(scope.relations));
  return {};
}

Result<void> GuardWalk::UsingColumns(const Json& names, const Scope& left, const Scope& right, Scope& joined) {
  for (const Json& entry : names) {
    const std::string name = LowerAscii(entry.get<std::string>());
    const Scope left_only{left.relations, left.merged, nullptr};
    const Scope right_only{right.relations, right.merged, nullptr};
    TRY_ASSIGN(const Value a, Resolve({name}, left_only));
    TRY_ASSIGN(const Value b, Resolve({name}, right_only));
    TRY(OneKind("using (" + name + ")", {a, b}));
    joined.merged.insert(name);
  }
  return {};
}

}  // namespace xiuhua::sql
