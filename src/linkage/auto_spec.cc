#include "linkage/auto_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "linkage/auto_blocking.h"
#include "linkage/errors.h"
#include "text/width.h"

namespace xiuhua::linkage {
namespace {

std::string YamlText(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string OneLine(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::string_view BaseName(Role role) {
  switch (role) {
    case Role::kGiven:
      return "given_name";
    case Role::kSurname:
      return "surname";
    case Role::kMiddle:
      return "middle_name";
    case Role::kFullName:
    case Role::kChineseName:
      return "name";
    case Role::kSex:
      return "sex";
    case Role::kBirth:
      return "birth";
    case Role::kBirthYear:
      return "birth_year";
    case Role::kBirthMonth:
      return "birth_month";
    case Role::kBirthDay:
      return "birth_day";
    case Role::kAge:
      return "age";
    case Role::kIdNumber:
      return "id_number";
    case Role::kOtherId:
      return "other_id";
    case Role::kPhone:
      return "phone";
    case Role::kEmail:
      return "email";
    case Role::kPostcode:
      return "postcode";
    case Role::kHouseNumber:
      return "house_number";
    case Role::kStreet:
      return "street";
    case Role::kPlace:
      return "place";
    case Role::kRegion:
      return "region";
    case Role::kDivisionCode:
      return "division";
    case Role::kHouseholdNo:
      return "household";
    case Role::kWords:
      return "words";
    case Role::kNumber:
      return "number";
    case Role::kDate:
      return "date";
    case Role::kCategory:
      return "category";
    default:
      return "text";
  }
}

std::string TypeOf(const Profile& profile) {
  switch (profile.role) {
    case Role::kChineseName:
      return "chinese_name";
    case Role::kBirth:
    case Role::kDate:
      return "date, format: " + profile.date_order;
    case Role::kIdNumber:
      return "id_number";
    case Role::kPhone:
      return "phone";
    case Role::kAge:
    case Role::kBirthYear:
    case Role::kNumber:
      return "number";
    case Role::kDivisionCode:
      return "code";
    case Role::kStreet:
      return "address";
    default:
      return "text";
  }
}

bool IsHanText(const AutoSample& sample, size_t column) {
  int64_t han = 0;
  int64_t all = 0;
  for (const std::string& cell : sample.cells[column]) {
    if (cell.empty()) continue;
    size_t at = 0;
    han += text::IsHan(text::NextCodePoint(cell, at)) ? 1 : 0;
    if (++all >= 2000) break;
  }
  return han * 2 > all;
}

class Composer {
 public:
  Composer(const AutoSample& sample, const AutoOptions& options) : sample_(sample), options_(options) {}

  Result<std::string> Compose() {
    DropWhatOthersSay();
    NameColumns();
    const double rows = static_cast<double>(sample_.all_rows());
    const double budget = std::clamp(rows * options_.pairs_per_row, 3e6, 5e8);
    const AutoBlocking blocking = ProposeBlocking(sample_, names_, budget);
    const std::vector<std::string> comparisons = Comparisons();
    if (comparisons.empty() || blocking.rules.empty()) return Fail(errors::kAutoNothingToCompare);
    WriteHead();
    WriteColumns();
    out_ += "\ncomparisons:\n";
    for (const std::string& comparison : comparisons) out_ += comparison;
    WriteBlocking(blocking, budget);
    WriteRest();
    return out_;
  }

 private:
  [[nodiscard]] std::optional<size_t> Find(Role role) const {
    for (size_t c = 0; c < sample_.columns.size(); ++c) {
      if (sample_.columns[c].role == role && !dropped_.contains(c)) return c;
    }
    return std::nullopt;
  }
  void Drop(size_t column, std::string why) { dropped_[column] = std::move(why); }

  // A column that repeats what others say better would count twice.
  void DropWhatOthersSay() {
    const auto birth = Find(Role::kBirth);
    if (birth) {
      for (const Role part : {Role::kBirthYear, Role::kBirthMonth, Role::kBirthDay, Role::kAge}) {
        while (const auto c = Find(part)) Drop(*c, "出生日期已说明 the date of birth says it");
      }
    }
    if (Find(Role::kBirthYear)) {
      while (const auto c = Find(Role::kAge)) Drop(*c, "出生年份已说明 the year of birth says it");
    }
    if (Find(Role::kGiven) && Find(Role::kSurname)) {
      while (const auto c = Find(Role::kFullName)) Drop(*c, "姓和名已分列 surname and given name say it");
    }
    if (Find(Role::kChineseName)) {
      for (const Role part : {Role::kGiven, Role::kSurname}) {
        while (const auto c = Find(part)) Drop(*c, "姓名已说明 the whole name says it");
      }
    }
    for (size_t c = 0; c < sample_.columns.size(); ++c) {
      static constexpr Role kMayFollow[] = {Role::kRegion, Role::kPlace,    Role::kDate,         Role::kNumber,
                                            Role::kText,   Role::kCategory, Role::kDivisionCode, Role::kWords};
      if (std::ranges::find(kMayFollow, sample_.columns[c].role) == std::end(kMayFollow)) continue;
      if (dropped_.contains(c)) continue;
      if (const auto by = DeterminedBy(c))
        Drop(c, fmt::format("由 {0} 决定 follows from {0}", sample_.columns[*by].header));
    }
  }

  // A column with at least as much in it, whose value fixes this one's: of different people who agree in it, 95 of 100
  // agree here too.
  [[nodiscard]] std::optional<size_t> DeterminedBy(size_t column) const {
    const Profile& profile = sample_.columns[column];
    for (size_t by = 0; by < sample_.columns.size(); ++by) {
      const Profile& other = sample_.columns[by];
      if (by == column || !Used(by) || other.role == Role::kHouseholdNo || other.role == Role::kStreet) continue;
      if (other.missing > profile.missing + 0.05 || other.bits < profile.bits - 0.3) continue;
      if (Determines(by, column)) return by;
    }
    return std::nullopt;
  }

  // Neighbouring records of each value of `by` are compared. Two that are unlike in two telling columns are different
  // people; without that, duplicates of one person would make everything seem to follow from everything.
  [[nodiscard]] bool Determines(size_t by, size_t column) const {
    std::vector<size_t> telling;
    for (size_t c = 0; c < sample_.columns.size(); ++c) {
      if (c != by && c != column && Used(c) && sample_.columns[c].bits > 8) telling.push_back(c);
    }
    std::unordered_map<std::string_view, size_t> last;
    int64_t compared = 0;
    int64_t same = 0;
    for (size_t row = 0; row < sample_.source.size(); ++row) {
      const std::string& value = sample_.cells[by][row];
      if (value.empty() || sample_.cells[column][row].empty()) continue;
      const auto [at, fresh] = last.try_emplace(value, row);
      if (fresh) continue;
      const size_t other = std::exchange(at->second, row);
      int unlike = 0;
      for (const size_t c : telling) {
        const std::string& a = sample_.cells[c][row];
        const std::string& b = sample_.cells[c][other];
        unlike += !a.empty() && !b.empty() && a != b ? 1 : 0;
      }
      if (unlike < 2) continue;
      ++compared;
      same += sample_.cells[column][row] == sample_.cells[column][other] ? 1 : 0;
    }
    return compared >= 30 && same * 100 > compared * 95;
  }

  [[nodiscard]] bool Used(size_t column) const {
    const Role role = sample_.columns[column].role;
    return role != Role::kRowId && role != Role::kLeak && role != Role::kNothing && !dropped_.contains(column);
  }

  void NameColumns() {
    std::map<std::string, int> taken;
    for (size_t c = 0; c < sample_.columns.size(); ++c) {
      names_.emplace_back();
      if (!Used(c)) continue;
      const std::string base(BaseName(sample_.columns[c].role));
      const int number = ++taken[base];
      names_.back() = number == 1 ? base : fmt::format("{}_{}", base, number);
    }
  }

  void WriteHead() {
    out_ +=
        "# 自动提出的比对规格，可直接修改后用 --spec 再跑；写法见 docs/formats/link-spec.md\n"
        "# A link spec proposed from the columns; edit it and run it with --spec. Its manual: "
        "docs/formats/link-spec.md\n";
    for (size_t c = 0; c < sample_.columns.size(); ++c) {
      const Profile& profile = sample_.columns[c];
      if (profile.role == Role::kRowId || Used(c)) continue;
      const auto dropped = dropped_.find(c);
      out_ += fmt::format("# 不用 not used: {} - {}\n", OneLine(profile.header),
                          dropped == dropped_.end() ? profile.why : dropped->second);
    }
    const auto id = Find(Role::kRowId);
    out_ += fmt::format("inputs:\n  unique_id: {}\n", YamlText(sample_.columns[*id].header));
    if (sample_.rows.size() > 1) out_ += "  within: false\n";
  }

  void WriteColumns() {
    out_ += "\ncolumns:\n";
    for (size_t c = 0; c < sample_.columns.size(); ++c) {
      if (names_[c].empty()) continue;
      const Profile& profile = sample_.columns[c];
      std::string from;
      for (const std::string& header : profile.headers) from += (from.empty() ? "" : ", ") + YamlText(header);
      out_ += fmt::format(
          "  {}: {{type: {}, from: [{}]}}  # {}; 空 missing {:.1f} %, 不同值 distinct {}, 熵 entropy {:.1f}\n",
          names_[c], TypeOf(profile), from, profile.why, profile.missing * 100, profile.distinct, profile.bits);
    }
  }

  // ---- comparisons ----

  static std::string Line(const std::string& column, const std::string& levels, bool frequency) {
    return fmt::format("  - column: {}\n    levels: [{}]\n{}", column, levels,
                       frequency ? "    term_frequency: true\n" : "");
  }

  [[nodiscard]] std::string NameLevels(size_t c) const {
    if (sample_.columns[c].length < 2.2) return "exact";
    if (IsHanText(sample_, c))
      return "exact, {name: [unknown_character, same_sound]}, {name: [same_shape, one_character]}";
    return "exact, {jaro_winkler: 0.92}, {jaro_winkler: 0.85}, {part_of: 1}, {jaro_winkler: 0.7}";
  }

  [[nodiscard]] std::string Comparison(size_t c) const {
    const Profile& profile = sample_.columns[c];
    const std::string& name = names_[c];
    switch (profile.role) {
      case Role::kGiven:
      case Role::kSurname:
      case Role::kMiddle:
        return Line(name, NameLevels(c), true);
      case Role::kFullName:
        return Line(name,
                    "exact, {jaccard: {q: 0, at_least: 0.99}}, {jaro_winkler: 0.92}, {jaccard: {q: 0, at_least: 0.5}}, "
                    "{jaro_winkler: 0.8}",
                    true);
      case Role::kChineseName:
        return Line(name,
                    "exact, {name: unknown_character}, {name: same_sound}, {name: same_shape}, {name: order_swapped}, "
                    "{name: [one_character, part_missing]}",
                    true);
      case Role::kSex:
        return Line(name, "exact", false);
      case Role::kBirth:
        return Line(name,
                    "exact, {date: swapped_day_month}, {osa: 1}, {date: same_month_day}, {date: same_year_month}, "
                    "{date: same_year}",
                    true);
      case Role::kBirthYear:
        return Line(name, "exact, {number: 1}, {osa: 1}, {number: 5}", true);
      case Role::kAge:
        return Line(name, "exact, {number: 1}, {number: 3}", true);
      case Role::kIdNumber:
        return Line(name, "{id: same}, {id: masked}, {id: typo}, {id: same_birth}", false);
      case Role::kOtherId:
      case Role::kPhone:
      case Role::kHouseholdNo:
        return Line(name, "exact, {osa: 1}", true);
      case Role::kEmail:
        return Line(name, "exact, {osa: 2}, {jaro_winkler: 0.88}", true);
      case Role::kDivisionCode:
        return Line(name, "exact, {prefix: 9}, {prefix: 6}", true);
      case Role::kWords:
        return Line(
            name,
            "exact, {jaccard: {q: 0, at_least: 0.8}}, {overlap: {q: 0, at_least: 0.8}}, "
            "{jaccard: {q: 0, at_least: 0.5}}, {jaccard: {q: 3, at_least: 0.5}}, {jaccard: {q: 0, at_least: 0.25}}, "
            "{jaccard: {q: 3, at_least: 0.25}}",
            true);
      case Role::kNumber:
        return Line(name, "exact, {percent: 1}, {percent: 10}, {percent: 30}", true);
      case Role::kDate:
        return Line(name, "exact, {osa: 1}, {days: 31}, {date: same_year}", true);
      default:
        return Line(name, profile.length < 4 ? "exact" : "exact, {osa: 1}, {jaro_winkler: 0.88}", true);
    }
  }

  // The parts of an address hang together: neighbours and families share all of them at once.
  [[nodiscard]] std::vector<size_t> AddressParts() const {
    std::vector<size_t> out;
    for (const Role role :
         {Role::kHouseholdNo, Role::kStreet, Role::kHouseNumber, Role::kPostcode, Role::kPlace, Role::kDivisionCode}) {
      for (size_t c = 0; c < names_.size(); ++c) {
        const bool birthplace = RoleOfHeader(sample_.columns[c].header) == Role::kPlace && IsBirthplace(c);
        if (!names_[c].empty() && sample_.columns[c].role == role && !birthplace) out.push_back(c);
      }
    }
    if (out.size() > 8) out.resize(8);
    return out;
  }
  [[nodiscard]] bool IsBirthplace(size_t c) const {
    const std::string form = HeaderForm(sample_.columns[c].header);
    return form.contains("birth") || form.contains("出生") || form.contains("籍贯");
  }

  static std::string Fuzzy(Role role) {
    if (role == Role::kStreet || role == Role::kPlace) return "{jaro_winkler: 0.88}";
    if (role == Role::kDivisionCode) return "{prefix: 9}";
    return "{osa: 1}";
  }

  [[nodiscard]] std::string AddressComparison(const std::vector<size_t>& parts) const {
    std::string columns;
    std::string any_exact;
    std::string any_fuzzy;
    for (const size_t c : parts) {
      columns += (columns.empty() ? "" : ", ") + names_[c];
      any_exact += fmt::format("{}{}: exact", any_exact.empty() ? "" : ", ", names_[c]);
      any_fuzzy += fmt::format("{}{}: {}", any_fuzzy.empty() ? "" : ", ", names_[c], Fuzzy(sample_.columns[c].role));
    }
    std::string out = fmt::format(
        "  - name: address            # 住址各部分一起算，不重复计分 one comparison, so that nothing counts twice\n"
        "    columns: [{}]\n    levels:\n      - exact\n",
        columns);
    // Two parts that agree, the telling ones first: they are sorted from street to place.
    int pairs = 0;
    for (size_t a = 0; a < parts.size(); ++a) {
      for (size_t b = a + 1; b < parts.size() && pairs < 6; ++b, ++pairs) {
        out += fmt::format("      - {{all: {{{}: {}, {}: exact}}}}\n", names_[parts[a]],
                           Fuzzy(sample_.columns[parts[a]].role), names_[parts[b]]);
      }
    }
    for (const size_t c : parts) {
      if (pairs++ < 9) out += fmt::format("      - {{all: {{{}: exact}}}}\n", names_[c]);
    }
    out += fmt::format("      - {{any: {{{}}}}}\n", any_fuzzy);
    return out;
  }

  // The number holds the date of birth; two different valid numbers are two people (conflicts), so a level below the
  // number's speaks of people whose number is missing or spoiled.
  [[nodiscard]] std::string NumberAndBirth(size_t id, size_t birth) const {
    const std::string& i = names_[id];
    const std::string& b = names_[birth];
    return fmt::format(
        "  - name: number_and_birth   # 证件号含出生日期，一起算 the number holds the date: one comparison\n"
        "    columns: [{0}, {1}]\n    levels:\n      - {{all: {{{0}: {{id: same}}}}}}\n      - {{all: {{{0}: {{id: "
        "typo}}}}}}\n"
        "      - {{all: {{{0}: {{id: masked}}}}}}\n      - {{all: {{{1}: exact}}}}\n"
        "      - {{any: {{{0}: {{id: same_birth}}, {1}: {{date: swapped_day_month}}}}}}\n      - {{all: {{{1}: {{osa: "
        "1}}}}}}\n"
        "      - {{all: {{{1}: {{date: same_year}}}}}}\n",
        i, b);
  }

  std::vector<std::string> Comparisons() {
    std::vector<std::string> out;
    std::vector<bool> done(names_.size(), false);
    const auto id = Find(Role::kIdNumber);
    const auto birth = Find(Role::kBirth);
    if (id && birth) {
      out.push_back(NumberAndBirth(*id, *birth));
      done[*id] = done[*birth] = true;
    }
    const std::vector<size_t> parts = AddressParts();
    if (parts.size() > 1) {
      out.push_back(AddressComparison(parts));
      for (const size_t c : parts) done[c] = true;
    }
    for (size_t c = 0; c < names_.size() && out.size() < 32; ++c) {
      if (!names_[c].empty() && !done[c]) out.push_back(Comparison(c));
    }
    return out;
  }

  void WriteBlocking(const AutoBlocking& blocking, double budget) {
    out_ += fmt::format(
        "\n# 预计 about {:.0f} 对 pairs (上限 budget {:.0f}); 任一字段写错也能相遇 no single error loses a "
        "pair\nblocking:\n",
        blocking.pairs, budget);
    for (const AutoRule& rule : blocking.rules) {
      std::string keys;
      for (const std::string& key : rule.keys) {
        keys += (keys.empty() ? "" : ", ") + (key.contains(',') ? YamlText(key) : key);
      }
      if (rule.cap > 0) {
        out_ += fmt::format("  - {{keys: [{}], cap: {}}}\n", keys, rule.cap);
      } else {
        out_ += fmt::format("  - [{}]  # 约 about {:.0f}\n", keys, rule.pairs);
      }
    }
  }

  void WriteRest() {
    out_ += "\nprior: em\n";
    if (const auto id = Find(Role::kIdNumber)) {
      out_ += fmt::format("conflicts:\n  - {{different_ids: {}}}\n", names_[*id]);
    }
    out_ += "threshold: 0.5\nkeep: 0.01\nclustering:\n  method: constrained\n";
    if (sample_.rows.size() > 1 && !RepeatsWithin()) {
      out_ += "  one_to_one: true            # 各来源内部几乎没有重复 the inputs hold hardly anybody twice\n";
    }
  }

  // Do the inputs hold people twice? Judged by whole rows: equal in every used column but one or two, within one input
  // against across inputs.
  [[nodiscard]] bool RepeatsWithin() const {
    std::vector<size_t> telling;
    for (size_t c = 0; c < names_.size(); ++c) {
      if (!names_[c].empty() && sample_.columns[c].bits > 5) telling.push_back(c);
    }
    int64_t within = 0;
    int64_t across = 0;
    for (size_t a = 0; a < telling.size(); ++a) {
      for (size_t b = a + 1; b < telling.size(); ++b) {
        for (size_t c = b + 1; c < telling.size(); ++c)
          CountTriples({telling[a], telling[b], telling[c]}, within, across);
      }
    }
    return within * 50 > across;
  }

  void CountTriples(const std::vector<size_t>& columns, int64_t& within, int64_t& across) const {
    std::unordered_map<std::string, std::map<int, int64_t>> blocks;
    for (size_t row = 0; row < sample_.source.size(); ++row) {
      std::string key;
      for (const size_t c : columns) {
        if (sample_.cells[c][row].empty()) key.clear();
        if (sample_.cells[c][row].empty()) break;
        key += sample_.cells[c][row] + '\x1f';
      }
      if (!key.empty()) ++blocks[key][sample_.source[row]];
    }
    for (const auto& [key, sources] : blocks) {
      int64_t before = 0;
      for (const auto& [source, count] : sources) {
        within += count * (count - 1) / 2;
        across += before * count;
        before += count;
      }
    }
  }

  const AutoSample& sample_;
  const AutoOptions& options_;
  std::vector<std::string> names_;  // per column of the sample; empty = not used
  std::map<size_t, std::string> dropped_;
  std::string out_;
};

}  // namespace

Result<std::string> ProposeSpec(const std::vector<AutoInput>& inputs, const AutoOptions& options) {
  sql::EngineOptions engine_options;
  engine_options.threads = options.threads;
  engine_options.memory_limit_mb = options.memory_mb;
  TRY_ASSIGN(const auto engine, sql::Engine::Open(engine_options));
  TRY_ASSIGN(AutoSample sample, ReadSample(*engine, inputs, options.sample_rows));
  TRY(FindRoles(sample));
  return Composer(sample, options).Compose();
}

}  // namespace xiuhua::linkage
