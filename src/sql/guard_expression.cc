#include <algorithm>
#include <array>

#include "sql/errors.h"
#include "sql/guard_walk.h"
#include "sql/macros.h"

namespace xiuhua::sql {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 200;
constexpr int kMaxWeight = 100;        // of one text
constexpr size_t kLiteralBytes = 100;  // of a literal count as one column value

// A function with the kinds of its arguments and of its value. kAny = any kind.
struct Signature {
  std::string_view name;
  std::vector<ValueKind> arguments;
  ValueKind result;
};

const std::vector<Signature>& Signatures() {
  using enum ValueKind;
  static const std::vector<Signature> signatures = {
      {"count_star", {}, kWhole},
      {"count", {kAny}, kWhole},
      {"sum", {kWhole}, kWhole},
      {"abs", {kWhole}, kWhole},
      {"length", {kText}, kWhole},
      {"lower", {kText}, kText},
      {"upper", {kText}, kText},
      {"trim", {kText}, kText},
      {"substr", {kText, kWhole, kWhole}, kText},
      {"||", {kText, kText}, kText},
      {"+", {kWhole, kWhole}, kWhole},
      {"-", {kWhole, kWhole}, kWhole},
      {"*", {kWhole, kWhole}, kWhole},
      {"~~", {kText, kText}, kFlag},
      {"!~~", {kText, kText}, kFlag},
      {"div_cents", {kWhole, kWhole}, kWhole},
      {"percent_of", {kWhole, kWhole}, kWhole},
      {"days_between", {kDate, kDate}, kWhole},
      {"add_days", {kDate, kWhole}, kDate},
      {"add_months", {kDate, kWhole}, kDate},
      {"age_years", {kDate, kDate}, kWhole},
      {"year_of", {kDate}, kWhole},
      {"month_of", {kDate}, kWhole},
  };
  return signatures;
}

std::string Spelling(const std::string& function) {
  if (function == "~~") return "like";
  if (function == "!~~") return "not like";
  if (function == "count_star") return "count(*)";
  return function == "substring" ? "substr" : function;
}

ValueKind CastKind(const std::string& type) {
  if (type == "BIGINT" || type == "INTEGER") return ValueKind::kWhole;
  if (type == "VARCHAR") return ValueKind::kText;
  if (type == "DATE") return ValueKind::kDate;
  if (type == "BOOLEAN") return ValueKind::kFlag;
  return ValueKind::kAny;
}

// A whole-number literal, or nothing.
std::optional<int64_t> WholeConstant(const Json& node) {
  if (node.value("class", "") != "CONSTANT" || node.at("value").value("is_null", true)) return std::nullopt;
  const Json& value = node.at("value").at("value");
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<int64_t>();
}

}  // namespace

const std::set<std::string, std::less<>>& AllowedFunctions() {
  static const std::set<std::string, std::less<>> functions = [] {
    std::set<std::string, std::less<>> names = {"min", "max", "coalesce", "nullif", "row_number", "lag", "lead"};
    for (const Signature& signature : Signatures()) names.insert(Spelling(std::string(signature.name)));
    return names;
  }();
  return functions;
}

Result<Value> GuardWalk::Expression(const Json& node, const Context& context) {
  if (++depth_ > kMaxDepth) return FailHere(errors::kTooComplex, {"f(f(f(...)))"});
  See(node);
  Result<Value> value = DispatchExpression(node, context);
  --depth_;
  return value;
}

Result<Value> GuardWalk::DispatchExpression(const Json& node, const Context& context) {
  const std::string kind = node.at("class").get<std::string>();
  if (kind == "COLUMN_REF") return ColumnReference(node, context);
  if (kind == "CONSTANT") return Constant(node);
  if (kind == "CAST") return Cast(node, context);
  if (kind == "FUNCTION") return Function(node, context, false);
  if (kind == "COMPARISON") return Comparison(node, context);
  if (kind == "BETWEEN") return Between(node, context);
  if (kind == "CONJUNCTION") return Conjunction(node, context);
  if (kind == "OPERATOR") return Operator(node, context);
  if (kind == "CASE") return Case(node, context);
  if (kind == "WINDOW") return Window(node, context);
  if (kind == "SUBQUERY") return Subquery(node, context);
  if (kind == "STAR") return Forbidden("select *");
  return Forbidden(LowerAscii(kind));
}

