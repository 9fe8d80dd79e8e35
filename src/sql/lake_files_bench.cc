// How fast rows made in C++ become lake files, and what each Parquet codec costs: 5,000,000 rows of 12 columns.
// lake_files_bench [rows] [folder for its temporary files]
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "sql/engine.h"

namespace xiuhua::sql {
namespace {

const std::vector<Column> kColumns = {
    {"row_ref", SqlType::kInt64},        {"delivery_id", SqlType::kInt64}, {"person_name", SqlType::kText},
    {"id_number", SqlType::kText},       {"id_key", SqlType::kInt64},      {"household_no", SqlType::kText},
    {"settled_on", SqlType::kDate},      {"kind", SqlType::kText},         {"total_cents", SqlType::kInt64},
    {"self_pay_cents", SqlType::kInt64}, {"township", SqlType::kText},     {"inpatient", SqlType::kBool},
};

uint64_t Mix(uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

// Made-up medical settlements: a person has about four; names, townships and kinds repeat as they do in real files.
class Settlements final : public RowProducer {
 public:
  Settlements(int64_t rows, int workers) : rows_(rows), workers_(workers) {}
  [[nodiscard]] int max_workers() const override { return workers_; }
  Result<std::unique_ptr<Worker>> NewWorker() override { return std::unique_ptr<Worker>(new Maker(*this)); }

 private:
  class Maker final : public Worker {
   public:
    explicit Maker(Settlements& owner) : owner_(owner) {}
    Result<int64_t> Fill(ChunkWriter& out) override {
      if (at_ == end_) {
        constexpr int64_t kBlock = 2048 * 64;
        at_ = std::min(owner_.next_.fetch_add(kBlock), owner_.rows_);
        end_ = std::min(at_ + kBlock, owner_.rows_);
      }
      const int64_t count = std::min(out.capacity(), end_ - at_);
      for (int64_t i = 0; i < count; ++i) Row(out, i, at_ + i);
      at_ += count;
      return count;
    }

   private:
    static void Row(ChunkWriter& out, int64_t i, int64_t n) {
      static constexpr const char* kNames[] = {"张", "李", "王", "龙", "石", "吴", "伟", "秀英", "建国", "欣怡"};
      static constexpr const char* kKinds[] = {"inpatient", "outpatient", "special", "other"};
      const uint64_t person = Mix(static_cast<uint64_t>(n / 4));
      const uint64_t event = Mix(static_cast<uint64_t>(n) + 7);
      char text[48];
      out.SetInt64(0, i, (int64_t{3} << 42) | (n << 6));
      out.SetInt64(1, i, 3);
      auto end =
          fmt::format_to(text, "{}{}{}", kNames[person % 6], kNames[6 + person / 6 % 4], kNames[person / 24 % 10]);
      out.SetText(2, i, {text, static_cast<size_t>(end - text)});
      end = fmt::format_to(text, "4331{:02}19{:02}{:02}{:02}{:04}", person % 30, person / 30 % 100,
                           person / 3000 % 12 + 1, person / 36000 % 28 + 1, person / 1008000 % 10000);
      out.SetText(3, i, {text, 18});
      out.SetInt64(4, i, static_cast<int64_t>(person >> 2));
      end = fmt::format_to(text, "H{:08}", person % 30'000'000);
      out.SetText(5, i, {text, static_cast<size_t>(end - text)});
      out.SetDate(6, i, Date{static_cast<int32_t>(20454 + event % 334)});
      out.SetText(7, i, kKinds[event % 4]);
      out.SetInt64(8, i, static_cast<int64_t>(event / 5 % 2'000'000));
      if (event % 11 == 0) {
        out.SetNull(9, i);
      } else {
        out.SetInt64(9, i, static_cast<int64_t>(event / 5 % 2'000'000 * (event % 60) / 100));
      }
      end = fmt::format_to(text, "4331{:05}", person % 160);
      out.SetText(10, i, {text, static_cast<size_t>(end - text)});
      out.SetBool(11, i, event % 4 == 0);
    }
    Settlements& owner_;
    int64_t at_ = 0;
    int64_t end_ = 0;
  };

  int64_t rows_;
  int workers_;
  std::atomic<int64_t> next_{0};
};

// Takes rows and forgets them: what making the rows costs without the engine.
class NullWriter final : public ChunkWriter {
 public:
  [[nodiscard]] int64_t capacity() const override { return 2048; }
  void SetNull(int, int64_t) override { ++cells; }
  void SetText(int, int64_t, std::string_view text) override { cells += static_cast<int64_t>(text.size()); }
  void SetInt64(int, int64_t, int64_t) override { ++cells; }
  void SetInt32(int, int64_t, int32_t) override { ++cells; }
  void SetInt8(int, int64_t, int8_t) override { ++cells; }
  void SetBool(int, int64_t, bool) override { ++cells; }
  void SetDate(int, int64_t, Date) override { ++cells; }
  void SetDouble(int, int64_t, double) override { ++cells; }
  int64_t cells = 0;
};

Result<int64_t> MakeOnly(int64_t rows) {
  Settlements producer(rows, 1);
  TRY_ASSIGN(const auto worker, producer.NewWorker());
  NullWriter writer;
  while (true) {
    TRY_ASSIGN(const int64_t count, worker->Fill(writer));
    if (count == 0) return writer.cells;
  }
}

// Reads every column once.
std::string ReadAll(const std::string& path) {
  std::string sums;
  for (const Column& column : kColumns) {
    sums +=
        (sums.empty() ? "" : ", ") + std::string(column.type == SqlType::kText ? "max(" : "count(") + column.name + ")";
  }
  return "SELECT " + sums + " FROM read_parquet(" + Quoted(path) + ")";
}

// What a rule does: a few columns, one group.
std::string ReadSome(const std::string& path) {
  return "SELECT count(*), sum(s) FROM (SELECT household_no, sum(self_pay_cents) AS s FROM read_parquet(" +
         Quoted(path) + ") WHERE kind = 'inpatient' GROUP BY household_no)";
}

template <class T>
void Require(const Result<T>& result) {
  if (result) return;
  fmt::print(stderr, "{}\n", Render(result.error(), Language::kEnglish));
  std::exit(1);
}

// Wall clock, and processor time of all threads (steadier where other work shares the machine).
struct Timing {
  double wall = 1e9;
  double processor = 1e9;
  void Keep(const Timing& other) {
    wall = std::min(wall, other.wall);
    processor = std::min(processor, other.processor);
  }
};

double ProcessorSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <class Body>
Timing Measure(Body body) {
  const auto started = std::chrono::steady_clock::now();
  const double processor = ProcessorSeconds();
  Require(body());
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count(),
          ProcessorSeconds() - processor};
}

void MeasureProducers(Engine& engine, int64_t rows, const std::string& folder) {
  const auto print = [&](const std::string& what, const Timing& t) {
    fmt::print("{:<34} {:>6.2f} s, {:>6.2f} s processor, {:.2f} M rows/s\n", what, t.wall, t.processor,
               static_cast<double>(rows) / 1e6 / t.wall);
  };
  print("making the rows alone, 1 thread", Measure([&] { return MakeOnly(rows); }));
  for (const int workers : {1, 2}) {
    Settlements to_table(rows, workers);
    const std::string table = "t" + std::to_string(workers);
    print(fmt::format("to a table, {} worker(s)", workers),
          Measure([&] { return engine.CreateTable(to_table, kColumns, table); }));
    Settlements to_file(rows, workers);
    print(fmt::format("to Parquet, {} worker(s)", workers),
          Measure([&] { return engine.WriteParquet(to_file, kColumns, folder + "/producer.parquet"); }));
  }
}

void MeasureCodecs(Engine& engine, const std::string& folder) {
  fmt::print("{:<62} {:>14} {:>14} {:>14} {:>6}   (best of 3: wall/processor s)\n", "Parquet options", "write",
             "read all", "read few", "MB");
  for (const char* options :
       {"uncompressed", "snappy", "lz4_raw", "zstd, COMPRESSION_LEVEL 3", "zstd, COMPRESSION_LEVEL 1",
        "zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION V2", "lz4_raw, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 4000",
        "zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 4000"}) {
    const std::string path = folder + "/codec.parquet";
    Timing write;
    Timing all;
    Timing some;
    for (int round = 0; round < 3; ++round) {
      write.Keep(Measure([&] {
        return engine.Execute("COPY t2 TO " + Quoted(path) + " (FORMAT parquet, USE_TMP_FILE false, COMPRESSION " +
                              options + ")");
      }));
      all.Keep(Measure([&] { return engine.Query(ReadAll(path)); }));
      some.Keep(Measure([&] { return engine.Query(ReadSome(path)); }));
    }
    fmt::print("{:<72} {:>5.2f}/{:<5.2f}  {:>5.2f}/{:<5.2f}  {:>5.2f}/{:<5.2f} {:>5.0f}\n", options, write.wall,
               write.processor, all.wall, all.processor, some.wall, some.processor,
               static_cast<double>(std::filesystem::file_size(path)) / 1e6);
  }
}

int Run(int64_t rows, const std::string& folder) {
  EngineOptions options;
  options.threads = 2;
  options.memory_limit_mb = 6000;
  options.spill_folder = folder;
  auto engine = Engine::Open(options);
  Require(engine);
  fmt::print("{} rows x {} columns, 2 threads\n", rows, kColumns.size());
  MeasureProducers(**engine, rows, folder);
  MeasureCodecs(**engine, folder);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print("peak memory {} MB\n", usage.ru_maxrss / 1024);
  return 0;
}

}  // namespace
}  // namespace xiuhua::sql

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  const int64_t rows = argc > 1 ? std::atoll(argv[1]) : 5'000'000;
  const fs::path parent = argc > 2 ? fs::path(argv[2]) : fs::temp_directory_path();
  const fs::path folder = parent / ("lake_files_bench." + std::to_string(::getpid()));
  fs::create_directories(folder);
  const int code = xiuhua::sql::Run(rows, folder);
  fs::remove_all(folder);
  return code;
}
