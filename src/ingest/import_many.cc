// Several files at once. Each worker takes the next file, receives it, decides its terms when the files before it have
// theirs, writes it, and hands it over to be committed when the files before it are in.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "base/errors.h"
#include "ingest/import_file.h"

namespace xiuhua::ingest {
namespace {

constexpr size_t kMostAhead = 32;            // files written and not yet committed
constexpr int64_t kHeavyBytes = 16LL << 20;  // a workbook of this size may need much memory: one of them at a time
constexpr int64_t kReadShare = 1 << 10;      // progress is counted in these parts of a file

// The share of one file in the progress of all of them: bytes of the file, as far as its reading goes.
class FileProgress final : public Progress {
 public:
  FileProgress(Progress& whole, int64_t bytes) : Progress(&whole), whole_(whole), bytes_(bytes) {}
  ~FileProgress() override { whole_.Tick(bytes_ - told_); }
  FileProgress(const FileProgress&) = delete;
  FileProgress& operator=(const FileProgress&) = delete;

  void Begin(std::string_view step, int64_t total) override {
    const std::lock_guard guard(mutex_);
    total_ = step == "read" ? total : 0;
    done_ = 0;
  }
  void Tick(int64_t done) override {
    int64_t more = 0;
    {
      const std::lock_guard guard(mutex_);
      done_ += done;
      if (total_ > 0) {
        const int64_t parts = std::min(kReadShare, done_ * kReadShare / total_);
        more = std::max<int64_t>(0, bytes_ / kReadShare * parts - told_);
        told_ += more;
      }
    }
    whole_.Tick(more);
  }
  void End() override {}

 private:
  Progress& whole_;
  int64_t bytes_;
  std::mutex mutex_;
  int64_t total_ = 0;
  int64_t done_ = 0;
  int64_t told_ = 0;
};

struct Job {
  const ImportRequest* request = nullptr;
  int64_t bytes = 0;
  int threads = 1;
  bool heavy = false;
  std::unique_ptr<FileProgress> progress;  // outlives the file
  std::unique_ptr<ImportingFile> file;
  bool ready = false;  // written, to be committed
  Result<ImportReport> outcome;
};

bool IsText(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  return ending == ".csv" || ending == ".tsv" || ending == ".txt";
}

class Queue {
 public:
  Queue(std::span<const ImportRequest> requests, const ImportContext& context, const FileSettled& settled)
      : context_(context), settled_fn_(settled), workers_(std::max(1, context.engine.threads)) {
    for (const ImportRequest& request : requests) {
      Job& job = jobs_.emplace_back();
      job.request = &request;
      job.bytes = RealFiles().SizeBytes(request.path).value_or(0);
      job.heavy = job.bytes > kHeavyBytes && !IsText(request.path);
    }
    int64_t behind = 0;
    for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) {
      if (job->bytes > behind) job->threads = workers_;
      behind += job->bytes;
    }
    total_ = behind;
  }

  void Run() {
    context_.progress.Begin("import", total_);
    {
      std::vector<std::jthread> threads;
      const auto count = std::min(jobs_.size(), static_cast<size_t>(workers_));
      for (size_t i = 1; i < count; ++i) threads.emplace_back([this] { Work(); });
      Work();
    }
    context_.progress.End();
  }

 private:
  // The engine of one worker, kept from file to file.
  struct Kept {
    std::unique_ptr<sql::Engine> engine;
    int threads = 0;
  };

  void Work() {
    Kept kept;
    while (const std::optional<size_t> at = TakeNext()) {
      Result<void> done;
      try {
        done = Bring(*at, kept);
      } catch (const std::exception& exception) {
        done = Fail(xiuhua::errors::kInternal, {exception.what()});
      }
      if (!done) kept = {};  // what a broken statement leaves in an engine is nobody's
      Settle(*at, std::move(done));
    }
  }

  std::optional<size_t> TakeNext() {
    std::unique_lock lock(mutex_);
    while (next_ < jobs_.size()) {
      if (stopped_) return std::nullopt;
      const bool room = next_ < committed_ + kMostAhead && !(jobs_[next_].heavy && heavy_reading_);
      if (room) {
        heavy_reading_ = heavy_reading_ || jobs_[next_].heavy;
        return next_++;
      }
      changed_.wait(lock);
    }
    return std::nullopt;
  }

  // Everything but the last commit of one file.
  Result<void> Bring(size_t at, Kept& kept) {
    Job& job = jobs_[at];
    job.progress = std::make_unique<FileProgress>(context_.progress, job.bytes);
    const ImportContext context = ContextOf(*job.progress);
    TRY(Receive(at, context));
    TRY(WaitToDecide(at));
    TRY(Locked([&] { return job.file->Decide(); }));
    while (job.file->more()) {  // of several sources: alone, one delivery after the other
      TRY(Write(job, kept));
      TRY(Locked([&]() -> Result<void> {
        TRY(job.file->Commit());
        return job.file->Decide();
      }));
    }
    LetDecide(at + 1);
    return Write(job, kept);
  }

