#include "lake/table_spec.h"

#include <algorithm>
#include <array>
#include <set>

#include "lake/errors.h"

namespace xiuhua::lake {
namespace {

constexpr std::array<std::string_view, 16> kTypeNames{"text",  "name",        "id_number", "date",    "month", "year",
                                                      "money", "integer",     "area_mu",   "percent", "flag",  "code",
                                                      "phone", "credit_code", "account",   "division"};
constexpr std::array<std::string_view, 12> kRoleNames{"none",       "person_name", "id_number", "sex",
                                                      "birth_date", "area",        "group",     "household_no",
                                                      "phone",      "relation",    "head_name", "head_id"};
constexpr std::array<std::string_view, 7> kPiiNames{"none",    "personal", "identity", "contact",
                                                    "account", "health",   "never"};
constexpr std::array<std::string_view, 4> kSubjectNames{"none", "person", "household", "village"};
constexpr std::array<std::string_view, 3> kTimeNames{"snapshot", "interval", "event"};
constexpr std::array<std::string_view, 11> kReservedNames{"row_ref",   "delivery_id", "person_id",    "household_id",
                                                          "area_id",   "township",    "county",       "period",
                                                          "area_code", "area_rest",   "unknown_cells"};

// Types a role may have; an empty list means any.
std::vector<ColumnType> TypesFor(Role role) {
  switch (role) {
    case Role::kPersonName:
    case Role::kHeadName:
      return {ColumnType::kName};
    case Role::kIdNumber:
    case Role::kHeadId:
      return {ColumnType::kIdNumber};
    case Role::kSex:
      return {ColumnType::kText, ColumnType::kCode};
    case Role::kBirthDate:
      return {ColumnType::kDate};
    case Role::kArea:
      return {ColumnType::kDivision};
    case Role::kPhone:
      return {ColumnType::kPhone};
    case Role::kRelation:
      return {ColumnType::kText, ColumnType::kCode};
    default:
      return {};
  }
}

bool IsSnakeCase(std::string_view name) {
  if (name.empty() || name.size() > 60 || name.front() < 'a' || name.front() > 'z') return false;
  return std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::unexpected<Error> Unsound(std::string_view table, std::string_view zh, std::string_view en, SourceRef where) {
  return Fail(errors::kTableUnsound, {table, zh, en}, std::move(where));
}

Result<std::vector<std::pair<std::string, Title>>> ReadCodes(const YamlNode& node) {
  TRY_ASSIGN(const auto entries, node.Entries());
  std::vector<std::pair<std::string, Title>> codes;
  for (const auto& [code, word] : entries) {
    TRY_ASSIGN(Title title, word.TitleText());
    codes.emplace_back(code, std::move(title));
  }
  return codes;
}

Result<ColumnSpec> ReadColumn(const YamlNode& node, std::string_view table) {
  TRY(node.OnlyKeys({"name", "type", "role", "pii", "title", "codes"}));
  ColumnSpec column;
  TRY_ASSIGN(const YamlNode name, node.Get("name"));
  TRY_ASSIGN(column.name, name.Text());
  if (!IsSnakeCase(column.name)) {
    return Unsound(table, "列名“" + column.name + "”只能用小写字母、数字和下划线",
                   "column name \"" + column.name + "\" must be snake_case", name.where());
  }
  TRY_ASSIGN(const YamlNode type, node.Get("type"));
  TRY_ASSIGN(const size_t type_index, type.OneOf(kTypeNames));
  column.type = static_cast<ColumnType>(type_index);
  if (const auto role = node.Find("role")) {
    TRY_ASSIGN(const size_t index, role->OneOf(kRoleNames));
    column.role = static_cast<Role>(index);
    const std::vector<ColumnType> fitting = TypesFor(column.role);
    if (!fitting.empty() && std::ranges::find(fitting, column.type) == fitting.end()) {
      return Unsound(table, "列 " + column.name + " 的类型不能承担角色 " + std::string(RoleName(column.role)),
                     "column " + column.name + " cannot have the role " + std::string(RoleName(column.role)),
                     role->where());
    }
  }
  if (const auto pii = node.Find("pii")) {
    TRY_ASSIGN(const size_t index, pii->OneOf(kPiiNames));
    column.pii = static_cast<Pii>(index);
  }
  column.title = {column.name, column.name};
  if (const auto title = node.Find("title")) {
    TRY_ASSIGN(column.title, title->TitleText());
  }
  const auto codes = node.Find("codes");
  if (codes.has_value() != (column.type == ColumnType::kCode)) {
    return Unsound(table, "列 " + column.name + "：type: code 必须有 codes，其他类型不能有",
                   "column " + column.name + ": codes belong to type code, and to it only", node.where());
  }
  if (codes) {
    TRY_ASSIGN(column.codes, ReadCodes(*codes));
  }
  return column;
}

// Names, roles and derived columns are unique, and the date column is a date of this table.
Result<void> CheckColumns(const TableSpec& table, const std::vector<YamlNode>& nodes) {
  std::set<std::string, std::less<>> names(kReservedNames.begin(), kReservedNames.end());
  std::set<Role> roles;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnSpec& column = table.columns[i];
    for (const sql::Column& engine : EngineColumnsOf(column)) {
      if (!names.insert(engine.name).second) return Fail(errors::kYamlTwice, {engine.name}, nodes[i].where());
    }
    if (column.role != Role::kNone && !roles.insert(column.role).second) {
      return Fail(errors::kYamlTwice, {"role: " + std::string(RoleName(column.role))}, nodes[i].where());
    }
  }
  return {};
}

Result<void> CheckDateColumn(const TableSpec& table, const YamlNode& root) {
  if (table.time == TableTime::kSnapshot) {
    if (table.date_column.empty()) return {};
    return Unsound(table.name, "time: snapshot 的表不写 date_column", "a snapshot table has no date_column",
                   root.where());
  }
  const ColumnSpec* column = table.Find(table.date_column);
  if (column != nullptr && (column->type == ColumnType::kDate || column->type == ColumnType::kMonth)) return {};
  return Unsound(table.name, "date_column 要写一个 date 或 month 类型的列",
                 "date_column must name a column of type date or month", root.where());
}

ColumnSpec BuiltIn(std::string name, ColumnType type, Pii pii, std::string zh, std::string en) {
  return {.name = std::move(name), .type = type, .pii = pii, .title = {std::move(zh), std::move(en)}};
}

ColumnSpec Coded(ColumnSpec column, std::vector<std::pair<std::string, Title>> codes) {
  column.codes = std::move(codes);
  return column;
}

TableSpec Persons() {
  using enum ColumnType;
  TableSpec table{.name = "persons", .title = {"底册人员", "Registered persons"}, .subject = Subject::kPerson};
  table.columns = {
      BuiltIn("person_id", kInteger, Pii::kNone, "人编号", "Person id"),
      BuiltIn("name", kName, Pii::kPersonal, "姓名", "Name"),
      BuiltIn("id_number", kIdNumber, Pii::kIdentity, "证件号码", "ID number"),
      BuiltIn("id_number_key", kInteger, Pii::kIdentity, "证件号码键", "ID number key"),
      Coded(BuiltIn("sex", kCode, Pii::kPersonal, "性别", "Sex"), {{"m", {"男", "male"}}, {"f", {"女", "female"}}}),
      BuiltIn("birth_date", kDate, Pii::kPersonal, "出生日期", "Birth date"),
      BuiltIn("household_id", kInteger, Pii::kNone, "户编号", "Household id"),
      BuiltIn("relation", kText, Pii::kPersonal, "与户主关系", "Relation to head"),
      BuiltIn("registered", kFlag, Pii::kNone, "是否户籍成员", "Registered member"),
      BuiltIn("area_id", kInteger, Pii::kNone, "行政区划", "Area"),
      BuiltIn("township", kText, Pii::kNone, "乡镇代码", "Township code"),
      BuiltIn("county", kText, Pii::kNone, "县代码", "County code"),
      BuiltIn("group_no", kText, Pii::kNone, "村民小组", "Village group"),
      BuiltIn("phone", kPhone, Pii::kContact, "电话", "Phone"),
  };
  return table;
}

TableSpec Households() {
  using enum ColumnType;
  TableSpec table{.name = "households", .title = {"底册户", "Registered households"}, .subject = Subject::kHousehold};
  table.columns = {
      BuiltIn("household_id", kInteger, Pii::kNone, "户编号", "Household id"),
      BuiltIn("household_no", kText, Pii::kPersonal, "户号", "Household number"),
      BuiltIn("head_person_id", kInteger, Pii::kNone, "户主", "Head of household"),
      BuiltIn("member_count", kInteger, Pii::kNone, "人口数", "Members"),
      BuiltIn("area_id", kInteger, Pii::kNone, "行政区划", "Area"),
      BuiltIn("township", kText, Pii::kNone, "乡镇代码", "Township code"),
      BuiltIn("county", kText, Pii::kNone, "县代码", "County code"),
      BuiltIn("group_no", kText, Pii::kNone, "村民小组", "Village group"),
  };
  return table;
}

std::vector<TableSpec> MakeBuiltInTables() {
  using enum ColumnType;
  TableSpec members{.name = "members", .title = {"户成员", "Household members"}};
  members.columns = {
      BuiltIn("household_id", kInteger, Pii::kNone, "户编号", "Household id"),
      BuiltIn("person_id", kInteger, Pii::kNone, "人编号", "Person id"),
      Coded(BuiltIn("membership", kCode, Pii::kNone, "成员类型", "Membership"),
            {{"registered", {"户籍成员", "registered"}}, {"living", {"共同生活成员", "living together"}}}),
      BuiltIn("relation", kText, Pii::kPersonal, "与户主关系", "Relation to head"),
  };
  TableSpec areas{.name = "areas", .title = {"行政区划", "Areas"}, .subject = Subject::kVillage};
  areas.columns = {
      BuiltIn("area_id", kInteger, Pii::kNone, "区划编号", "Area id"),
      BuiltIn("code", kText, Pii::kNone, "区划代码", "Division code"),
      BuiltIn("name", kText, Pii::kNone, "名称", "Name"),
      BuiltIn("level", kInteger, Pii::kNone, "级别", "Level"),
      BuiltIn("parent_id", kInteger, Pii::kNone, "上级", "Parent"),
      BuiltIn("township", kText, Pii::kNone, "乡镇代码", "Township code"),
      BuiltIn("county", kText, Pii::kNone, "县代码", "County code"),
  };
  TableSpec run{.name = "run", .title = {"本次比对", "This run"}};
  run.columns = {BuiltIn("as_of", kDate, Pii::kNone, "数据截止日", "As-of date")};
  std::vector<TableSpec> tables{Persons(), Households(), members, areas, run};
  for (TableSpec& table : tables) table.built_in = true;
  return tables;
}

sql::SqlType StoredAs(ColumnType type) {
  switch (type) {
    case ColumnType::kDate:
    case ColumnType::kMonth:
      return sql::SqlType::kDate;
    case ColumnType::kYear:
      return sql::SqlType::kInt32;
    case ColumnType::kMoney:
    case ColumnType::kInteger:
    case ColumnType::kAreaMu:
    case ColumnType::kPercent:
      return sql::SqlType::kInt64;
    case ColumnType::kFlag:
      return sql::SqlType::kBool;
    default:
      return sql::SqlType::kText;
  }
}

// Edit distance on bytes; good enough to rank ASCII names.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view ColumnTypeName(ColumnType type) { return kTypeNames[static_cast<size_t>(type)]; }
std::string_view RoleName(Role role) { return kRoleNames[static_cast<size_t>(role)]; }
std::string_view PiiName(Pii pii) { return kPiiNames[static_cast<size_t>(pii)]; }

const ColumnSpec* TableSpec::Find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &ColumnSpec::name);
  return found == columns.end() ? nullptr : &*found;
}