Result<std::vector<Value>> GuardWalk::Expressions(const Json& nodes, const Context& context) {
  std::vector<Value> values;
  for (const Json& node : nodes) {
    TRY_ASSIGN(Value value, Expression(node, context));
    values.push_back(std::move(value));
  }
  return values;
}

Result<void> GuardWalk::OptionalExpression(const Json& node, const Context& context) {
  if (node.is_null()) return {};
  TRY(Expression(node, context));
  return {};
}

Result<ValueKind> GuardWalk::OneKind(std::string_view what, const std::vector<Value>& values) {
  ValueKind kind = ValueKind::kAny;
  for (const Value& value : values) {
    if (value.kind == ValueKind::kAny) continue;
    if (kind != ValueKind::kAny && kind != value.kind) {
      return FailHere(errors::kUnlikeTypes, {what, ValueKindName(kind), ValueKindName(value.kind)});
    }
    kind = value.kind;
  }
  return kind;
}

Result<void> GuardWalk::Require(std::string_view what, const Value& value, ValueKind kind) {
  if (kind == ValueKind::kAny || value.kind == ValueKind::kAny || value.kind == kind) return {};
  return FailHere(errors::kUnlikeTypes, {what, ValueKindName(kind), ValueKindName(value.kind)});
}

int Heaviest(const std::vector<Value>& values) {
  int weight = 1;
  for (const Value& value : values) weight = std::max(weight, value.weight);
  return weight;
}

void GuardWalk::NoteLiteral(const Value& column, const Value& literal) {
  if (column.origin.table.empty() || !literal.text) return;
  shape_.literals.push_back({column.origin.table, column.origin.column, *literal.text, Line()});
}

Value GuardWalk::Use(const Field& field) {
  if (!field.origin.table.empty()) shape_.columns.push_back({field.origin.table, field.origin.column, Line()});
  return {field.kind, field.origin, {}, field.weight};
}

std::string GuardWalk::NearestColumn(const std::string& name, const Scope& scope) const {
  std::vector<std::string> names;
  for (const Relation& relation : scope.relations) {
    for (const Field& field : relation.fields) names.push_back(field.name);
  }
  return Nearest(name, names);
}

Result<Value> GuardWalk::ResolveQualified(const std::string& relation, const std::string& column, const Scope& scope) {
  for (const Scope* at = &scope; at != nullptr; at = at->outer) {
    for (const Relation& candidate : at->relations) {
      if (candidate.alias != relation && candidate.qualified != relation) continue;
      const auto named = [&](const Field& field) { return field.name == column; };
      const auto found = std::ranges::count_if(candidate.fields, named);
      if (found > 1) return FailHere(errors::kAmbiguousColumn, {relation + "." + column});
      if (found == 1) return Use(*std::ranges::find_if(candidate.fields, named));
      const Scope only{{candidate}, {}, nullptr};
      return FailHere(errors::kUnknownColumn, {relation + "." + column, NearestColumn(column, only)});
    }
  }
  return FailHere(errors::kUnknownTable, {relation, ""});
}

Result<Value> GuardWalk::Resolve(const std::vector<std::string>& names, const Scope& scope) {
  if (names.size() == 2) return ResolveQualified(names[0], names[1], scope);
  if (names.size() == 3) return ResolveQualified(names[0] + "." + names[1], names[2], scope);
  if (names.size() != 1) return Forbidden("a.b.c.d");
  for (const Scope* at = &scope; at != nullptr; at = at->outer) {
    const Field* found = nullptr;
    for (const Relation& relation : at->relations) {
      for (const Field& field : relation.fields) {
        if (field.name != names[0]) continue;
        if (found != nullptr && !at->merged.contains(names[0])) {
          return FailHere(errors::kAmbiguousColumn, {names[0]});
        }
        if (found == nullptr) found = &field;
      }
    }
    if (found != nullptr) return Use(*found);
  }
  return FailHere(errors::kUnknownColumn, {names[0], NearestColumn(names[0], scope)});
}

