#include "linkage/auto_blocking.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <functional>

#include "text/names.h"
#include "text/pinyin.h"
#include "text/width.h"

namespace xiuhua::linkage {
namespace {

constexpr size_t kImagined = 4096;  // true pairs of the covering problem
constexpr size_t kMaxRules = 30;    // a spec holds 32
using Covered = std::bitset<kImagined>;

// How a column stands in an imagined true pair.
enum class Fate : uint8_t { kBlank, kEqual, kSlip, kOther };

// What a key forgives: the share of slips (one wrong letter) that leave it equal.
struct Key {
  size_t column = 0;
  std::string text;
  double forgives = 0;
  bool several = false;                    // gives several values a record: only on its own
  std::vector<std::vector<uint64_t>> one;  // [row] values, when several
  std::vector<uint64_t> values;            // [row], 0 = missing
  Covered covered;
};

uint64_t Hash(std::string_view text) {
  uint64_t h = 0xCBF29CE484222325ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ULL;
  return (h ^ (h >> 32)) | 1;
}

std::string Prefix(std::string_view text, size_t characters) {
  size_t at = 0;
  for (size_t i = 0; i < characters && at < text.size(); ++i) text::NextCodePoint(text, at);
  return std::string(text.substr(0, at));
}

std::string Soundex(std::string_view text) {
  static constexpr std::string_view kCodes = "01230120022455012623010202";
  std::string out;
  char last = 0;
  for (const char c : text) {
    if (c < 'a' || c > 'z') continue;
    const char code = kCodes[static_cast<size_t>(c - 'a')];
    if (out.empty()) {
      out += c;
    } else if (code != '0' && code != last) {
      out += code;
    }
    if (c != 'h' && c != 'w') last = code;
    if (out.size() == 4) break;
  }
  return out;
}

// YYYYMMDD of a cell, as the spec's date columns are cleaned; empty when it is no date.
std::string Digits8(std::string_view cell, const std::string& order) {
  std::array<std::string, 3> parts;
  size_t part = 0;
  for (const char c : cell) {
    if (c >= '0' && c <= '9') {
      parts[part] += c;
    } else if (!parts[part].empty() && part < 2) {
      ++part;
    }
  }
  if (part == 0 && parts[0].size() >= 8) return parts[0].substr(0, 8);
  if (part != 2) return {};
  if (parts[0].size() != 4 && order != "ymd") {
    std::swap(parts[0], parts[2]);
    if (order == "mdy") std::swap(parts[1], parts[2]);
  }
  for (std::string* text : {&parts[1], &parts[2]}) {
    if (text->size() == 1) *text = "0" + *text;
  }
  const std::string out = parts[0] + parts[1] + parts[2];
  return out.size() == 8 ? out : std::string();
}

class KeyMaker {
 public:
  KeyMaker(const AutoSample& sample, const std::vector<std::string>& names) : sample_(sample), names_(names) {}

  std::vector<Key> Make() {
    for (size_t c = 0; c < names_.size(); ++c) {
      if (!names_[c].empty()) AddColumn(c);
    }
    return std::move(keys_);
  }

 private:
  using Form = std::function<std::string(const std::string&)>;

  void Add(size_t column, const std::string& text, double forgives, const Form& form) {
    Key key{.column = column, .text = text, .forgives = forgives};
    key.values.reserve(sample_.source.size());
    for (const std::string& cell : sample_.cells[column]) {
      const std::string value = cell.empty() ? std::string() : form(cell);
      key.values.push_back(value.empty() ? 0 : Hash(value));
    }
    keys_.push_back(std::move(key));
  }