const ColumnSpec* TableSpec::WithRole(Role role) const {
  const auto found = std::ranges::find(columns, role, &ColumnSpec::role);
  return found == columns.end() ? nullptr : &*found;
}

std::vector<sql::Column> EngineColumnsOf(const ColumnSpec& column) {
  std::vector<sql::Column> columns{{column.name, StoredAs(column.type)}};
  if (column.type == ColumnType::kName || column.type == ColumnType::kIdNumber) {
    columns.push_back({column.name + "_key", sql::SqlType::kInt64});
  }
  if (column.type == ColumnType::kIdNumber) columns.push_back({column.name + "_state", sql::SqlType::kInt8});
  return columns;
}

std::vector<sql::Column> EngineColumns(const TableSpec& table) {
  std::vector<sql::Column> columns;
  for (const ColumnSpec& column : table.columns) {
    if (table.built_in) {
      columns.push_back({column.name, StoredAs(column.type)});
      continue;
    }
    for (sql::Column& engine : EngineColumnsOf(column)) columns.push_back(std::move(engine));
  }
  return columns;
}

std::vector<sql::Column> ImplicitColumns(const TableSpec& table) {
  if (table.built_in) return {};
  using enum sql::SqlType;
  return {{"row_ref", kInt64}, {"delivery_id", kInt64}, {"person_id", kInt64}, {"household_id", kInt64},
          {"area_id", kInt64}, {"township", kText},     {"county", kText},     {"period", kDate}};
}

