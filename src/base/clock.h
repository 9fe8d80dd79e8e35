// Clock: the wall clock as an interface, so that tests can freeze it.
#pragma once

#include <cstdint>

#include "base/date.h"

namespace xiuhua {

class Clock {
 public:
  virtual ~Clock() = default;
  // UTC microseconds since 1970-01-01.
  [[nodiscard]] virtual int64_t NowMicros() const = 0;
  // Today's date in China (UTC+8).
  [[nodiscard]] Date Today() const { return Date{static_cast<int32_t>((NowMicros() / 1'000'000 + 8 * 3600) / 86400)}; }
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] int64_t NowMicros() const override;
};

class FrozenClock final : public Clock {
 public:
  explicit FrozenClock(int64_t micros) : micros_(micros) {}
  [[nodiscard]] int64_t NowMicros() const override { return micros_; }

 private:
  int64_t micros_;
};

}  // namespace xiuhua
