#include "ingest/source_spec.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "ingest/expression.h"
#include "ingest/import_errors.h"
#include "ingest/layout.h"
#include "text/width.h"

namespace xiuhua::ingest {
namespace {

using lake::ColumnType;
using lake::YamlNode;

constexpr std::array<std::string_view, 3> kWays{"list", "inquiry", "clue"};
constexpr std::array<std::string_view, 4> kModes{"full", "increment", "year_to_date", "events"};
constexpr std::array<std::string_view, 3> kMoneyUnits{"yuan", "wan_yuan", "fen"};
constexpr std::array<std::string_view, 3> kAreaUnits{"mu", "hectare", "m2"};
constexpr std::array<std::string_view, 2> kPercentUnits{"percent", "fraction"};
constexpr std::array<std::string_view, 2> kOnBad{"quarantine", "null"};
constexpr std::array<std::string_view, 2> kKeepOrAside{"keep", "set_aside"};
constexpr int kMaxUnpivot = 63;  // member numbers of a row reference

std::string Cleaned(std::string_view text) {
  std::string buffer;
  return std::string(text::CleanCell(text, buffer));
}

bool IsTemplate(std::string_view field) { return field.find("{n}") != std::string_view::npos; }

Result<void> CheckExpression(const std::string& expression, const YamlNode& node) {
  std::string why;
  if (Expression::Compile(expression, why)) return {};
  return Fail(errors::kBadExpression, {expression, why}, node.where());
}

std::unexpected<Error> DoesNotFit(const lake::ColumnSpec& column, std::string_view setting, const YamlNode& node) {
  return Fail(errors::kSettingDoesNotFit, {column.name, lake::ColumnTypeName(column.type), setting}, node.where());
}

// The policy when the source says nothing: a wrong identity, place, amount or required cell spoils the row.
OnBad DefaultOnBad(const FillColumn& fill) {
  using lake::Role;
  const lake::ColumnSpec& column = *fill.column;
  const bool identity =
      column.type == ColumnType::kIdNumber || column.role == Role::kPersonName || column.role == Role::kHouseholdNo;
  const bool amount = column.type == ColumnType::kMoney || column.type == ColumnType::kAreaMu;
  return fill.required || identity || amount || column.role == Role::kArea ? OnBad::kQuarantine : OnBad::kUnknown;
}

Result<void> ReadUnit(const YamlNode& unit, FillColumn& fill) {
  switch (fill.column->type) {
    case ColumnType::kMoney: {
      TRY_ASSIGN(const size_t index, unit.OneOf(kMoneyUnits));
      fill.money_unit = static_cast<text::MoneyUnit>(index);
      return {};
    }
    case ColumnType::kAreaMu: {
      TRY_ASSIGN(const size_t index, unit.OneOf(kAreaUnits));
      fill.area_unit = static_cast<text::AreaUnit>(index);
      return {};
    }
    case ColumnType::kPercent: {
      TRY_ASSIGN(const size_t index, unit.OneOf(kPercentUnits));
      fill.percent_unit = static_cast<text::PercentUnit>(index);
      return {};
    }
    default:
      return DoesNotFit(*fill.column, "unit", unit);
  }
}

Result<void> CheckCode(const lake::ColumnSpec& column, const std::string& code, const YamlNode& node) {
  if (column.type != ColumnType::kCode) return {};
  std::vector<std::string_view> allowed;
  for (const auto& [known, title] : column.codes) allowed.push_back(known);
  if (std::ranges::find(allowed, code) != allowed.end()) return {};
  TRY(node.OneOf(allowed));
  return {};
}

Result<void> ReadMap(const YamlNode& map, FillColumn& fill) {
  const ColumnType type = fill.column->type;
  if (type != ColumnType::kCode && type != ColumnType::kText && type != ColumnType::kFlag) {
    return DoesNotFit(*fill.column, "map", map);
  }
  TRY_ASSIGN(const auto entries, map.Entries());
  for (const auto& [word, node] : entries) {
    TRY_ASSIGN(std::string code, node.Text());
    TRY(CheckCode(*fill.column, code, node));
    if (word == "*") {
      fill.map_rest = std::move(code);
    } else {
      fill.map[Cleaned(word)] = std::move(code);
    }
  }
  return {};
}

Result<FillColumn> ReadFillColumn(const YamlNode& node, const lake::ColumnSpec& column) {
  FillColumn fill{.column = &column, .where = node.where()};
  if (node.IsScalar()) {
    TRY_ASSIGN(std::string field, node.Text());
    fill.from.push_back(std::move(field));
    fill.on_bad = DefaultOnBad(fill);
    return fill;
  }
  TRY(node.OnlyKeys({"from", "const", "required", "unit", "excel_dates", "take", "map"}));
  if (const auto from = node.Find("from")) {
    TRY_ASSIGN(fill.from, from->Texts());
  }
  if (const auto constant = node.Find("const")) {
    TRY_ASSIGN(fill.constant, constant->Text());
    TRY(CheckCode(column, fill.constant, *constant));
  }
  if (fill.from.empty() == fill.constant.empty()) return DoesNotFit(column, "from / const", node);
  TRY_ASSIGN(fill.required, node.BoolOr("required", false));
  TRY_ASSIGN(fill.excel_dates, node.BoolOr("excel_dates", false));
  const bool dated = column.type == ColumnType::kDate || column.type == ColumnType::kMonth;
  if (fill.excel_dates && !dated) return DoesNotFit(column, "excel_dates", node);
  if (const auto unit = node.Find("unit")) {
    TRY(ReadUnit(*unit, fill));
  }
  if (const auto map = node.Find("map")) {
    TRY(ReadMap(*map, fill));
  }
  if (const auto take = node.Find("take")) {
    TRY_ASSIGN(fill.take, take->Text());
    TRY(CheckExpression(fill.take, *take));
  }
  fill.on_bad = DefaultOnBad(fill);
  return fill;
}

std::string ColumnList(const lake::TableSpec& table) {
  std::string out;
  for (const lake::ColumnSpec& column : table.columns) out += (out.empty() ? "" : ", ") + column.name;
  return out;
}

std::unexpected<Error> NoSuchColumn(const lake::TableSpec& table, std::string_view column, const YamlNode& node) {
  return Fail(errors::kUnknownColumn, {table.name, column, ColumnList(table)}, node.where());
}

Result<void> ReadFillColumns(const YamlNode& columns, Fill& fill) {
  TRY_ASSIGN(const auto entries, columns.Entries());
  for (const auto& [name, node] : entries) {
    const lake::ColumnSpec* column = fill.table->Find(name);
    if (column == nullptr) return NoSuchColumn(*fill.table, name, node);
    TRY_ASSIGN(FillColumn one, ReadFillColumn(node, *column));
    fill.columns.push_back(std::move(one));
  }
  return {};
}

Result<void> ReadOnBad(const YamlNode& on_bad, Fill& fill) {
  TRY_ASSIGN(const auto entries, on_bad.Entries());
  for (const auto& [name, node] : entries) {
    const auto column =
        std::ranges::find_if(fill.columns, [&](const FillColumn& one) { return one.column->name == name; });
    if (column == fill.columns.end()) return NoSuchColumn(*fill.table, name, node);
    TRY_ASSIGN(const size_t index, node.OneOf(kOnBad));
    column->on_bad = static_cast<OnBad>(index);
  }
  return {};
}

Result<void> ReadUnpivot(const YamlNode& node, Fill& fill) {
  TRY(node.OnlyKeys({"count", "skip_blank"}));
  TRY_ASSIGN(const YamlNode count, node.Get("count"));
  TRY_ASSIGN(const int64_t number, count.Int());
  if (number < 1 || number > kMaxUnpivot) {
    return Fail(errors::kNumberOutOfRange, {"unpivot.count", "1 - 63"}, count.where());
  }
  fill.unpivot_count = static_cast<int>(number);
  TRY_ASSIGN(fill.skip_blank, node.TextOr("skip_blank", ""));
  return {};
}

Result<Fill> ReadFill(const YamlNode& node, const lake::TableCatalogue& tables) {
  TRY(node.OnlyKeys({"table", "when", "unpivot", "columns", "on_bad"}));
  Fill fill{.where = node.where()};
  TRY_ASSIGN(const YamlNode table, node.Get("table"));
  TRY_ASSIGN(const std::string name, table.Text());
  fill.table = tables.Find(name);
  if (fill.table == nullptr || fill.table->built_in) {
    return Fail(errors::kUnknownTable, {name, tables.NearestTables(name)}, table.where());
  }
  if (const auto unpivot = node.Find("unpivot")) {
    TRY(ReadUnpivot(*unpivot, fill));
  }
  TRY_ASSIGN(const YamlNode columns, node.Get("columns"));
  TRY(ReadFillColumns(columns, fill));
  if (const auto on_bad = node.Find("on_bad")) {
    TRY(ReadOnBad(*on_bad, fill));
  }
  if (const auto when = node.Find("when")) {
    TRY_ASSIGN(const auto entries, when->Entries());
    for (const auto& [field, texts] : entries) {
      FillCondition condition{.field = field};
      TRY_ASSIGN(condition.texts, texts.Texts());
      for (std::string& text : condition.texts) text = Cleaned(text);
      fill.when.push_back(std::move(condition));
    }
  }
  if (!fill.skip_blank.empty() &&
      std::ranges::none_of(fill.columns, [&](const FillColumn& c) { return c.column->name == fill.skip_blank; })) {
    return NoSuchColumn(*fill.table, fill.skip_blank, node);
  }
  return fill;
}

std::string ForMember(std::string field, int member) {
  const std::string number = std::to_string(member);
  for (size_t at = field.find("{n}"); at != std::string::npos; at = field.find("{n}", at)) {
    field.replace(at, 3, number);
  }
  return field;
}

// A declared 成员{n}姓名 becomes 成员1姓名 ... as many as the largest unpivot needs. One that a fill names without
// declaring it is its own only heading.
void ExpandTemplates(SourceSpec& spec) {
  int members = 0;
  std::set<std::string> wanted;
  for (const Fill& fill : spec.fills) {
    members = std::max(members, fill.unpivot_count);
    for (const FillColumn& column : fill.columns) {
      for (const std::string& field : column.from) {
        if (IsTemplate(field)) wanted.insert(field);
      }
    }
  }
  std::vector<SourceField> fields;
  for (const SourceField& field : spec.fields) {
    if (!IsTemplate(field.name)) {
      fields.push_back(field);
      continue;
    }
    wanted.erase(field.name);
    for (int member = 1; member <= members; ++member) {
      SourceField one{.name = ForMember(field.name, member)};
      for (const std::string& alias : field.aliases) one.aliases.push_back(ForMember(alias, member));
      fields.push_back(std::move(one));
    }
  }
  for (const std::string& field : wanted) {
    for (int member = 1; member <= members; ++member) {
      fields.push_back({ForMember(field, member), {ForMember(field, member)}});
    }
  }
  spec.fields = std::move(fields);
}

// The records of one row in one table are told apart by the member number of their row reference.
Result<void> CheckMembers(const SourceSpec& spec) {
  std::map<std::string, int> members;
  for (const Fill& fill : spec.fills) {
    int& count = members[fill.table->name];
    count += std::max(1, fill.unpivot_count);
    if (count > kMaxUnpivot) {
      return Fail(errors::kNumberOutOfRange, {fill.table->name + ": unpivot.count", "1 - 63"}, fill.where);
    }
  }
  return {};
}

Result<void> CheckFields(const SourceSpec& spec) {
  const auto check = [&](const std::string& field, const SourceRef& where) -> Result<void> {
    const std::string name = IsTemplate(field) ? ForMember(field, 1) : field;
    if (spec.FindField(name) == nullptr) return Fail(errors::kUnknownField, {field}, where);
    return {};
  };
  for (const Fill& fill : spec.fills) {
    for (const FillCondition& condition : fill.when) TRY(check(condition.field, fill.where));
    for (const FillColumn& column : fill.columns) {
      for (const std::string& field : column.from) TRY(check(field, column.where));
    }
  }
  for (const std::string& field : spec.fill_down) TRY(check(field, spec.where));
  if (!spec.period_column.empty()) {
    TRY(check(spec.period_column, spec.where));
  }
  return {};
}

Result<void> ReadRecognise(const YamlNode& node, SourceSpec& spec) {
  TRY(node.OnlyKeys({"headers", "file_name"}));
  if (const auto headers = node.Find("headers")) {
    TRY_ASSIGN(spec.recognise_headers, headers->Texts());
  }
  if (const auto file_name = node.Find("file_name")) {
    TRY_ASSIGN(spec.recognise_file_name, file_name->Text());
    TRY(CheckExpression(spec.recognise_file_name, *file_name));
  }
  return {};
}

Result<uint32_t> ReadColour(const std::string& text, const YamlNode& node) {
  uint32_t colour = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), colour, 16);
  if (text.size() != 6 || code != std::errc{} || end != text.data() + text.size()) {
    return Fail(errors::kBadExpression, {text, "RRGGBB"}, node.where());
  }
  return colour;
}

