// LinkSpec: what `xiuhua link` compares and how, read from a YAML file (docs/formats/link-spec.md is its manual).
//
// Errors: the YAML errors LAK-001 ... LAK-006, and LNK-010 for what is well-formed but makes no sense (an unknown
// column, a test that does not fit the column's type); every one names file and line.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/yaml_node.h"

namespace xiuhua::linkage {

// Order as in the format page; stored in model.json by name.
enum class ColumnType : uint8_t { kText, kChineseName, kIdNumber, kDate, kPhone, kNumber, kCode, kAddress };
enum class DateOrder : uint8_t { kYmd, kDmy, kMdy };

struct LinkColumn {
  std::string name;
  ColumnType type = ColumnType::kText;
  std::vector<std::string> from;  // headers; the first one an input has is read
  DateOrder order = DateOrder::kYmd;
  std::vector<std::string> missing;  // cells that say nothing, as written
};

enum class TestKind : uint8_t {
  kExact,
  kJaroWinkler,
  kJaro,
  kLevenshtein,
  kOsa,
  kJaccard,
  kOverlap,
  kPartOf,
  kPrefix,
  kSuffix,
  kName,
  kId,
  kDate,
  kDays,
  kYears,
  kNumber,
  kPercent,
};

// Relations are bits of `relations`, in the order of the words in the format page.
enum class NameTest : uint8_t {
  kUnknownCharacter,
  kSameSoundTone,
  kSameSound,
  kNearSound,
  kSameShape,
  kPartMissing,
  kOrderSwapped,
  kOneCharacter,
  kSpelled
};
enum class IdTest : uint8_t { kSame, kMasked, kTypo, kSameBirthAndRegion, kSameBirth };
enum class DateTest : uint8_t {
  kSwappedDayMonth,
  kOneDigit,
  kSameMonthDay,
  kSameYearMonth,
  kSameYear,
  kLunar,
  kFirstOfMonth
};

struct ValueTest {
  TestKind kind = TestKind::kExact;
  int32_t amount = 0;      // ten-thousandths for likenesses, else a count, days, whole units
  int32_t q = 0;           // q-gram length; 0 = words
  uint32_t relations = 0;  // kName, kId, kDate: bits
  auto operator<=>(const ValueTest&) const = default;
};

struct LevelTerm {
  int column = 0;  // index into LinkSpec::columns
  ValueTest test;
};

struct LinkLevel {
  enum class Mode : uint8_t { kAll, kAny, kSwapped };  // kSwapped: terms[0] and terms[1] name the columns
  Mode mode = Mode::kAll;
  std::vector<LevelTerm> terms;
  std::string shown;  // as written, for the model and the report
};

struct TermFrequency {
  int by = -1;               // column within whose values frequencies are taken; -1 = over all
  std::vector<bool> levels;  // per level; all false = off
  [[nodiscard]] bool on() const;
};

struct LinkComparison {
  std::string name;
  std::vector<int> columns;
  std::vector<LinkLevel> levels;  // the else level is implied: levels.size()
  TermFrequency term_frequency;
};

enum class KeyKind : uint8_t {
  kValue,
  kPrefix,
  kSuffix,
  kYear,
  kMonth,
  kDay,
  kMonthDay,
  kYearMonth,
  kSound,
  kSurname,
  kGiven,
  kBirth,
  kRegion,
  kUnordered,
  kSorted,
  kDeletions,
  kTokens,
  kQgrams,
  kNumber,
};
[[nodiscard]] bool GivesSeveral(KeyKind kind);

struct BlockKey {
  KeyKind kind = KeyKind::kValue;
  int column = 0;
  int other = -1;  // kUnordered
  int32_t amount = 0;
};

struct BlockRule {
  std::vector<BlockKey> keys;
  std::vector<BlockKey> split;
  int64_t cap = 0;  // records of a block
  std::string shown;
  [[nodiscard]] bool gives_several() const;
};

struct PriorSpec {
  enum class Kind : uint8_t { kEm, kDeterministic, kMatches };
  Kind kind = Kind::kEm;
  std::vector<BlockRule> rules;
  double recall = 0.8;
  double matches = 0;
};

struct ConflictSpec {
  int id_column = -1;           // different_ids
  std::vector<int> contradict;  // columns
  double penalty_bits = 0;      // 0 = veto
  std::string shown;
};

struct ClusterSpec {
  bool constrained = true;
  bool one_to_one = false;
  std::vector<std::string> unique_in_source;
};

struct LinkSpec {
  std::string unique_id;
  bool within = false;
  std::vector<LinkColumn> columns;
  std::vector<LinkComparison> comparisons;
  std::vector<BlockRule> blocking;
  int64_t max_pairs = 2'000'000'000;
  int64_t block_cap = 5000;
  PriorSpec prior;
  std::vector<ConflictSpec> conflicts;
  double threshold = 0.5;
  double keep = 0.01;
  ClusterSpec clustering;

  [[nodiscard]] int ColumnIndex(std::string_view name) const;  // -1 when absent
};

Result<LinkSpec> LoadLinkSpec(const std::string& path);
Result<LinkSpec> ParseLinkSpec(const std::string& text, const std::string& shown_file);
// One key or test as written in a spec; `where` gives file and line for errors.
Result<BlockKey> ParseBlockKey(const LinkSpec& spec, std::string_view text, const SourceRef& where);

}  // namespace xiuhua::linkage
