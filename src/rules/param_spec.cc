#include "rules/param_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "rules/errors.h"
#include "sql/types.h"

namespace xiuhua::rules {
namespace {

constexpr std::array<std::string_view, 9> kUnits = {"cents",   "days", "months", "years", "count",
                                                    "percent", "text", "date",   "mu100"};

void Wrong(std::string_view name, std::string_view zh, std::string_view en, const SourceRef& where,
           Problems& problems) {
  problems.Add(errors::kParamValue, {name, zh, en}, where);
}

bool IsUnit(std::string_view unit) {
  return unit.starts_with("cents_per_") || std::ranges::find(kUnits, unit) != kUnits.end();
}

bool IsRegion(std::string_view text) {
  if (text == "0") return true;
  return (text.size() == 2 || text.size() == 4 || text.size() == 6) &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool Matches(const ParamValue& value, std::string_view county) {
  return value.region == "0" || county.starts_with(value.region);
}

// Longer regions win, then the site.
int Rank(const ParamValue& value) {
  return (value.region == "0" ? 0 : static_cast<int>(value.region.size()) * 2) + (value.of_site ? 1 : 0);
}

bool ReadScalar(const lake::YamlNode& node, const ParamSpec& spec, ParamValue& target, Problems& problems) {
  if (spec.unit == "text") {
    std::string text;
    if (!problems.Take(node.Text(), text)) return false;
    target.value = std::move(text);
  } else if (spec.unit == "date") {
    Date date;
    if (!problems.Take(node.IsoDate(), date)) return false;
    target.value = date;
  } else {
    int64_t number = 0;
    if (!problems.Take(node.Int(), number)) return false;
    target.value = number;
  }
  return true;
}

template <class Read>
bool ReadRequired(const lake::YamlNode& node, std::string_view key, Problems& problems, const Read& read) {
  auto found = node.Get(key);
  if (!found) {
    problems.Add(found.error());
    return false;
  }
  return read(*found);
}

std::optional<ParamValue> ReadValue(const lake::YamlNode& node, const ParamSpec& spec, bool of_site,
                                    Problems& problems) {
  ParamValue value{.to = OpenEnd(), .of_site = of_site, .where = node.where()};
  if (!problems.Take(node.OnlyKeys({"region", "class", "from", "to", "value", "law", "verified"}))) return std::nullopt;
  using Node = lake::YamlNode;
  bool good =
      ReadRequired(node, "region", problems, [&](const Node& n) { return problems.Take(n.Text(), value.region); });
  good &= ReadRequired(node, "from", problems, [&](const Node& n) { return problems.Take(n.IsoDate(), value.from); });
  good &= ReadRequired(node, "value", problems, [&](const Node& n) { return ReadScalar(n, spec, value, problems); });
  good &= ReadRequired(node, "law", problems, [&](const Node& n) { return problems.Take(n.TitleText(), value.law); });
  if (const auto to = node.Find("to")) good &= problems.Take(to->IsoDate(), value.to);
  good &= problems.Take(node.TextOr("class", ""), value.class_name);
  good &= problems.Take(node.BoolOr("verified", false), value.verified);
  if (!good) return std::nullopt;
  if (!IsRegion(value.region)) {
    Wrong(spec.name, "地区“" + value.region + "”应为 2、4、6 位代码或 0",
          "region \"" + value.region + "\" must be 2, 4 or 6 digits or 0", value.where, problems);
    return std::nullopt;
  }
  if (value.to < value.from) {
    Wrong(spec.name, "止日早于起日", "it ends before it begins", value.where, problems);
    return std::nullopt;
  }
  if (value.class_name.empty() != spec.class_kind.empty()) {
    Wrong(spec.name, spec.class_kind.empty() ? "这个参数不分类，不要写 class" : "要写 class",
          spec.class_kind.empty() ? "this parameter has no class" : "class is missing", value.where, problems);
    return std::nullopt;
  }
  return value;
}

void RefuseOverlaps(const ParamSpec& spec, Problems& problems) {
  for (size_t later = 0; later < spec.values.size(); ++later) {
    const ParamValue& b = spec.values[later];
    for (size_t earlier = 0; earlier < later; ++earlier) {
      const ParamValue& a = spec.values[earlier];
      if (a.region != b.region || a.class_name != b.class_name || a.of_site != b.of_site) continue;
      if (a.from <= b.to && b.from <= a.to) {
        problems.Add(errors::kParamOverlap, {spec.name, b.region}, b.where);
        break;
      }
    }
  }
}

// Title, unit and class: required for a new name, inherited when the site only adds values.
bool ReadKind(const lake::YamlNode& node, bool known, ParamSpec& spec, Problems& problems) {
  if (known) {
    std::string unit;
    std::string class_kind;
    if (!problems.Take(node.TextOr("unit", spec.unit), unit)) return false;
    if (!problems.Take(node.TextOr("class", spec.class_kind), class_kind)) return false;
    if (unit == spec.unit && class_kind == spec.class_kind) return true;
    Wrong(spec.name, "单位或分类和业务包里的不一样", "unit or class differ from the pack's", node.where(), problems);
    return false;
  }
  bool good = ReadRequired(node, "title", problems,
                           [&](const lake::YamlNode& n) { return problems.Take(n.TitleText(), spec.title); });
  good &=
      ReadRequired(node, "unit", problems, [&](const lake::YamlNode& n) { return problems.Take(n.Text(), spec.unit); });
  good &= problems.Take(node.TextOr("class", ""), spec.class_kind);
  if (good && !IsUnit(spec.unit)) {
    Wrong(spec.name, "单位“" + spec.unit + "”不认识", "unknown unit \"" + spec.unit + "\"", node.where(), problems);
    return false;
  }
  return good;
}

void ReadParam(const lake::YamlNode& node, std::string_view pack, bool of_site, ParamSet& params, Problems& problems) {
  if (!problems.Take(node.OnlyKeys({"name", "title", "unit", "class", "values"}))) return;
  std::string name;
  if (!ReadRequired(node, "name", problems, [&](const lake::YamlNode& n) { return problems.Take(n.Text(), name); })) {
    return;
  }
  const auto found = params.find(name);
  const bool known = found != params.end();
  if (known && !of_site) {
    problems.Add(errors::kDuplicateId, {name, found->second.where.file}, node.where());
    return;
  }
  ParamSpec spec;
  if (known) {
    spec = found->second;
  } else {
    spec.name = name;
    spec.pack = pack;
    spec.where = node.where();
  }
  const bool snake = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!snake)
    return Wrong(name, "名称只能用小写字母、数字和下划线", "the name must be snake_case", node.where(), problems);
  if (!ReadKind(node, known, spec, problems)) return;
  if (const auto values = node.Find("values")) {
    std::vector<lake::YamlNode> items;
    problems.Take(values->Items(), items);
    for (const lake::YamlNode& item : items) {
      if (auto value = ReadValue(item, spec, of_site, problems)) spec.values.push_back(std::move(*value));
    }
  }
  RefuseOverlaps(spec, problems);
  params.insert_or_assign(name, std::move(spec));
}

std::string SqlValue(const ParamScalar& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return sql::Quoted(*text);
  return "date " + sql::Quoted(FormatDate(std::get<Date>(value)));
}

std::string ClassSql(const std::string& class_name) { return class_name.empty() ? "null" : sql::Quoted(class_name); }

std::string InsertSql(const std::string& table, const std::vector<std::string>& rows) {
  if (rows.empty()) return "";
  return fmt::format("insert into {} values {};\n", table, fmt::join(rows, ", "));
}

}  // namespace

Date OpenEnd() { return *MakeDate(9999, 12, 31); }

std::string ScalarText(const ParamScalar& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return FormatDate(std::get<Date>(value));
}

const char* ParamSpec::SqlType() const {
  if (unit == "text") return "VARCHAR";
  return unit == "date" ? "DATE" : "BIGINT";
}

std::vector<std::string> ParamSpec::Classes() const {
  if (class_kind.empty()) return {""};
  std::set<std::string> classes;
  for (const ParamValue& value : values) classes.insert(value.class_name);
  return {classes.begin(), classes.end()};
}

const ParamValue* ParamSpec::InForce(std::string_view county, std::string_view class_name, Date on) const {
  const ParamValue* best = nullptr;
  for (const ParamValue& value : values) {
    if (value.class_name != class_name || on < value.from || on > value.to || !Matches(value, county)) continue;
    if (best == nullptr || Rank(value) > Rank(*best)) best = &value;
  }
  return best;
}

std::vector<ParamSpan> HistoryOf(const ParamSpec& spec, std::string_view county, std::string_view class_name) {
  std::set<Date> starts;
  for (const ParamValue& value : spec.values) {
    if (value.class_name != class_name || !Matches(value, county)) continue;
    starts.insert(value.from);
    if (value.to < OpenEnd()) starts.insert(Date{value.to.days + 1});
  }
  std::vector<ParamSpan> spans;
  for (auto start = starts.begin(); start != starts.end(); ++start) {
    const ParamValue* value = spec.InForce(county, class_name, *start);
    if (value == nullptr) continue;
    const auto next = std::next(start);
    const Date to = next == starts.end() ? OpenEnd() : Date{next->days - 1};
    if (!spans.empty() && spans.back().value == value && spans.back().to.days + 1 == start->days) {
      spans.back().to = to;
    } else {
      spans.push_back({*start, to, value});
    }
  }
  return spans;
}

void ReadParams(const lake::YamlNode& root, std::string_view pack, bool of_site, ParamSet& params, Problems& problems) {
  if (!problems.Take(root.OnlyKeys({"parameters"}))) return;
  const auto list = root.Find("parameters");
  if (!list) return;
  std::vector<lake::YamlNode> items;
  problems.Take(list->Items(), items);
  for (const lake::YamlNode& item : items) ReadParam(item, pack, of_site, params, problems);
}

std::string ParamTablesSql(const ParamSet& params, std::span<const std::string> counties, Date as_of) {
  std::string out = "create schema params;\ncreate schema params_history;\n";
  for (const auto& [name, spec] : params) {
    out += fmt::format(
        "create table params.{0}(county VARCHAR, class VARCHAR, value {1});\n"
        "create table params_history.{0}(county VARCHAR, class VARCHAR, value {1}, valid_from DATE, "
        "valid_to DATE);\n",
        name, spec.SqlType());
    std::vector<std::string> now;
    std::vector<std::string> history;
    for (const std::string& county : counties) {
      for (const std::string& class_name : spec.Classes()) {
        const std::string head = sql::Quoted(county) + ", " + ClassSql(class_name) + ", ";
        if (const ParamValue* value = spec.InForce(county, class_name, as_of)) {
          now.push_back("(" + head + SqlValue(value->value) + ")");
        }
        for (const ParamSpan& span : HistoryOf(spec, county, class_name)) {
          history.push_back(fmt::format("({}{}, date '{}', date '{}')", head, SqlValue(span.value->value),
                                        FormatDate(span.from), FormatDate(span.to)));
        }
      }
    }
    out += InsertSql("params." + name, now) + InsertSql("params_history." + name, history);
  }
  return out;
}

}  // namespace xiuhua::rules