Result<void> ReadLayout(const YamlNode& node, SourceSpec& spec) {
  TRY(node.OnlyKeys({"fill_down", "strike", "hidden", "fill"}));
  if (const auto fill_down = node.Find("fill_down")) {
    TRY_ASSIGN(spec.fill_down, fill_down->Texts());
  }
  if (const auto strike = node.Find("strike")) {
    TRY_ASSIGN(const size_t index, strike->OneOf(kKeepOrAside));
    spec.strike_set_aside = index == 1;
  }
  if (const auto hidden = node.Find("hidden")) {
    TRY_ASSIGN(const size_t index, hidden->OneOf(kKeepOrAside));
    spec.hidden_set_aside = index == 1;
  }
  if (const auto fill = node.Find("fill")) {
    TRY_ASSIGN(const auto entries, fill->Entries());
    for (const auto& [colour, meaning] : entries) {
      TRY_ASSIGN(const uint32_t rgb, ReadColour(colour, meaning));
      TRY_ASSIGN(spec.fill_meanings[rgb], meaning.Text());
    }
  }
  return {};
}

Result<void> ReadSheets(const YamlNode& root, SourceSpec& spec) {
  const auto sheets = root.Find("sheets");
  if (!sheets) return {};
  TRY_ASSIGN(spec.sheets, sheets->Text());
  if (spec.sheets == "all" || spec.sheets == "first") return {};
  return CheckExpression(spec.sheets, *sheets);
}

