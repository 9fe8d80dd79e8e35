// RawFinding: one hit as it goes to settling - evidence as typed values, both sentences, what identifies it and what
// brings it back (columns of findings.parquet in docs/formats/lake.md, without state and first_run).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "rules/lint.h"
#include "rules/sentence.h"
#include "sql/engine.h"

namespace xiuhua::rules {

struct Place {
  std::string township;  // empty = unknown
  std::string county;
};

struct RawFinding {
  std::string finding_key;
  const RuleSpec* rule = nullptr;
  int64_t subject_id = 0;
  std::optional<int64_t> household_id;
  std::optional<int64_t> person_id;
  std::optional<int64_t> area_id;
  Place place;
  std::string key_values;  // JSON object
  std::string evidence;    // JSON array
  std::vector<int64_t> row_refs;
  std::string values_hash;
  std::string returns_json;  // {"mode":"any|columns|share","values":{...},"share_percent":n}
  std::string sentence_zh;
  std::string sentence_en;
};

// Appends `text` as a JSON string with quotes.
void AppendJsonText(std::string& out, std::string_view text);

// What is known of an ev_ column: from the needed column of the same name (through facts), else from its type. A text
// that carries no needed column's name takes the gravest PII class of all text columns the statement reads.
struct EvidenceColumn {
  std::string name;
  int index = -1;
  lake::Title title;
  std::string type;  // word of pack.md
  std::string pii;
  std::string table;   // empty when computed
  std::string source;  // that table's Chinese title
  std::map<std::string, lake::Title, std::less<>> codes;
};
std::vector<EvidenceColumn> EvidenceColumns(const CheckedRules& checked, const RuleSpec& rule);

class FindingBuilder {
 public:
  // `places` by number, as in xh.place.
  FindingBuilder(const CheckedRules& checked, const RuleSpec& rule, const std::vector<Place>& places, Date as_of);

  // Reads one row of FindingsSql.
  [[nodiscard]] RawFinding Build(const sql::Rows& rows, int64_t row) const;

 private:
  struct ParamShown {
    const ParamUse* use = nullptr;
    const ParamSpec* spec = nullptr;
  };
  [[nodiscard]] const ParamValue* ValueOf(const ParamShown& param, const sql::Rows& rows, int64_t row,
                                          std::string_view county) const;
  [[nodiscard]] std::string KeyOf(const sql::Rows& rows, int64_t row, RawFinding& finding) const;
  [[nodiscard]] std::string EvidenceOf(const sql::Rows& rows, int64_t row, std::string_view county) const;
  [[nodiscard]] std::string SentenceOf(const Sentence& sentence, bool chinese, const sql::Rows& rows, int64_t row,
                                       std::string_view county) const;
  void SetReturns(const sql::Rows& rows, int64_t row, RawFinding& finding) const;

  const RuleSpec& rule_;
  const std::vector<Place>& places_;
  Date as_of_;
  std::vector<EvidenceColumn> evidence_;
  std::vector<ParamShown> params_;
  std::vector<std::string> outputs_;
  Sentence zh_;
  Sentence en_;
};

}  // namespace xiuhua::rules