Result<Value> GuardWalk::ColumnReference(const Json& node, const Context& context) {
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "column_names"}));
  std::vector<std::string> names;
  for (const Json& name : node.at("column_names")) names.push_back(LowerAscii(name.get<std::string>()));
  return Resolve(names, context.scope);
}

Result<Value> GuardWalk::Constant(const Json& node) {
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "value"}));
  const Json& value = node.at("value");
  const std::string type = value.at("type").at("id").get<std::string>();
  if (type == "NULL") return Value{};
  if (type == "VARCHAR") {
    std::string text = value.at("value").get<std::string>();
    const int weight = 1 + static_cast<int>(text.size() / kLiteralBytes);
    return Value{ValueKind::kText, {}, std::move(text), weight};
  }
  if (type == "INTEGER" || type == "BIGINT") return Value{ValueKind::kWhole, {}, {}};
  return Forbidden("literal of type " + LowerAscii(type));
}

Result<Value> GuardWalk::Cast(const Json& node, const Context& context) {
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "child", "cast_type", "try_cast"}));
  if (node.at("try_cast").get<bool>()) return Forbidden("try_cast");
  const Json& type = node.at("cast_type");
  const std::string name = type.at("id").get<std::string>();
  const ValueKind kind = CastKind(name);
  if (kind == ValueKind::kAny || !type.at("type_info").is_null()) return Forbidden("cast as " + LowerAscii(name));
  const Json& child = node.at("child");
  Result<Value> inner;
  if (child.at("class") == "FUNCTION" && name == "BIGINT") {
    See(child);
    inner = Function(child, context, true);
  } else {
    inner = Expression(child, context);
  }
  if (!inner) return inner;
  if (inner->kind == ValueKind::kDouble) return FailHere(errors::kUnlikeTypes, {"cast", "double", ValueKindName(kind)});
  return Value{kind, {}, {}, inner->weight};
}

Result<Value> GuardWalk::Function(const Json& node, const Context& context, bool sum_allowed) {
  const std::string name = LowerAscii(node.at("function_name").get<std::string>());
  const std::string spelling = Spelling(name);
  const std::string schema = node.at("schema").get<std::string>();
  if (!AllowedFunctions().contains(spelling) && !options_.extra_functions.contains(name)) {
    return FailHere(errors::kForbiddenFunction, {spelling});
  }
  if (!schema.empty() && schema != "main") return FailHere(errors::kForbiddenFunction, {schema + "." + spelling});
  if (name == "sum" && !sum_allowed) return FailHere(errors::kForbiddenFunction, {"sum"});
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "function_name", "schema", "children", "distinct",
                      "is_operator", "order_bys"}));
  TRY(OnlyKeys(node.at("order_bys"), {"type"}));
  if (node.at("distinct").get<bool>() && name != "count")
    return FailHere(errors::kForbiddenFunction, {name + "(distinct)"});
  TRY_ASSIGN(const std::vector<Value> arguments, Expressions(node.at("children"), context));
  See(node);
  return CheckedCall(name, node, arguments);
}

