// Nanoseconds a call of the parsers that see every cell. Build with -DXIUHUA_BENCH=ON, run bench/text_bench.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "text/encoding.h"
#include "text/id_number.h"
#include "text/names.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

// 4,096 different cells, so that branches are not learned by heart.
template <class Make>
std::vector<std::string> Cells(Make make) {
  std::vector<std::string> cells;
  for (int i = 0; i < 4096; ++i) cells.push_back(make(i));
  return cells;
}

template <class Parse>
void Run(benchmark::State& state, const std::vector<std::string>& cells, Parse parse) {
  size_t at = 0;
  for (auto _ : state) benchmark::DoNotOptimize(parse(cells[at++ & 4095U]));
}

std::string Pad(int number, size_t width) {
  std::string text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

std::string IdOf(int i) {
  const std::string first = "4331" + Pad(22 + i % 9, 2) + std::to_string(1940 + i % 80) + Pad(1 + i % 12, 2) +
                            Pad(1 + i % 28, 2) + Pad(i % 1000, 3);
  return first + IdCheckDigit(first);
}

std::string NameOf(int i) {
  std::string name;
  AppendCodePoint(static_cast<char32_t>(0x4E00 + i * 7 % 20000), name);
  AppendCodePoint(static_cast<char32_t>(0x4E00 + i * 31 % 20000), name);
  if (i % 4 != 0) AppendCodePoint(static_cast<char32_t>(0x4E00 + i * 13 % 20000), name);
  return name;
}

void CleanPlainCell(benchmark::State& state) {
  std::string buffer;
  Run(state, Cells(NameOf), [&](const std::string& cell) { return CleanCell(cell, buffer).size(); });
}
BENCHMARK(CleanPlainCell);

void CleanId(benchmark::State& state) {
  std::string buffer;
  Run(state, Cells(IdOf), [&](const std::string& cell) { return CleanCell(cell, buffer).size(); });
}
BENCHMARK(CleanId);

void ParseId(benchmark::State& state) {
  Run(state, Cells(IdOf), [](const std::string& cell) { return ParseIdNumber(cell, Date{20500}).key; });
}
BENCHMARK(ParseId);

void ParseIdWrong(benchmark::State& state) {
  const auto cells = Cells([](int i) {
    std::string id = IdOf(i);
    id[15] = id[15] == '9' ? '0' : static_cast<char>(id[15] + 1);
    return id;
  });
  Run(state, cells, [](const std::string& cell) { return ParseIdNumber(cell, Date{20500}).fault; });
}
BENCHMARK(ParseIdWrong);

void FoldThreeCharacters(benchmark::State& state) {
  std::string out;
  Run(state, Cells(NameOf), [&](const std::string& cell) {
    FoldName(cell, out);
    return out.size();
  });
}
BENCHMARK(FoldThreeCharacters);

void FoldAndKey(benchmark::State& state) {
  std::string out;
  Run(state, Cells(NameOf), [&](const std::string& cell) {
    FoldName(cell, out);
    return NameKey(out);
  });
}
BENCHMARK(FoldAndKey);

std::string DateOf(int i, const char* mark) {
  return std::to_string(1990 + i % 40) + mark + Pad(1 + i % 12, 2) + mark + Pad(1 + i % 28, 2);
}
void ParseIsoDates(benchmark::State& state) {
  Run(state, Cells([](int i) { return DateOf(i, "-"); }),
      [](const std::string& cell) { return ParseDate(cell, DateStyle::kText).date.days; });
}
BENCHMARK(ParseIsoDates);

void ParseCompactDates(benchmark::State& state) {
  Run(state, Cells([](int i) { return DateOf(i, ""); }),
      [](const std::string& cell) { return ParseDate(cell, DateStyle::kText).date.days; });
}
BENCHMARK(ParseCompactDates);

void ParseHanDates(benchmark::State& state) {
  const auto cells =
      Cells([](int i) { return std::to_string(1990 + i % 40) + "年" + std::to_string(1 + i % 12) + "月5日"; });
  Run(state, cells, [](const std::string& cell) { return ParseDate(cell, DateStyle::kText).date.days; });
}
BENCHMARK(ParseHanDates);

void ParseYuan(benchmark::State& state) {
  const auto cells = Cells([](int i) { return std::to_string(i * 37 % 90000) + "." + Pad(i % 100, 2); });
  Run(state, cells, [](const std::string& cell) { return ParseMoney(cell, MoneyUnit::kYuan).cents.value; });
}
BENCHMARK(ParseYuan);

void ParseYuanWithSeparators(benchmark::State& state) {
  const auto cells = Cells([](int i) { return FormatYuan(Cents{i * 3'700'000LL}); });
  Run(state, cells, [](const std::string& cell) { return ParseMoney(cell, MoneyUnit::kYuan).cents.value; });
}
BENCHMARK(ParseYuanWithSeparators);

void ParseWhole(benchmark::State& state) {
  Run(state, Cells([](int i) { return std::to_string(i); }),
      [](const std::string& cell) { return ParseInteger(cell).value; });
}
BENCHMARK(ParseWhole);

void ParseFlag(benchmark::State& state) {
  Run(state, Cells([](int i) { return std::string(i % 3 == 0 ? "是" : "否"); }),
      [](const std::string& cell) { return ParseYesNo(cell).value; });
}
BENCHMARK(ParseFlag);

void ParseMobile(benchmark::State& state) {
  Run(state, Cells([](int i) { return "138" + Pad(i * 7919 % 100000000, 8); }),
      [](const std::string& cell) { return ParsePhone(cell).size; });
}
BENCHMARK(ParseMobile);

void DecodeGb18030(benchmark::State& state) {
  std::string text;
  for (int i = 0; i < 4096; ++i) text += NameOf(i) + "," + IdOf(i) + "\n";
  const std::string bytes = Gb18030FromUtf8(text);
  for (auto _ : state) benchmark::DoNotOptimize(Utf8FromGb18030(bytes).size());
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes.size()));
}
BENCHMARK(DecodeGb18030);

void DecodeUtf8(benchmark::State& state) {
  std::string text;
  for (int i = 0; i < 4096; ++i) text += NameOf(i) + "," + IdOf(i) + "\n";
  std::string out;
  for (auto _ : state) {
    Decoder decoder(Encoding::kUtf8);
    out.clear();
    decoder.Decode(text, out);
    decoder.Finish(out);
    benchmark::DoNotOptimize(out.size());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(text.size()));
}
BENCHMARK(DecodeUtf8);

}  // namespace
}  // namespace xiuhua::text

BENCHMARK_MAIN();