Result<void> ReadFields(const YamlNode& columns, SourceSpec& spec) {
  TRY_ASSIGN(const auto entries, columns.Entries());
  for (const auto& [name, node] : entries) {
    SourceField field{.name = name};
    TRY_ASSIGN(field.aliases, node.Texts());
    if (std::ranges::find(field.aliases, name) == field.aliases.end()) field.aliases.push_back(name);
    spec.fields.push_back(std::move(field));
  }
  return {};
}

Result<void> ReadTerms(const YamlNode& root, SourceSpec& spec) {
  if (const auto way = root.Find("way")) {
    TRY_ASSIGN(const size_t index, way->OneOf(kWays));
    spec.way = static_cast<Way>(index);
  }
  if (const auto mode = root.Find("mode")) {
    TRY_ASSIGN(const size_t index, mode->OneOf(kModes));
    spec.mode = static_cast<lake::Mode>(index);
  }
  TRY_ASSIGN(spec.signed_amounts, root.BoolOr("signed_amounts", false));
  if (const auto basis = root.Find("basis")) {
    TRY_ASSIGN(spec.basis, basis->TitleText());
  }
  if (const auto purpose = root.Find("purpose")) {
    TRY_ASSIGN(spec.purposes, purpose->Texts());
  }
  TRY_ASSIGN(const int64_t months, root.IntOr("retention_months", 36));
  if (months < 1 || months > 1200)
    return Fail(errors::kNumberOutOfRange, {"retention_months", "1 - 1200"}, root.where());
  spec.retention_months = static_cast<int>(months);
  if (const auto period = root.Find("period")) {
    TRY(period->OnlyKeys({"column"}));
    TRY_ASSIGN(spec.period_column, period->TextOr("column", ""));
  }
  return {};
}

