#include "rules/evaluate_sql.h"

#include <fmt/format.h>

#include <algorithm>

namespace xiuhua::rules {
namespace {

bool HasPlace(const RuleSet& set, std::string_view table) {
  const lake::TableSpec* spec = set.tables.Find(table);
  if (spec != nullptr && spec->built_in) return table != "members" && table != "run";
  return !DeliveredTable(set, table).empty();
}

// The column of a population table that is the subject.
std::string_view SubjectColumn(const RuleSpec& rule, bool fact) {
  if (fact) return "subject_id";
  switch (rule.subject.kind) {
    case SubjectKind::kPerson:
      return "person_id";
    case SubjectKind::kHouseholdRegistered:
    case SubjectKind::kHouseholdLiving:
      return "household_id";
    case SubjectKind::kVillage:
      return "area_id";
    case SubjectKind::kRow:
      return "row_ref";
  }
  return "subject_id";
}

// The table of known places of the subject kind; empty for rows, which have their own place.
std::string_view RegisterOf(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::kPerson:
      return "xh.of_person";
    case SubjectKind::kHouseholdRegistered:
    case SubjectKind::kHouseholdLiving:
      return "xh.of_household";
    case SubjectKind::kVillage:
      return "xh.of_area";
    case SubjectKind::kRow:
      return "";
  }
  return "";
}

std::string Condition(const RuleSpec& rule) {
  std::string condition = rule.where_population.empty() ? "true" : "(" + rule.where_population + "\n)";
  if (rule.subject.kind == SubjectKind::kVillage && rule.population == "areas") condition += " and level = 5";
  return condition;
}

RowKind KindOfSubject(const Subject& subject, const RuleSet& set) {
  switch (subject.kind) {
    case SubjectKind::kPerson:
      return RowKind::kPerson;
    case SubjectKind::kHouseholdRegistered:
    case SubjectKind::kHouseholdLiving:
      return RowKind::kHousehold;
    case SubjectKind::kVillage:
      return RowKind::kVillage;
    case SubjectKind::kRow:
      return KindOfRows(set, subject.table);
  }
  return RowKind::kNone;
}

// The id columns by which rows of a fact are reached from its subject_id (alias t), and the join that finds them.
struct FactIds {
  std::string row_ref = "cast(null as bigint)";
  std::string person = "cast(null as bigint)";
  std::string household = "cast(null as bigint)";
  std::string area = "cast(null as bigint)";
  std::string join;
};

FactIds IdsOfFact(const Subject& subject) {
  FactIds ids;
  switch (subject.kind) {
    case SubjectKind::kPerson:
      ids.person = "t.subject_id";
      ids.household = "r.household_id";
      ids.area = "r.area_id";
      ids.join = " left join xh.of_person r on r.subject_id = t.subject_id";
      break;
    case SubjectKind::kHouseholdRegistered:
    case SubjectKind::kHouseholdLiving:
      ids.household = "t.subject_id";
      ids.area = "r.area_id";
      ids.join = " left join xh.of_household r on r.subject_id = t.subject_id";
      break;
    case SubjectKind::kVillage:
      ids.area = "t.subject_id";
      break;
    case SubjectKind::kRow:
      ids.row_ref = "t.subject_id";
      ids.person = "r.person_id";
      ids.household = "r.household_id";
      ids.area = "r.area_id";
      ids.join = fmt::format(" left join {} r on r.row_ref = t.subject_id", subject.table);
      break;
  }
  return ids;
}

// Subjects for rows `n` of the given kind; `carried` are further columns of n to hand on.
std::string OfRegistered(RowKind rows, std::string_view carried, const std::string& from) {
  if (rows == RowKind::kPerson) return fmt::format("select n.person_id as subject_id{} from {}", carried, from);
  const char* id = rows == RowKind::kHousehold ? "household_id" : "area_id";
  return fmt::format("select r.subject_id{0} from {1} join xh.of_person r on r.{2} = n.{2}", carried, from, id);
}

std::string OfHouseholds(RowKind rows, bool living, std::string_view carried, const std::string& from) {
  if (rows == RowKind::kVillage) {
    return fmt::format("select r.subject_id{} from {} join xh.of_household r on r.area_id = n.area_id", carried, from);
  }
  if (rows == RowKind::kPerson && living) {
    return fmt::format(
        "select m.household_id as subject_id{} from {} join members m on m.person_id = n.person_id and "
        "m.membership = 'living'",
        carried, from);
  }
  return fmt::format("select n.household_id as subject_id{} from {}", carried, from);
}

// Rows of the rule's own table that share the finest id both tables have.
std::string OfRows(const RuleSpec& rule, RowKind shared, std::string_view carried, const std::string& from) {
  const char* id = shared == RowKind::kPerson      ? "person_id"
                   : shared == RowKind::kHousehold ? "household_id"
                                                   : "area_id";
  return fmt::format("select r.row_ref as subject_id{0} from {1} join {2} r on r.{3} = n.{3}", carried, from,
                     rule.subject.table, id);
}

std::string KeyColumn(std::string_view column) { return "n_" + std::string(column); }

}  // namespace

