// Expression: a regular expression over characters (ICU), so that [一二三四] means four characters and not their bytes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xiuhua::ingest {

// Immutable and thread-safe. A match that takes too long (about a second) counts as no match.
class Expression {
 public:
  // nullopt when it does not compile; `why` then says what is wrong with it.
  static std::optional<Expression> Compile(std::string_view pattern, std::string& why);

  [[nodiscard]] bool FoundIn(std::string_view text) const;
  // The first group of the first match, or the whole match when the expression has no group.
  [[nodiscard]] std::optional<std::string> Take(std::string_view text) const;
  // All groups of the first match, the whole match first; empty when there is none.
  [[nodiscard]] std::vector<std::string> Groups(std::string_view text) const;

 private:
  struct State;
  explicit Expression(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace xiuhua::ingest