// A site file that only adds headings to a source of the packs.
bool IsOverlay(const YamlNode& root) { return root.Find("aliases").has_value() && !root.Find("fills"); }

Result<void> ApplyOverlay(const YamlNode& root, std::vector<SourceSpec>& specs) {
  TRY(root.OnlyKeys({"source", "aliases", "drop"}));
  TRY_ASSIGN(const YamlNode id, root.Get("source"));
  TRY_ASSIGN(const std::string name, id.Text());
  const auto spec = std::ranges::find(specs, name, &SourceSpec::id);
  if (spec == specs.end()) {
    std::string known;
    for (const SourceSpec& one : specs) known += (known.empty() ? "" : "、") + one.id;
    return Fail(errors::kUnknownSource, {name, known}, id.where());
  }
  TRY_ASSIGN(const YamlNode aliases, root.Get("aliases"));
  TRY_ASSIGN(const auto entries, aliases.Entries());
  for (const auto& [field_name, node] : entries) {
    const auto field = std::ranges::find(spec->fields, field_name, &SourceField::name);
    if (field == spec->fields.end()) return Fail(errors::kUnknownField, {field_name}, node.where());
    TRY_ASSIGN(const std::vector<std::string> words, node.Texts());
    field->aliases.insert(field->aliases.end(), words.begin(), words.end());
  }
  if (const auto drop = root.Find("drop")) {
    TRY_ASSIGN(const std::vector<std::string> words, drop->Texts());
    spec->drop.insert(spec->drop.end(), words.begin(), words.end());
  }
  return {};
}

}  // namespace