RowKind KindOfRows(const RuleSet& set, std::string_view table) {
  if (const FactSpec* fact = set.FindFact(table)) return KindOfSubject(fact->subject, set);
  if (table == "persons" || table == "members") return RowKind::kPerson;
  if (table == "households") return RowKind::kHousehold;
  if (table == "areas") return RowKind::kVillage;
  const std::string base = DeliveredTable(set, table);
  const lake::TableSpec* spec = base.empty() ? nullptr : set.tables.Find(base);
  if (spec == nullptr) return RowKind::kNone;
  switch (spec->subject) {
    case lake::Subject::kPerson:
      return RowKind::kPerson;
    case lake::Subject::kHousehold:
      return RowKind::kHousehold;
    case lake::Subject::kVillage:
      return RowKind::kVillage;
    case lake::Subject::kNone:
      return RowKind::kNone;
  }
  return RowKind::kNone;
}

std::string PlacesSql(const RuleSet& set, std::span<const std::string> tables) {
  std::string parts = "select cast(null as varchar) as township, cast(null as varchar) as county";
  for (const std::string& table : tables) {
    if (HasPlace(set, table)) parts += fmt::format("\nunion select township, county from {}", table);
  }
  return fmt::format(
      "create table xh.place as select cast(row_number() over (order by county nulls first, township nulls first) - 1 "
      "as integer) as place, township, county from ({})",
      parts);
}

std::string RegisterPlacesSql() {
  const char* place =
      "left join xh.place l on l.township is not distinct from r.township and l.county is not distinct "
      "from r.county";
  return fmt::format(
      "create table xh.of_person as select r.person_id as subject_id, r.household_id, r.area_id, l.place from persons "
      "r "
      "{0};\n"
      "create table xh.of_household as select r.household_id as subject_id, r.head_person_id as person_id, r.area_id, "
      "l.place from households r {0};\n"
      "create table xh.of_area as select r.area_id as subject_id, l.place from areas r {0}",
      place);
}

std::string PopulationKey(const RuleSpec& rule) {
  return rule.subject.Text() + "\n" + rule.population + "\n" + rule.where_population;
}

std::string PopulationSql(const RuleSet& set, const RuleSpec& rule) {
  const bool fact = set.FindFact(rule.population) != nullptr;
  const std::string_view column = SubjectColumn(rule, fact);
  const std::string_view known = RegisterOf(rule.subject.kind);
  const std::string where = fmt::format("{} is not null and {}", column, Condition(rule));
  const char* place =
      "left join xh.place l on l.township is not distinct from o.township and l.county is not distinct from o.county";
  if (known.empty()) {
    const std::string own = fmt::format("select {0} as subject_id{1} from {2} where {3}", column,
                                        fact ? "" : ", township, county", rule.population, where);
    if (!fact) return fmt::format("select o.subject_id, coalesce(l.place, 0) as place from ({}) o {}", own, place);
    return fmt::format(
        "select o.subject_id, coalesce(l.place, 0) as place from (select f.subject_id, r.township, r.county from ({}) "
        "f "
        "left join {} r on r.row_ref = f.subject_id) o {}",
        own, rule.subject.table, place);
  }
  const lake::TableSpec* spec = set.tables.Find(rule.population);
  const bool unique = fact || (spec != nullptr && spec->built_in);
  const std::string registered = fmt::format(
      "select o.subject_id, coalesce(k.place, 0) as place from (select {}{} as subject_id from {} where {}) o join {} "
      "k on "
      "k.subject_id = o.subject_id",
      unique ? "" : "distinct ", column, rule.population, where, known);
  const bool own_place = HasPlace(set, rule.population);
  // Subjects that the register does not know stand where their own rows say.
  return fmt::format(
      "{0} union all select o.subject_id, coalesce(l.place, 0) as place from (select t.{1} as subject_id, {2} as "
      "township, "
      "{3} as county from (select * from {4} where {5}) t anti join {6} k on k.subject_id = t.{1} group by t.{1}) o "
      "{7}",
      registered, column, own_place ? "min(t.township)" : "cast(null as varchar)",
      own_place ? "min(t.county)" : "cast(null as varchar)", rule.population, where, known, place);
}

