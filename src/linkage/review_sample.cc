#include "linkage/review_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace xiuhua::linkage {
namespace {

// Bands of weight, in bits from the threshold.
constexpr std::array<double, 9> kBands = {-10, -6, -3, -1, 0, 1, 3, 6, 10};

size_t BandOf(double bits) { return static_cast<size_t>(std::ranges::upper_bound(kBands, bits) - kBands.begin()); }

std::string BandName(size_t band) {
  const char* side = band > 4 ? "link" : "apart";
  if (band == 0) return fmt::format("{}/below {:.0f}", side, kBands[0]);
  if (band == kBands.size()) return fmt::format("{}/{:.0f} and more", side, kBands.back());
  return fmt::format("{}/{:.0f} to {:.0f}", side, kBands[band - 1], kBands[band]);
}

double Chance(double bits) { return 1 / (1 + std::exp2(-bits)); }

// How much a verdict would tell: the doubt about the pair times what hangs on it.
double Information(const ReviewCandidate& candidate) {
  const double p = std::clamp(Chance(candidate.bits), 1e-12, 1 - 1e-12);
  const double doubt = -p * std::log2(p) - (1 - p) * std::log2(1 - p);
  return doubt * (1 + std::log2(static_cast<double>(std::max(1U, candidate.moved))));
}

struct Stratum {
  std::vector<size_t> members;
  double doubt = 0;  // sum of the standard deviations of single verdicts
  size_t taken = 0;
};

// Rows per stratum: the least for each, the rest by doubt.
void ShareOut(std::vector<Stratum>& strata, size_t rows) {
  double doubt = 0;
  for (const Stratum& stratum : strata) doubt += stratum.doubt;
  for (Stratum& stratum : strata) {
    const double share = doubt > 0 ? stratum.doubt / doubt * static_cast<double>(rows) : 0;
    stratum.taken =
        std::min(stratum.members.size(), std::max(static_cast<size_t>(kLeastOfStratum), static_cast<size_t>(share)));
  }
}

}  // namespace

std::vector<ReviewRow> ChooseForReview(std::span<const ReviewCandidate> candidates, double threshold_bits,
                                       size_t most) {
  std::vector<size_t> order(candidates.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto First = [&](size_t a, size_t b) {
    const double x = Information(candidates[a]);
    const double y = Information(candidates[b]);
    return x != y ? x > y : candidates[a].draw < candidates[b].draw;
  };
  const size_t whole = std::min(order.size(), most / 2);
  std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(whole), First);
  std::vector<ReviewRow> rows;
  std::array<int64_t, 2> first = {0, 0};
  const auto IsLink = [&](size_t i) { return candidates[i].bits >= threshold_bits; };
  for (size_t i = 0; i < whole; ++i) ++first[IsLink(order[i]) ? 1 : 0];
  for (size_t i = 0; i < whole; ++i) {
    const bool link = IsLink(order[i]);
    rows.push_back({order[i], link ? "link/first" : "apart/first", first[link ? 1 : 0]});
  }
  std::vector<Stratum> strata(kBands.size() + 1);
  for (size_t i = whole; i < order.size(); ++i) {
    Stratum& stratum = strata[BandOf(candidates[order[i]].bits - threshold_bits)];
    const double p = Chance(candidates[order[i]].bits);
    stratum.members.push_back(order[i]);
    stratum.doubt += std::sqrt(p * (1 - p));
  }
  ShareOut(strata, most - std::min(most, whole));
  std::vector<size_t> bands;
  for (size_t band = 0; band < strata.size(); ++band) bands.push_back(band);
  std::ranges::sort(bands, {}, [](size_t band) { return band > 4 ? 2 * (band - 5) : 2 * (4 - band) + 1; });
  for (const size_t band : bands) {
    Stratum& stratum = strata[band];
    std::ranges::sort(stratum.members, {}, [&](size_t i) { return candidates[i].draw; });
    for (size_t i = 0; i < stratum.taken; ++i) {
      rows.push_back({stratum.members[i], BandName(band), static_cast<int64_t>(stratum.members.size())});
    }
  }
  return rows;
}

LabelEstimate EstimateFromLabels(std::span<const JudgedRow> rows) {
  struct Sums {
    double pairs = 0, judged = 0, same = 0, rows = 0, expected = 0;
  };
  std::map<std::string, Sums> strata;
  LabelEstimate out;
  for (const JudgedRow& row : rows) {
    Sums& sums = strata[row.stratum];
    sums.pairs = static_cast<double>(row.stratum_pairs);
    sums.rows += 1;
    sums.expected += row.probability;
    if (!row.same) continue;
    sums.judged += 1;
    sums.same += *row.same ? 1 : 0;
    ++out.judged;
    out.said_same += *row.same ? 1 : 0;
  }
  double right = 0, right_variance = 0, missed = 0, missed_variance = 0;
  for (const auto& [name, sums] : strata) {
    const bool link = name.starts_with("link/");
    out.pairs += static_cast<int64_t>(sums.pairs);
    if (link) out.links += sums.pairs;
    if (sums.judged == 0) out.unjudged_pairs += static_cast<int64_t>(sums.pairs);
    const double p = sums.judged > 0 ? sums.same / sums.judged : sums.expected / sums.rows;
    // Half a verdict of either kind keeps the variance above zero where all verdicts agree.
    const double smooth = sums.judged > 0 ? (sums.same + 0.5) / (sums.judged + 1) : p;
    const double rest = sums.judged >= sums.pairs ? 0 : 1 - sums.judged / sums.pairs;
    const double variance = sums.pairs * sums.pairs * smooth * (1 - smooth) / (sums.judged + 1) * rest;
    (link ? right : missed) += sums.pairs * p;
    (link ? right_variance : missed_variance) += variance;
  }
  const auto Interval = [](double value, double variance) {
    // A value of 0 or 1 has no binomial spread; the interval then comes from a value one pair away.
    const double inner = std::clamp(value, 1e-4, 1 - 1e-4);
    return WilsonShare(value, variance > 0 ? inner * (1 - inner) / variance : 1e9);
  };
  if (out.judged == 0) return out;
  if (out.links > 0) out.precision = Interval(right / out.links, right_variance / (out.links * out.links));
  const double matches = right + missed;
  if (matches > 0) {
    // Of R / (R + M), by the delta method.
    const double variance = (missed * missed * right_variance + right * right * missed_variance) / std::pow(matches, 4);
    out.recall = Interval(right / matches, variance);
  }
  return out;
}

bool ParseVerdict(std::string_view text, std::optional<bool>& same) {
  std::string plain;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\r') plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  const auto Is = [&plain](std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, plain) != words.end();
  };
  same.reset();
  if (Is({"", "不知", "不知道", "待查", "不确定", "unsure", "?", "？"})) return true;
  if (Is({"是", "同一人", "yes", "y", "1", "same", "true"})) {
    same = true;
    return true;
  }
  if (!Is({"否", "不是", "no", "n", "0", "different", "false"})) return false;
  same = false;
  return true;
}

}  // namespace xiuhua::linkage