Result<SourceSpec> ParseSourceSpec(const YamlNode& root, const lake::TableCatalogue& tables) {
  TRY(root.OnlyKeys({"source", "title", "owner", "way", "mode", "signed_amounts", "basis", "purpose",
                     "retention_months", "recognise", "sheets", "layout", "columns", "drop", "fills", "period"}));
  SourceSpec spec{.where = root.where()};
  TRY_ASSIGN(const YamlNode id, root.Get("source"));
  TRY_ASSIGN(spec.id, id.Text());
  TRY_ASSIGN(const YamlNode title, root.Get("title"));
  TRY_ASSIGN(spec.title, title.TitleText());
  if (const auto owner = root.Find("owner")) {
    TRY_ASSIGN(spec.owner, owner->TitleText());
  }
  TRY(ReadTerms(root, spec));
  if (const auto recognise = root.Find("recognise")) {
    TRY(ReadRecognise(*recognise, spec));
  }
  if (const auto layout = root.Find("layout")) {
    TRY(ReadLayout(*layout, spec));
  }
  TRY(ReadSheets(root, spec));
  TRY_ASSIGN(const YamlNode columns, root.Get("columns"));
  TRY(ReadFields(columns, spec));
  if (const auto drop = root.Find("drop")) {
    TRY_ASSIGN(spec.drop, drop->Texts());
  }
  TRY_ASSIGN(const YamlNode fills, root.Get("fills"));
  TRY_ASSIGN(const std::vector<YamlNode> nodes, fills.Items());
  for (const YamlNode& node : nodes) {
    TRY_ASSIGN(Fill fill, ReadFill(node, tables));
    spec.fills.push_back(std::move(fill));
  }
  ExpandTemplates(spec);
  TRY(CheckFields(spec));
  TRY(CheckMembers(spec));
  return spec;
}

const SourceField* SourceSpec::FindField(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &SourceField::name);
  return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string> SourceSpec::KnownHeaders() const {
  std::set<std::string> headers;
  const auto add = [&](std::string_view heading) {
    std::string header = NormaliseHeader(heading.substr(0, heading.find('#')));
    if (!header.empty()) headers.insert(std::move(header));
  };
  for (const SourceField& field : fields) {
    for (const std::string& alias : field.aliases) add(alias);
  }
  for (const std::string& heading : drop) add(heading);
  return {headers.begin(), headers.end()};
}

std::vector<std::string> SourceSpec::Tables() const {
  std::vector<std::string> names;
  for (const Fill& fill : fills) {
    if (std::ranges::find(names, fill.table->name) == names.end()) names.push_back(fill.table->name);
  }
  return names;
}

Result<SourceCatalogue> SourceCatalogue::FromSpecs(std::vector<SourceSpec> specs) {
  SourceCatalogue catalogue;
  catalogue.sources_ = std::move(specs);
  return catalogue;
}

Result<SourceCatalogue> SourceCatalogue::Load(const lake::PackFolders& folders, const lake::TableCatalogue& tables) {
  std::vector<SourceSpec> specs;
  std::set<std::string> own;  // defined by the site: it replaces a pack's source, not one of its own
  for (const lake::PackFile& file : folders.FilesIn("sources", ".yaml")) {
    TRY_ASSIGN(const YamlNode root, YamlNode::Load(file.path));
    if (file.pack == "site" && IsOverlay(root)) {
      TRY(ApplyOverlay(root, specs));
      continue;
    }
    TRY_ASSIGN(SourceSpec spec, ParseSourceSpec(root, tables));
    if (file.pack == "site" && !own.insert(spec.id).second) return Fail(errors::kSourceTwice, {spec.id}, spec.where);
    const auto before = std::ranges::find(specs, spec.id, &SourceSpec::id);
    if (before == specs.end()) {
      specs.push_back(std::move(spec));
    } else if (file.pack == "site") {
      *before = std::move(spec);
    } else {
      return Fail(errors::kSourceTwice, {spec.id}, spec.where);
    }
  }
  return FromSpecs(std::move(specs));
}

const SourceSpec* SourceCatalogue::Find(std::string_view id) const {
  const auto found = std::ranges::find(sources_, id, &SourceSpec::id);
  return found == sources_.end() ? nullptr : &*found;
}

std::vector<std::string> SourceCatalogue::Filling(std::string_view table) const {
  std::vector<std::string> ids;
  for (const SourceSpec& spec : sources_) {
    const std::vector<std::string> filled = spec.Tables();
    if (std::ranges::find(filled, table) != filled.end()) ids.push_back(spec.id);
  }
  return ids;
}

}  // namespace xiuhua::ingest