std::vector<sql::Column> RuleColumns(const TableSpec& table) {
  std::vector<sql::Column> columns = ImplicitColumns(table);
  for (sql::Column& engine : EngineColumns(table)) columns.push_back(std::move(engine));
  return columns;
}

std::vector<sql::Column> DeliveryColumns(const TableSpec& table) {
  std::vector<sql::Column> columns{{"row_ref", sql::SqlType::kInt64}};
  for (sql::Column& engine : EngineColumns(table)) columns.push_back(std::move(engine));
  columns.push_back({"area_code", sql::SqlType::kText});
  columns.push_back({"area_rest", sql::SqlType::kText});
  columns.push_back({"unknown_cells", sql::SqlType::kInt32});
  return columns;
}

const ColumnSpec* DeclaredColumn(const TableSpec& table, std::string_view engine_column) {
  for (const ColumnSpec& column : table.columns) {
    if (column.name == engine_column) return &column;
    if (table.built_in) continue;
    for (const sql::Column& engine : EngineColumnsOf(column)) {
      if (engine.name == engine_column) return &column;
    }
  }
  return nullptr;
}

Result<TableSpec> ParseTableSpec(const YamlNode& root) {
  TRY(root.OnlyKeys({"table", "title", "subject", "time", "date_column", "columns"}));
  TableSpec table;
  table.where = root.where();
  TRY_ASSIGN(const YamlNode name, root.Get("table"));
  TRY_ASSIGN(table.name, name.Text());
  if (!IsSnakeCase(table.name) || table.name.ends_with("_previous")) {
    return Unsound(table.name, "表名只能用小写字母、数字和下划线，不能以 _previous 结尾",
                   "table names are snake_case and do not end in _previous", name.where());
  }
  TRY_ASSIGN(const YamlNode title, root.Get("title"));
  TRY_ASSIGN(table.title, title.TitleText());
  TRY_ASSIGN(const YamlNode subject, root.Get("subject"));
  TRY_ASSIGN(const size_t subject_index, subject.OneOf(kSubjectNames));
  table.subject = static_cast<Subject>(subject_index);
  TRY_ASSIGN(const YamlNode time, root.Get("time"));
  TRY_ASSIGN(const size_t time_index, time.OneOf(kTimeNames));
  table.time = static_cast<TableTime>(time_index);
  TRY_ASSIGN(table.date_column, root.TextOr("date_column", ""));
  TRY_ASSIGN(const YamlNode columns, root.Get("columns"));
  TRY_ASSIGN(const std::vector<YamlNode> nodes, columns.Items());
  for (const YamlNode& node : nodes) {
    TRY_ASSIGN(ColumnSpec column, ReadColumn(node, table.name));
    table.columns.push_back(std::move(column));
  }
  TRY(CheckColumns(table, nodes));
  TRY(CheckDateColumn(table, root));
  return table;
}