  void AddValue(size_t c) {
    Add(c, names_[c], 0, [](const std::string& cell) { return cell; });
  }
  void AddSound(size_t c) {
    Add(c, fmt::format("sound({})", names_[c]), 0.5, [](const std::string& cell) { return Soundex(cell); });
  }
  void AddPrefix(size_t c, size_t n, double forgives) {
    Add(c, fmt::format("prefix({}, {})", names_[c], n), forgives,
        [n](const std::string& cell) { return Prefix(cell, n); });
  }
  void AddSuffix(size_t c, size_t n, double forgives) {
    Add(c, fmt::format("suffix({}, {})", names_[c], n), forgives,
        [n](const std::string& cell) { return cell.size() <= n ? cell : cell.substr(cell.size() - n); });
  }

  // One character left out anywhere: any single typo still meets.
  void AddDeletions(size_t c) {
    Key key{.column = c, .text = fmt::format("deletions({})", names_[c]), .forgives = 1, .several = true};
    for (const std::string& cell : sample_.cells[c]) {
      std::vector<uint64_t> values;
      if (!cell.empty() && cell.size() <= 64) {
        values.push_back(Hash(cell));
        for (size_t i = 0; i < cell.size(); ++i) values.push_back(Hash(cell.substr(0, i) + cell.substr(i + 1)));
        std::ranges::sort(values);
        values.erase(std::unique(values.begin(), values.end()), values.end());
      }
      key.one.push_back(std::move(values));
    }
    keys_.push_back(std::move(key));
  }

  void AddTokens(size_t c) {
    Key key{.column = c, .text = fmt::format("tokens({})", names_[c]), .forgives = 1, .several = true};
    for (const std::string& cell : sample_.cells[c]) {
      std::vector<uint64_t> values;
      for (size_t at = 0; at < cell.size();) {
        const size_t end = std::min(cell.find(' ', at), cell.size());
        if (end > at) values.push_back(Hash(std::string_view(cell).substr(at, end - at)));
        at = end + 1;
      }
      std::ranges::sort(values);
      values.erase(std::unique(values.begin(), values.end()), values.end());
      key.one.push_back(std::move(values));
    }
    keys_.push_back(std::move(key));
  }

  void AddDate(size_t c) {
    const std::string order = sample_.columns[c].date_order;
    const auto part = [&](const char* name, double forgives, size_t from, size_t size) {
      Add(c, fmt::format("{}({})", name, names_[c]), forgives, [order, from, size](const std::string& cell) {
        const std::string day = Digits8(cell, order);
        return day.empty() ? day : day.substr(from, size);
      });
    };
    Add(c, names_[c], 0, [order](const std::string& cell) { return Digits8(cell, order); });
    part("year", 0.7, 0, 4);
    part("year_month", 0.4, 0, 6);
    part("month_day", 0.35, 4, 4);
  }

  void AddChineseName(size_t c) {
    const std::string& name = names_[c];
    const auto folded = [](const std::string& cell) {
      std::string out;
      text::FoldName(text::SplitNameNote(cell).name, out);
      return out;
    };
    Add(c, name, 0, folded);
    Add(c, fmt::format("sound({})", name), 0.6,
        [folded](const std::string& cell) { return text::PinyinOf(folded(cell)); });
    Add(c, fmt::format("surname({})", name), 0.7,
        [folded](const std::string& cell) { return std::string(text::SplitSurname(folded(cell)).surname); });
    Add(c, fmt::format("given({})", name), 0.2,
        [folded](const std::string& cell) { return std::string(text::SplitSurname(folded(cell)).given); });
  }