std::string RowsSql(const RuleSet& set, std::string_view table, std::string_view extra, std::string_view condition) {
  const std::string tail = condition.empty() ? "" : " where " + std::string(condition);
  const char* none = "cast(null as bigint)";
  if (const FactSpec* fact = set.FindFact(table)) {
    const FactIds ids = IdsOfFact(fact->subject);
    return fmt::format("select {} as row_ref, {} as person_id, {} as household_id, {} as area_id{} from {} t{}{}",
                       ids.row_ref, ids.person, ids.household, ids.area, extra, table, ids.join, tail);
  }
  std::string_view row_ref = "t.row_ref";
  std::string_view person = "t.person_id";
  std::string_view household = "t.household_id";
  std::string_view area = "t.area_id";
  if (table == "persons" || table == "members" || table == "households" || table == "areas") row_ref = none;
  if (table == "members") area = none;
  if (table == "households" || table == "areas") person = none;
  if (table == "areas") household = none;
  return fmt::format("select {} as row_ref, {} as person_id, {} as household_id, {} as area_id{} from {} t{}", row_ref,
                     person, household, area, extra, table, tail);
}

std::string SubjectsOfRowsSql(const RuleSet& set, const RuleSpec& rule, std::string_view table,
                              const std::string& rows_sql, std::string_view carried) {
  const RowKind rows = KindOfRows(set, table);
  const std::string from = "(" + rows_sql + ") n";
  if (rule.subject.kind == SubjectKind::kRow) {
    const FactSpec* fact = set.FindFact(table);
    if (table == rule.subject.table || (fact != nullptr && fact->subject == rule.subject)) {
      return fmt::format("select n.row_ref as subject_id{} from {}", carried, from);
    }
    const RowKind own = KindOfRows(set, rule.subject.table);
    if (own == RowKind::kNone || rows == RowKind::kNone) return "";
    return OfRows(rule, std::max(own, rows), carried, from);
  }
  if (rows == RowKind::kNone) return "";
  if (rule.subject.kind == SubjectKind::kPerson) return OfRegistered(rows, carried, from);
  if (rule.subject.kind == SubjectKind::kVillage) {
    return fmt::format("select n.area_id as subject_id{} from {}", carried, from);
  }
  return OfHouseholds(rows, rule.subject.kind == SubjectKind::kHouseholdLiving, carried, from);
}

std::string NullCountsSql(std::string_view table, std::span<const std::string> columns) {
  std::vector<std::string> parts;
  for (const std::string& column : columns) parts.push_back(fmt::format("count(*) - count({0}) as {0}", column));
  return fmt::format("select {} from {}", fmt::join(parts, ", "), table);
}

std::string NullRowsSql(const RuleSet& set, std::string_view table, std::span<const std::string> columns) {
  std::string extra;
  std::vector<std::string> any;
  for (const std::string& column : columns) {
    extra += fmt::format(", t.{} is null as {}", column, KeyColumn(column));
    any.push_back(fmt::format("t.{} is null", column));
  }
  return fmt::format("create table xh.null_{} as {}", table,
                     RowsSql(set, table, extra, fmt::format("{}", fmt::join(any, " or "))));
}

std::string HitSql(std::string_view before, std::string_view statement) {
  return fmt::format("create table xh.hit as {}select * from (\n{}\n) r", before, statement);
}

std::string LastingSql(const RuleSet& set, const RuleSpec& rule, const std::vector<std::string>& tables, Date as_of) {
  if (rule.lasts.empty()) return "";
  std::vector<std::string> parts;
  for (const std::string& table : tables) {
    const std::string base = DeliveredTable(set, table);
    if (base.empty() || base == table) continue;
    parts.push_back(
        fmt::format("{0} as (select * from main.{0} union all select e.* from xh.{0}_earlier e join params.{1} w on "
                    "w.county = e.county "
                    "where e.period >= add_months(date '{2}', cast(-w.value as integer)))",
                    table, rule.lasts, FormatDate(LastsFrom(as_of, 0))));
  }
  return parts.empty() ? "" : fmt::format("with {} ", fmt::join(parts, ", "));
}

