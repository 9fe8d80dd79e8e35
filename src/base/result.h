// Result<T>: a value or an Error. TRY and TRY_ASSIGN propagate; they are the only control-flow macros.
#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

namespace xiuhua {

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> Fail(Error error) { return std::unexpected<Error>(std::move(error)); }
inline std::unexpected<Error> Fail(const ErrorSpec& spec, std::initializer_list<std::string_view> args = {},
                                   SourceRef where = {}) {
  return std::unexpected<Error>(MakeError(spec, args, std::move(where)));
}

}  // namespace xiuhua

#define XIUHUA_CONCAT_(a, b) a##b
#define XIUHUA_CONCAT(a, b) XIUHUA_CONCAT_(a, b)

// Evaluates a Result<...> expression; on error returns it from the enclosing function. May hold a lambda that uses TRY.
#define TRY(expression) TRY_(XIUHUA_CONCAT(try_result_, __COUNTER__), expression)
#define TRY_(holder, expression)                                   \
  do {                                                             \
    auto holder = (expression);                                    \
    if (!holder) return ::xiuhua::Fail(std::move(holder).error()); \
  } while (false)

// TRY_ASSIGN(auto x, Compute()): declares or assigns x from the value; on error returns it. Two statements: in an `if`
// it needs braces.
#define TRY_ASSIGN(target, expression) TRY_ASSIGN_(XIUHUA_CONCAT(try_value_, __COUNTER__), target, expression)
#define TRY_ASSIGN_(holder, target, expression)                  \
  auto holder = (expression);                                    \
  if (!holder) return ::xiuhua::Fail(std::move(holder).error()); \
  target = std::move(holder).value()