  void AddColumn(size_t c) {
    switch (sample_.columns[c].role) {
      case Role::kGiven:
      case Role::kSurname:
      case Role::kFullName:
        AddValue(c);
        AddSound(c);
        AddPrefix(c, 3, 0.6);
        break;
      case Role::kChineseName:
        AddChineseName(c);
        break;
      case Role::kBirth:
      case Role::kDate:
        AddDate(c);
        break;
      case Role::kIdNumber:
        AddValue(c);
        AddDeletions(c);
        AddPrefix(c, 14, 0.25);
        AddSuffix(c, 6, 0.6);
        break;
      case Role::kOtherId:
      case Role::kPhone:
      case Role::kEmail:
        AddValue(c);
        AddDeletions(c);
        AddPrefix(c, 4, 0.5);
        AddSuffix(c, 4, 0.5);
        break;
      case Role::kPostcode:
      case Role::kHouseNumber:
      case Role::kHouseholdNo:
        AddValue(c);
        break;
      case Role::kStreet:
      case Role::kPlace:
        AddValue(c);
        AddPrefix(c, 4, 0.6);
        break;
      case Role::kDivisionCode:
        AddValue(c);
        if (sample_.columns[c].length > 9) AddPrefix(c, 9, 0.7);
        break;
      case Role::kWords:
        AddValue(c);
        AddTokens(c);
        AddPrefix(c, 6, 0.6);
        break;
      default:
        AddValue(c);
        if (sample_.columns[c].agree < 0.002 && sample_.columns[c].length >= 5) AddPrefix(c, 4, 0.6);
    }
  }

  const AutoSample& sample_;
  const std::vector<std::string>& names_;
  std::vector<Key> keys_;
};

// SplitMix64: the same imagined pairs on every machine.
class Chance {
 public:
  explicit Chance(uint64_t seed) : state_(seed) {}
  double Next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
  }

 private:
  uint64_t state_;
};

// Spoiled worse than most data are, so that rules with different columns are wanted.
void Imagine(const AutoSample& sample, std::vector<Key>& keys) {
  for (size_t pair = 0; pair < kImagined; ++pair) {
    for (size_t c = 0; c < sample.columns.size(); ++c) {
      Chance chance(pair * 1000 + c + 1);
      const double there = (1 - sample.columns[c].missing) * (1 - sample.columns[c].missing);
      const double draw = chance.Next();
      Fate fate = Fate::kBlank;
      if (draw < there) fate = draw < 0.6 * there ? Fate::kEqual : (draw < 0.8 * there ? Fate::kSlip : Fate::kOther);
      for (Key& key : keys) {
        if (key.column != c) continue;
        const bool slip_forgiven = chance.Next() < key.forgives;
        key.covered[pair] = fate == Fate::kEqual || (fate == Fate::kSlip && slip_forgiven);
      }
    }
  }
}

class Estimator {
 public:
  explicit Estimator(const AutoSample& sample) : sample_(sample), scale_(sample.rows.size(), 0) {
    std::vector<double> taken(sample.rows.size(), 0);
    for (const int s : sample.source) taken[static_cast<size_t>(s)] += 1;
    for (size_t s = 0; s < taken.size(); ++s) {
      scale_[s] = taken[s] == 0 ? 0 : static_cast<double>(sample.rows[s]) / taken[s];
    }
  }

  [[nodiscard]] double Pairs(const std::vector<const Key*>& keys) const {
    std::vector<std::pair<uint64_t, int>> all;
    if (keys.size() == 1 && keys.front()->several) {
      for (size_t row = 0; row < sample_.source.size(); ++row) {
        for (const uint64_t value : keys.front()->one[row]) all.emplace_back(value, sample_.source[row]);
      }
      return Count(all);
    }
    all.reserve(sample_.source.size());
    for (size_t row = 0; row < sample_.source.size(); ++row) {
      uint64_t combined = 1;
      for (const Key* key : keys) {
        if (key->values[row] == 0) combined = 0;
        if (combined == 0) break;
        combined = (combined * 0x9E3779B97F4A7C15ULL ^ key->values[row]) | 1;
      }
      if (combined != 0) all.emplace_back(combined, sample_.source[row]);
    }
    return Count(all);
  }