const std::vector<TableSpec>& BuiltInTables() {
  static const std::vector<TableSpec> tables = MakeBuiltInTables();
  return tables;
}

Result<TableCatalogue> TableCatalogue::FromSpecs(std::vector<TableSpec> declared) {
  TableCatalogue catalogue;
  for (const TableSpec& table : BuiltInTables()) catalogue.tables_.emplace(table.name, table);
  for (TableSpec& table : declared) {
    const SourceRef where = table.where;
    const std::string name = table.name;
    if (!catalogue.tables_.emplace(name, std::move(table)).second) return Fail(errors::kYamlTwice, {name}, where);
  }
  return catalogue;
}

Result<TableCatalogue> TableCatalogue::Load(const PackFolders& folders) {
  std::vector<TableSpec> tables;
  for (const PackFile& file : folders.FilesIn("tables", ".yaml")) {
    TRY_ASSIGN(const YamlNode root, YamlNode::Load(file.path));
    TRY_ASSIGN(TableSpec table, ParseTableSpec(root));
    const auto before = std::ranges::find(tables, table.name, &TableSpec::name);
    if (before != tables.end() && file.pack == "site") {
      *before = std::move(table);
    } else {
      tables.push_back(std::move(table));
    }
  }
  return FromSpecs(std::move(tables));
}

const TableSpec* TableCatalogue::Find(std::string_view name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

std::vector<std::string> TableCatalogue::DeliveredTables() const {
  std::vector<std::string> names;
  for (const auto& [name, table] : tables_) {
    if (!table.built_in) names.push_back(name);
  }
  return names;
}

std::string TableCatalogue::NearestTables(std::string_view name) const {
  std::vector<std::pair<size_t, std::string>> ranked;
  for (const auto& [known, table] : tables_) ranked.emplace_back(Distance(name, known), known);
  std::ranges::sort(ranked);
  std::string out;
  for (size_t i = 0; i < std::min<size_t>(3, ranked.size()); ++i) out += (i == 0 ? "" : ", ") + ranked[i].second;
  return out;
}

}  // namespace xiuhua::lake