std::string NoValueSql(const RuleSet& set, const RuleSpec& rule, const ParamUse& use, std::string_view population) {
  const ColumnUse& column = use.at_column ? *use.at_column : *use.class_column;
  const bool by_class = use.class_column && use.class_column->table == column.table;
  std::string extra;
  std::string carried;
  std::string asked = "true";
  std::string match = "h.county = p.county";
  if (use.at_column) {
    extra += fmt::format(", t.{} as x_at", column.column);
    carried += ", n.x_at";
    asked += fmt::format(" and t.{} is not null", column.column);
    match += " and s.x_at between h.valid_from and h.valid_to";
  }
  if (by_class) {
    extra += fmt::format(", t.{} as x_class", use.class_column->column);
    carried += ", n.x_class";
    asked += fmt::format(" and t.{} is not null", use.class_column->column);
    match += " and h.class = s.x_class";
  }
  const std::string rows = RowsSql(set, column.table, extra, asked);
  const std::string subjects = SubjectsOfRowsSql(set, rule, column.table, rows, carried);
  if (subjects.empty()) return "";
  return fmt::format(
      "select s.subject_id from ({}) s join {} q on q.subject_id = s.subject_id join xh.place p on p.place = q.place "
      "where not exists (select 1 from {}{} h where {})",
      subjects, population, use.at_column ? "params_history." : "params.", use.name, match);
}

std::string TallySql(std::string_view population) {
  return fmt::format(
      "select p.place, r.rank, h.subject_id is not null as hit, count(*) as subjects from {} p "
      "left join xh.hit_subject h on h.subject_id = p.subject_id left join xh.reason r on r.subject_id = p.subject_id "
      "group by p.place, r.rank, h.subject_id is not null",
      population);
}

std::string HitTallySql(std::string_view population) {
  return fmt::format(
      "select p.place, count(*) as subjects from {} p join xh.hit_subject h on h.subject_id = p.subject_id "
      "group by p.place",
      population);
}

std::string FindingsSql(const RuleSpec& rule, std::span<const sql::Column> outputs, std::string_view population) {
  std::vector<std::string> order;
  if (rule.subject.kind != SubjectKind::kRow) order.emplace_back("h.subject_id");
  for (const std::string& name : rule.key) order.push_back("h." + name + " nulls first");
  std::vector<std::string> columns;
  for (const sql::Column& column : outputs) {
    columns.push_back("h." + column.name);
    order.push_back("h." + column.name + " nulls first");
  }
  std::string ids;
  std::string join;
  switch (rule.subject.kind) {
    case SubjectKind::kPerson:
      ids = "h.subject_id as x_person, k.household_id as x_household, k.area_id as x_area";
      join = "left join xh.of_person k on k.subject_id = h.subject_id";
      break;
    case SubjectKind::kHouseholdRegistered:
    case SubjectKind::kHouseholdLiving:
      ids = "k.person_id as x_person, h.subject_id as x_household, k.area_id as x_area";
      join = "left join xh.of_household k on k.subject_id = h.subject_id";
      break;
    case SubjectKind::kVillage:
      ids = "cast(null as bigint) as x_person, cast(null as bigint) as x_household, h.subject_id as x_area";
      break;
    case SubjectKind::kRow:
      ids = "k.person_id as x_person, k.household_id as x_household, k.area_id as x_area";
      join = fmt::format("left join {} k on k.row_ref = h.subject_id", rule.subject.table);
      break;
  }
  return fmt::format(
      "select {}, q.place as x_place, {} from xh.hit h join {} q on q.subject_id = h.subject_id {} order by {}",
      fmt::join(columns, ", "), ids, population, join, fmt::join(order, ", "));
}

std::string StatusSql(std::string_view population) {
  return fmt::format(
      "select w.wanted_id, w.subject_id, p.place, h.subject_id is not null as hit, r.rank, p.subject_id is not null as "
      "inside from xh.wanted w left join {} p on p.subject_id = w.subject_id left join xh.hit_subject h on "
      "h.subject_id = w.subject_id left join xh.reason r on r.subject_id = w.subject_id order by w.wanted_id, "
      "w.subject_id",
      population);
}

std::string RowsByKeySql(const RuleSpec& rule) {
  std::string match;
  for (size_t i = 0; i < rule.key.size(); ++i) {
    match += fmt::format("{}coalesce(cast(t.{} as varchar), '') = w.key_{}", i == 0 ? "" : " and ", rule.key[i], i);
  }
  return fmt::format("select w.wanted_id, t.row_ref as subject_id from xh.wanted_key w join {} t on {}",
                     rule.subject.table, match);
}

}  // namespace xiuhua::rules
