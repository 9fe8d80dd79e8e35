// Problems: everything wrong with the packs, each with file and line; checking goes on behind the first.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace xiuhua::rules {

class Problems {
 public:
  void Add(Error error) { errors_.push_back(std::move(error)); }
  void Add(const ErrorSpec& spec, std::initializer_list<std::string_view> args, SourceRef where) {
    errors_.push_back(MakeError(spec, args, std::move(where)));
  }
  // Moves the value into `target`, or keeps the error and leaves `target` alone.
  template <class T, class Target>
  bool Take(Result<T> result, Target& target) {
    if (!result) {
      Add(std::move(result).error());
      return false;
    }
    target = std::move(result).value();
    return true;
  }
  bool Take(Result<void> result) {
    if (result) return true;
    Add(std::move(result).error());
    return false;
  }

  [[nodiscard]] bool empty() const { return errors_.empty(); }
  [[nodiscard]] size_t count() const { return errors_.size(); }
  [[nodiscard]] const std::vector<Error>& all() const { return errors_; }

 private:
  std::vector<Error> errors_;
};

}  // namespace xiuhua::rules
