#include "ingest/expression.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

namespace xiuhua::ingest {
namespace {

constexpr int32_t kTimeLimit = 1000;  // steps of about a millisecond

icu::UnicodeString Wide(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string Narrow(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

struct Expression::State {
  std::unique_ptr<icu::RegexPattern> pattern;
};

std::optional<Expression> Expression::Compile(std::string_view pattern, std::string& why) {
  UErrorCode code = U_ZERO_ERROR;
  UParseError place{};
  auto state = std::make_shared<State>();
  state->pattern.reset(icu::RegexPattern::compile(Wide(pattern), place, code));
  if (U_FAILURE(code) != 0) {
    why = u_errorName(code);
    return std::nullopt;
  }
  return Expression(std::move(state));
}

std::vector<std::string> Expression::Groups(std::string_view text) const {
  UErrorCode code = U_ZERO_ERROR;
  const icu::UnicodeString wide = Wide(text);
  const std::unique_ptr<icu::RegexMatcher> matcher(state_->pattern->matcher(wide, code));
  if (U_FAILURE(code) != 0) return {};
  matcher->setTimeLimit(kTimeLimit, code);
  if (matcher->find(code) == 0 || U_FAILURE(code) != 0) return {};
  std::vector<std::string> groups;
  for (int32_t group = 0; group <= matcher->groupCount(); ++group) {
    groups.push_back(Narrow(matcher->group(group, code)));
  }
  if (U_FAILURE(code) != 0) return {};
  return groups;
}

bool Expression::FoundIn(std::string_view text) const { return !Groups(text).empty(); }

std::optional<std::string> Expression::Take(std::string_view text) const {
  std::vector<std::string> groups = Groups(text);
  if (groups.empty()) return std::nullopt;
  return groups.size() > 1 ? std::move(groups[1]) : std::move(groups[0]);
}

}  // namespace xiuhua::ingest