 private:
  // Pairs of one block: within the only input, or across inputs.
  [[nodiscard]] double Count(std::vector<std::pair<uint64_t, int>>& all) const {
    std::ranges::sort(all);
    double pairs = 0;
    std::vector<double> per(scale_.size());
    for (size_t at = 0; at < all.size();) {
      std::ranges::fill(per, 0);
      const uint64_t value = all[at].first;
      for (; at < all.size() && all[at].first == value; ++at) per[static_cast<size_t>(all[at].second)] += 1;
      if (per.size() == 1) {
        pairs += per[0] * (per[0] - 1) / 2 * scale_[0] * scale_[0];
        continue;
      }
      double before = 0;
      for (size_t s = 0; s < per.size(); ++s) {
        pairs += before * per[s] * scale_[s];
        before += per[s] * scale_[s];
      }
    }
    return pairs;
  }

  const AutoSample& sample_;
  std::vector<double> scale_;  // rows of the file for one of the sample
};

struct Candidate {
  std::vector<const Key*> keys;
  double pairs = 0;
  Covered covered;
};

// All combinations of up to three keys of different columns whose pairs keep to the limit. A third key is only tried
// where two make too many pairs.
std::vector<Candidate> Combine(const std::vector<Key>& keys, const Estimator& estimator, double limit) {
  std::vector<Candidate> out;
  std::vector<std::vector<const Key*>> open;
  const auto consider = [&](std::vector<const Key*> combination) {
    const double pairs = estimator.Pairs(combination);
    if (pairs > limit) {
      open.push_back(std::move(combination));
      return;
    }
    Covered covered;
    covered.set();
    for (const Key* key : combination) covered &= key->covered;
    out.push_back({.keys = std::move(combination), .pairs = pairs, .covered = covered});
  };
  for (const Key& key : keys) consider({&key});
  for (int size = 2; size <= 3; ++size) {
    const std::vector<std::vector<const Key*>> wide = std::exchange(open, {});
    for (const auto& combination : wide) {
      if (combination.back()->several || out.size() > 1500) continue;
      for (const Key& key : keys) {
        if (key.column <= combination.back()->column || key.several) continue;
        std::vector<const Key*> longer = combination;
        longer.push_back(&key);
        consider(std::move(longer));
      }
    }
  }
  return out;
}

}  // namespace

AutoBlocking ProposeBlocking(const AutoSample& sample, const std::vector<std::string>& names, double budget) {
  std::vector<Key> keys = KeyMaker(sample, names).Make();
  Imagine(sample, keys);
  const Estimator estimator(sample);
  std::vector<Candidate> candidates = Combine(keys, estimator, budget / 6);
  AutoBlocking out;
  Covered covered;
  const auto rows = static_cast<double>(sample.all_rows());
  while (out.rules.size() < kMaxRules) {
    double best_worth = 0;
    const Candidate* best = nullptr;
    for (const Candidate& candidate : candidates) {
      if (out.pairs + candidate.pairs > budget) continue;
      const auto gain = static_cast<double>((candidate.covered & ~covered).count());
      // Reading the rule's blocks costs about a pair a row.
      const double worth = gain * gain / std::sqrt(candidate.pairs + rows);
      if (gain >= 2 && worth > best_worth) {
        best_worth = worth;
        best = &candidate;
      }
    }
    if (best == nullptr) break;
    AutoRule rule{.keys = {}, .pairs = best->pairs};
    for (const Key* key : best->keys) rule.keys.push_back(key->text);
    covered |= best->covered;
    out.pairs += best->pairs;
    out.rules.push_back(std::move(rule));
  }
  // Text of many words: rare words bring pairs together even where the common ones make too many.
  for (const Key& key : keys) {
    if (!key.text.starts_with("tokens(") || out.rules.size() >= kMaxRules + 1) continue;
    const auto taken = [&](const AutoRule& rule) { return rule.keys == std::vector<std::string>{key.text}; };
    if (std::ranges::none_of(out.rules, taken)) out.rules.push_back({.keys = {key.text}, .pairs = 0, .cap = 60});
  }
  out.covered = static_cast<double>(covered.count()) / kImagined;
  return out;
}

}  // namespace xiuhua::linkage
