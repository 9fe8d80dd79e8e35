// Progress and cancellation, passed down into anything that may take longer than two seconds.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace xiuhua {

// Thread-safe. Long work calls Tick often (cheap) and stops soon after cancelled() turns true.
class Progress {
 public:
  Progress() = default;
  // A part of larger work: cancelled when that is. `whole` must outlive it.
  explicit Progress(const Progress* whole) : whole_(whole) {}
  virtual ~Progress() = default;
  // A named step begins; total = units of work, 0 when unknown.
  virtual void Begin(std::string_view step, int64_t total) = 0;
  // `done` more units are finished.
  virtual void Tick(int64_t done) = 0;
  virtual void End() = 0;

  [[nodiscard]] bool cancelled() const {
    return cancelled_.load(std::memory_order_relaxed) || (whole_ != nullptr && whole_->cancelled());
  }
  void Cancel() { cancelled_.store(true, std::memory_order_relaxed); }

 private:
  const Progress* whole_ = nullptr;
  std::atomic<bool> cancelled_{false};
};

// Shows nothing; still carries cancellation.
class SilentProgress final : public Progress {
 public:
  void Begin(std::string_view, int64_t) override {}
  void Tick(int64_t) override {}
  void End() override {}
};

}  // namespace xiuhua
