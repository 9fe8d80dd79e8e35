#include "base/clock.h"

#include <chrono>

namespace xiuhua {

int64_t SystemClock::NowMicros() const {
  using std::chrono::microseconds;
  return std::chrono::duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace xiuhua