Result<Value> GuardWalk::CheckedCall(const std::string& name, const Json& node, const std::vector<Value>& arguments) {
  const std::string spelling = Spelling(name);
  if (options_.extra_functions.contains(name)) return Value{};
  if (name == "min" || name == "max") {
    if (arguments.size() != 1) return FailHere(errors::kForbiddenFunction, {name});
    return Value{arguments[0].kind, arguments[0].origin, {}, Heaviest(arguments)};
  }
  if (name == "nullif") {
    if (arguments.size() != 2) return FailHere(errors::kForbiddenFunction, {name});
    NoteLiteral(arguments[0], arguments[1]);
    TRY_ASSIGN(const ValueKind kind, OneKind(name, arguments));
    return Value{kind, {}, {}, Heaviest(arguments)};
  }
  const auto signature = std::ranges::find_if(
      Signatures(), [&](const Signature& s) { return s.name == (spelling == "substr" ? spelling : name); });
  if (signature == Signatures().end()) return FailHere(errors::kForbiddenFunction, {spelling});
  const bool negation = name == "-" && arguments.size() == 1;
  if (arguments.size() != signature->arguments.size() && !negation) {
    return FailHere(errors::kForbiddenFunction, {spelling});
  }
  for (size_t i = 0; i < arguments.size(); ++i) TRY(Require(spelling, arguments[i], signature->arguments[i]));
  const Json& children = node.at("children");
  if (signature->name == "substr") {
    const bool fixed =
        WholeConstant(children.at(1)).value_or(0) >= 1 && WholeConstant(children.at(2)).value_or(-1) >= 0;
    if (!fixed) return FailHere(errors::kForbiddenFunction, {"substr"});
  }
  if (signature->result == ValueKind::kFlag) {  // like
    if (!arguments[1].text || arguments[1].text->find('\\') != std::string::npos) {
      return FailHere(errors::kForbiddenFunction, {spelling});
    }
  }
  if (name != "||") return Value{signature->result, {}, {}, Heaviest(arguments)};
  const int weight = arguments[0].weight + arguments[1].weight;
  if (weight > kMaxWeight) return FailHere(errors::kTooComplex, {"|| || ||"});
  return Value{signature->result, {}, {}, weight};
}

Result<Value> GuardWalk::Comparison(const Json& node, const Context& context) {
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "left", "right"}));
  static constexpr std::array<std::string_view, 8> kAllowed = {"COMPARE_EQUAL",         "COMPARE_NOTEQUAL",
                                                               "COMPARE_LESSTHAN",      "COMPARE_LESSTHANOREQUALTO",
                                                               "COMPARE_GREATERTHAN",   "COMPARE_GREATERTHANOREQUALTO",
                                                               "COMPARE_DISTINCT_FROM", "COMPARE_NOT_DISTINCT_FROM"};
  const std::string type = node.at("type").get<std::string>();
  if (std::ranges::find(kAllowed, type) == kAllowed.end()) return Forbidden(LowerAscii(type));
  TRY_ASSIGN(const Value left, Expression(node.at("left"), context));
  TRY_ASSIGN(const Value right, Expression(node.at("right"), context));
  See(node);
  TRY(OneKind("= < >", {left, right}));
  NoteLiteral(left, right);
  NoteLiteral(right, left);
  return Value{ValueKind::kFlag, {}, {}};
}

Result<Value> GuardWalk::Between(const Json& node, const Context& context) {
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "input", "lower", "upper"}));
  TRY_ASSIGN(Value input, Expression(node.at("input"), context));
  TRY_ASSIGN(Value lower, Expression(node.at("lower"), context));
  TRY_ASSIGN(Value upper, Expression(node.at("upper"), context));
  TRY(OneKind("between", {std::move(input), std::move(lower), std::move(upper)}));
  return Value{ValueKind::kFlag, {}, {}};
}

Result<Value> GuardWalk::Conjunction(const Json& node, const Context& context) {
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "children"}));
  TRY_ASSIGN(const std::vector<Value> values, Expressions(node.at("children"), context));
  for (const Value& value : values) TRY(Require("and / or", value, ValueKind::kFlag));
  return Value{ValueKind::kFlag, {}, {}};
}

Result<Value> GuardWalk::Operator(const Json& node, const Context& context) {
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "children"}));
  const std::string type = node.at("type").get<std::string>();
  TRY_ASSIGN(const std::vector<Value> values, Expressions(node.at("children"), context));
  const Value flag{ValueKind::kFlag, {}, {}};
  if (type == "OPERATOR_IS_NULL" || type == "OPERATOR_IS_NOT_NULL") return flag;
  if (type == "OPERATOR_NOT") {
    for (const Value& value : values) TRY(Require("not", value, ValueKind::kFlag));
    return flag;
  }
  if (type == "COMPARE_IN" || type == "COMPARE_NOT_IN") {
    TRY(OneKind("in", values));
    for (size_t i = 1; i < values.size(); ++i) NoteLiteral(values[0], values[i]);
    return flag;
  }
  if (type == "OPERATOR_COALESCE") {
    TRY_ASSIGN(const ValueKind kind, OneKind("coalesce", values));
    return Value{kind, {}, {}, Heaviest(values)};
  }
  return Forbidden(LowerAscii(type));
}

