// Work shared out over threads in numbered units. What a unit makes may depend on its number only, never on the thread
// or the order in which units end; whoever needs order keeps one slot per unit. Private to the linkage engine.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace xiuhua::linkage {

// Calls work(unit, thread) for each unit below `units`; `thread` is below `threads`.
inline void ForEachUnit(size_t units, int threads, const std::function<void(size_t unit, int thread)>& work) {
  std::atomic<size_t> next{0};
  const auto run = [&](int thread) {
    for (size_t unit = next++; unit < units; unit = next++) work(unit, thread);
  };
  std::vector<std::jthread> others;
  for (int thread = 1; thread < threads && static_cast<size_t>(thread) < units; ++thread)
    others.emplace_back(run, thread);
  run(0);
}

}  // namespace xiuhua::linkage
