// The SQL that evaluation is made of, as text. Nothing here runs anything.
//
// Engine tables of a run (schema xh, in memory):
//   place(place, township, county)                 every place met; 0-based numbers; NULLs for unknown
//   of_person(subject_id, household_id, area_id, place)      every person of the register
//   of_household(subject_id, person_id, area_id, place)      every household; person_id = head
//   of_area(subject_id, place)                                every area
//   population_<n>(subject_id, place)                         one for each different population, each subject once
//   null_<table>(row_ref, person_id, household_id, area_id, n_<column> BOOLEAN ...)   rows with NULL in a needed column
//   hit (the rule's result), hit_subject(subject_id), reason(subject_id, rank)        of the rule at hand
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/lint.h"

namespace xiuhua::rules {

// What one row of a table is about.
enum class RowKind : uint8_t { kPerson, kHousehold, kVillage, kNone };
RowKind KindOfRows(const RuleSet& set, std::string_view table);

std::string PlacesSql(const RuleSet& set, std::span<const std::string> tables);  // create table xh.place
std::string RegisterPlacesSql();                                                 // create xh.of_person ...

// select subject_id, place: who can be asked. `rule` gives subject, population and where_population.
std::string PopulationSql(const RuleSet& set, const RuleSpec& rule);
// Two rules with the same text have the same population.
std::string PopulationKey(const RuleSpec& rule);

// select row_ref, person_id, household_id, area_id <extra>: rows of a table or fact with all the ids that are known.
// `extra` are expressions over the alias t.
std::string RowsSql(const RuleSet& set, std::string_view table, std::string_view extra, std::string_view condition);

// select subject_id from the rows of `rows_sql` (made by RowsSql of `table`): whose rows these are, seen from the
// rule's subject. `carried` are further columns of the rows (alias n) to hand on: ", n.x". Empty when rows of this
// table belong to no such subject.
std::string SubjectsOfRowsSql(const RuleSet& set, const RuleSpec& rule, std::string_view table,
                              const std::string& rows_sql, std::string_view carried);

// One row with, for each column, how many rows have NULL there.
std::string NullCountsSql(std::string_view table, std::span<const std::string> columns);
// create table xh.null_<table>
std::string NullRowsSql(const RuleSet& set, std::string_view table, std::span<const std::string> columns);

// create table xh.hit from a rule's statement; statements of packs end where the text ends. `before` as LastingSql
// makes it, or empty.
std::string HitSql(std::string_view before, std::string_view statement);
// For a rule whose finding lasts: a WITH list in which each `_previous` it reads also holds the rows of the full
// deliveries before, as far back as the parameter says for their county. Empty for other rules.
std::string LastingSql(const RuleSet& set, const RuleSpec& rule, const std::vector<std::string>& tables, Date as_of);

// select subject_id: rows of the subject at whose date or class the parameter has no value. `use` names class or at.
std::string NoValueSql(const RuleSet& set, const RuleSpec& rule, const ParamUse& use, std::string_view population);

// select place, rank, hit, subjects: the population by place, first reason (NULL = none) and whether it hits.
std::string TallySql(std::string_view population);
// select place, subjects: hits by place.
std::string HitTallySql(std::string_view population);

// select the hit's columns, x_place, x_person, x_household, x_area of each; rows of one finding stand together.
std::string FindingsSql(const RuleSpec& rule, std::span<const sql::Column> outputs, std::string_view population);

// select wanted_id, subject_id, place, hit, rank of each subject asked about in `wanted(wanted_id, subject_id)`.
std::string StatusSql(std::string_view population);
// Rows now standing for an earlier finding on a row: select wanted_id, row_ref by equal key values.
std::string RowsByKeySql(const RuleSpec& rule);

}  // namespace xiuhua::rules