Result<Value> GuardWalk::Case(const Json& node, const Context& context) {
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "case_checks", "else_expr"}));
  std::vector<Value> results;
  for (const Json& check : node.at("case_checks")) {
    TRY(OnlyKeys(check, {"when_expr", "then_expr"}));
    TRY_ASSIGN(const Value when, Expression(check.at("when_expr"), context));
    TRY(Require("case when", when, ValueKind::kFlag));
    TRY_ASSIGN(Value then, Expression(check.at("then_expr"), context));
    results.push_back(std::move(then));
  }
  if (!node.at("else_expr").is_null()) {
    TRY_ASSIGN(Value otherwise, Expression(node.at("else_expr"), context));
    results.push_back(std::move(otherwise));
  }
  TRY_ASSIGN(const ValueKind kind, OneKind("case", results));
  return Value{kind, {}, {}, Heaviest(results)};
}

Result<Value> GuardWalk::Window(const Json& node, const Context& context) {
  const std::string name = LowerAscii(node.at("function_name").get<std::string>());
  if (name != "row_number" && name != "lag" && name != "lead") {
    return FailHere(errors::kForbiddenFunction, {name + "() over"});
  }
  TRY(OnlyKeys(node, {"class", "type", "alias", "query_location", "function_name", "children", "partitions", "orders",
                      "start", "end", "offset_expr", "default_expr", "exclude_clause"}));
  const bool plain_frame = node.at("start") == "UNBOUNDED_PRECEDING" && node.at("end") == "CURRENT_ROW_RANGE" &&
                           node.at("exclude_clause") == "NO_OTHER";
  if (!plain_frame) return Forbidden("rows between");
  if (node.at("orders").empty()) return Forbidden(name + " without order by");
  TRY_ASSIGN(std::vector<Value> arguments, Expressions(node.at("children"), context));
  TRY(Expressions(node.at("partitions"), context));
  for (const Json& order : node.at("orders")) {
    TRY(OnlyKeys(order, {"type", "null_order", "expression"}));
    if (order.at("null_order") == "ORDER_DEFAULT") return Forbidden("order by without nulls first / nulls last");
    TRY(Expression(order.at("expression"), context));
  }
  TRY(OptionalExpression(node.at("offset_expr"), context));
  if (!node.at("default_expr").is_null()) {
    TRY_ASSIGN(Value otherwise, Expression(node.at("default_expr"), context));
    arguments.push_back(std::move(otherwise));
    TRY(OneKind(name, arguments));
  }
  if (name == "row_number") return Value{ValueKind::kWhole, {}, {}};
  if (arguments.empty()) return FailHere(errors::kForbiddenFunction, {name});
  return Value{arguments[0].kind, arguments[0].origin, {}, Heaviest(arguments)};
}

Result<Value> GuardWalk::Subquery(const Json& node, const Context& context) {
  TRY(OnlyKeys(node,
               {"class", "type", "alias", "query_location", "subquery_type", "subquery", "child", "comparison_type"}));
  const std::string type = node.at("subquery_type").get<std::string>();
  TRY_ASSIGN(const std::vector<Field> fields, SubqueryFields(node.at("subquery"), &context.scope, context.ctes));
  const Value flag{ValueKind::kFlag, {}, {}};
  if (type == "EXISTS" || type == "NOT_EXISTS") return flag;
  if (fields.size() != 1) return FailHere(errors::kSyntax, {"(select a, b)"});
  const Value only{fields[0].kind, fields[0].origin, {}, fields[0].weight};
  if (type == "SCALAR") {
    const Json& from = node.at("subquery").at("node").value("from_table", Json());
    if (from.value("type", "") != "BASE_TABLE" || from.value("table_name", "") != "run") {
      return Forbidden("(select ...) as a value");
    }
    return only;
  }
  if (type != "ANY" || node.at("comparison_type") != "COMPARE_EQUAL") return Forbidden("any / all");
  TRY_ASSIGN(const Value child, Expression(node.at("child"), context));
  TRY(OneKind("in", {child, only}));
  return flag;
}

}  // namespace xiuhua::sql