  ImportContext ContextOf(Progress& progress) const {
    return {.lake = context_.lake,
            .sources = context_.sources,
            .areas = context_.areas,
            .own_area = context_.own_area,
            .clock = context_.clock,
            .progress = progress,
            .engine = OptionsFor(workers_),
            .ask_period = context_.ask_period};
  }

  [[nodiscard]] sql::EngineOptions OptionsFor(int threads) const {
    sql::EngineOptions options = context_.engine;
    options.threads = threads;
    options.memory_limit_mb = std::max<int64_t>(256, options.memory_limit_mb / workers_);
    return options;
  }

  Result<void> Receive(size_t at, const ImportContext& context) {
    std::unique_ptr<lake::Staging> staging;
    TRY(Locked([&]() -> Result<void> {
      TRY_ASSIGN(staging, context_.lake.NewStaging("import"));
      return {};
    }));
    TRY_ASSIGN(jobs_[at].file, ImportingFile::Receive(*jobs_[at].request, context, std::move(staging)));
    return {};
  }

  Result<void> Write(Job& job, Kept& kept) {
    if (kept.engine == nullptr || kept.threads != job.threads) {
      kept = {};
      TRY_ASSIGN(kept.engine, sql::Engine::Open(OptionsFor(job.threads)));
      kept.threads = job.threads;
    }
    return job.file->Write(*kept.engine, job.threads);
  }

  // Manifest and ids are for one thread at a time.
  template <class Body>
  Result<void> Locked(Body body) {
    const std::lock_guard lock(lake_mutex_);
    return body();
  }

  // Until the files before this one have their terms, and where it matters are settled.
  Result<void> WaitToDecide(size_t at) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || deciding_ == at; });
    const std::string& bytes = jobs_[at].file->sha256();
    const bool all_earlier = jobs_[at].file->after_all_earlier() || under_way_.contains(bytes);
    under_way_.insert(bytes);
    if (all_earlier) changed_.wait(lock, [&] { return stopped_ || committed_ == at; });
    if (stopped_) return Fail(xiuhua::errors::kCancelled);
    return {};
  }

  void LetDecide(size_t at) {
    const std::lock_guard lock(mutex_);
    deciding_ = std::max(deciding_, at);
    changed_.notify_all();
  }

  // The file is written or has failed. Commits, in order, what is ready.
  void Settle(size_t at, Result<void> written) {
    Job& job = jobs_[at];
    WaitForTurnToFail(at, written.has_value());
    std::unique_lock lock(mutex_);
    deciding_ = std::max(deciding_, at + 1);
    if (job.heavy) heavy_reading_ = false;
    if (!written) job.outcome = Fail(std::move(written).error());
    job.ready = true;
    changed_.notify_all();
    if (committing_) return;  // the thread that commits looks again
    committing_ = true;
    while (!stopped_ && committed_ < jobs_.size() && jobs_[committed_].ready) {
      const size_t now = committed_;
      lock.unlock();
      const bool cancelled = CommitOne(now);
      lock.lock();
      stopped_ = stopped_ || cancelled;
      committed_ = now + 1;
      changed_.notify_all();
    }
    committing_ = false;
  }

  // A file that fails before its turn to decide must not let those behind it decide before those in front of it.
  void WaitForTurnToFail(size_t at, bool written) {
    if (written) return;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || deciding_ >= at; });
  }

  // True when the import was cancelled.
  bool CommitOne(size_t at) {
    Job& job = jobs_[at];
    if (job.outcome) {
      const Result<void> committed = Locked([&] { return job.file->Commit(); });
      if (committed) {
        job.outcome = job.file->Take();
      } else {
        job.outcome = Fail(committed.error());
      }
    }
    job.file.reset();
    job.progress.reset();
    const bool cancelled = !job.outcome && job.outcome.error().kind == ErrorKind::kCancelled;
    settled_fn_(at, std::move(job.outcome));
    return cancelled;
  }

  const ImportContext& context_;
  const FileSettled& settled_fn_;
  int workers_;
  std::deque<Job> jobs_;
  int64_t total_ = 0;

  std::mutex lake_mutex_;
  std::mutex mutex_;  // guards all below, and Job::ready and Job::outcome
  std::condition_variable changed_;
  size_t next_ = 0;       // the file to take
  size_t deciding_ = 0;   // the file whose turn it is to decide
  size_t committed_ = 0;  // files settled
  bool committing_ = false;
  bool stopped_ = false;
  bool heavy_reading_ = false;
  std::set<std::string> under_way_;  // hashes of the files that have decided
};

}  // namespace

void ImportFiles(std::span<const ImportRequest> requests, const ImportContext& context, const FileSettled& settled) {
  if (requests.size() == 1) return settled(0, Import(requests.front(), context));
  Queue(requests, context, settled).Run();
}

}  // namespace xiuhua::ingest
