#include "sql/limits.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/errors.h"
#include "sql/errors.h"

namespace xiuhua::sql {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kTick = std::chrono::milliseconds(50);

// Interrupts the engine again and again once the time is over, until it is told to stop: an interruption that arrives
// before the engine has begun would be lost.
class Watchdog {
 public:
  Watchdog(Engine& engine, int64_t time_limit_ms, const Progress* progress)
      : engine_(engine),
        deadline_(Clock::now() + std::chrono::milliseconds(time_limit_ms)),
        progress_(progress),
        thread_([this] { Watch(); }) {}
  ~Watchdog() { Stop(); }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  void Stop() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  // After Stop().
  [[nodiscard]] bool timed_out() const { return timed_out_; }

 private:
  void Watch() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kTick, [this] { return done_; })) {
      const bool late = Clock::now() >= deadline_;
      const bool cancelled = progress_ != nullptr && progress_->cancelled();
      timed_out_ = timed_out_ || (late && !cancelled);
      if (late || cancelled) engine_.Interrupt();
    }
  }

  Engine& engine_;
  Clock::time_point deadline_;
  const Progress* progress_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  bool timed_out_ = false;
  std::thread thread_;
};

template <class T>
Result<T> Within(Engine& engine, int64_t time_limit_ms, const Progress* progress,
                 const std::function<Result<T>()>& call) {
  Watchdog watchdog(engine, time_limit_ms, progress);
  Result<T> result = call();
  watchdog.Stop();
  if (!result && result.error().id == xiuhua::errors::kCancelled.id && watchdog.timed_out()) {
    return Fail(errors::kTimeLimit, {std::to_string((time_limit_ms + 999) / 1000)});
  }
  return result;
}

}  // namespace

Result<Rows> QueryWithin(Engine& engine, const std::string& sql, int64_t time_limit_ms, const Progress* progress) {
  return Within<Rows>(engine, time_limit_ms, progress, [&] { return engine.Query(sql); });
}

Result<void> ExecuteWithin(Engine& engine, const std::string& sql, int64_t time_limit_ms, const Progress* progress) {
  return Within<void>(engine, time_limit_ms, progress, [&] { return engine.Execute(sql); });
}

}  // namespace xiuhua::sql
