// Reading the sample and its figures.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "linkage/auto_profile.h"
#include "linkage/errors.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::linkage {
namespace {

std::string ScanOf(const std::string& path) {
  if (path.ends_with(".parquet")) return fmt::format("read_parquet({})", sql::Quoted(path));
  return fmt::format(
      "read_csv({}, header = true, all_varchar = true, max_line_size = 16777216, buffer_size = 33554432)",
      sql::Quoted(path));
}

std::string Identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

// The columns that all inputs have, in the first one's order; [input][column] = header as written.
std::vector<std::vector<std::string>> SharedHeaders(const std::vector<std::vector<std::string>>& headers) {
  std::vector<std::vector<std::string>> out(headers.size());
  std::unordered_set<std::string> taken;
  for (const std::string& first : headers.front()) {
    const std::string form = HeaderForm(first);
    if (form.empty() || !taken.insert(form).second) continue;
    std::vector<std::string> row;
    for (const auto& input : headers) {
      // The same spelling before another spelling of the same form, before another word for the same role.
      const Role role = RoleOfHeader(first);
      auto found = std::ranges::find(input, first);
      if (found == input.end()) found = std::ranges::find(input, form, HeaderForm);
      if (found == input.end() && role != Role::kText) found = std::ranges::find(input, role, RoleOfHeader);
      if (found == input.end()) break;
      row.push_back(*found);
    }
    if (row.size() != headers.size()) continue;
    for (size_t i = 0; i < row.size(); ++i) out[i].push_back(row[i]);
  }
  return out;
}

std::string Cleaned(std::string_view cell) {
  std::string scratch;
  const std::string_view clean = text::CleanCell(cell, scratch);
  if (text::IsPlaceholder(clean)) return {};
  std::string out(clean);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Result<int64_t> ReadInput(sql::Engine& engine, const std::string& scan, const std::vector<std::string>& headers,
                          int source, int64_t sample_rows, AutoSample& sample) {
  TRY_ASSIGN(const int64_t rows, engine.QueryInt("SELECT count(*) FROM " + scan));
  std::string select;
  for (const std::string& header : headers) {
    select += fmt::format("{}CAST({} AS VARCHAR)", select.empty() ? "SELECT " : ", ", Identifier(header));
  }
  const int64_t keep_one_of = std::max<int64_t>(1, (rows + sample_rows - 1) / sample_rows);
  select += fmt::format(" FROM {} AS t", scan);
  if (keep_one_of > 1) select += fmt::format(" WHERE hash(t) % {} = 0", keep_one_of);
  TRY(engine.Stream(select, [&](const sql::Rows& chunk) -> Result<void> {
    for (int64_t row = 0; row < chunk.count(); ++row) {
      for (size_t c = 0; c < headers.size(); ++c)
        sample.cells[c].push_back(Cleaned(chunk.Text(row, static_cast<int>(c))));
      sample.source.push_back(source);
    }
    return {};
  }));
  return rows;
}

void Count(const std::vector<std::string>& cells, Profile& profile) {
  std::unordered_map<std::string_view, int64_t> counts;
  double words = 0;
  double length = 0;
  for (const std::string& cell : cells) {
    if (cell.empty()) continue;
    ++profile.filled;
    ++counts[cell];
    words += static_cast<double>(std::ranges::count(cell, ' ')) + 1;
    length += static_cast<double>(text::CountCodePoints(cell));
  }
  const auto n = static_cast<double>(profile.filled);
  profile.distinct = static_cast<int64_t>(counts.size());
  profile.missing = cells.empty() ? 1 : 1 - n / static_cast<double>(cells.size());
  if (profile.filled == 0) return;
  profile.words = words / n;
  profile.length = length / n;
  std::vector<int64_t> sorted;  // sums in one order, whatever the hash table's
  sorted.reserve(counts.size());
  for (const auto& [value, count] : counts) sorted.push_back(count);
  std::ranges::sort(sorted, std::greater<>());
  profile.top = static_cast<double>(sorted.front()) / n;
  for (const int64_t count : sorted) {
    const auto c = static_cast<double>(count);
    profile.agree += n > 1 ? c * (c - 1) / (n * (n - 1)) : 0;
    profile.bits -= c / n * std::log2(c / n);
  }
}

// Is the column a name of rows? Looked up in the whole files, for columns whose sample has no value twice.
Result<void> FindUnique(sql::Engine& engine, const std::vector<std::string>& scans,
                        const std::vector<std::vector<std::string>>& headers, AutoSample& sample) {
  for (size_t c = 0; c < sample.columns.size(); ++c) {
    Profile& profile = sample.columns[c];
    std::map<int, std::unordered_set<std::string_view>> seen;
    bool once = profile.missing == 0;
    for (size_t row = 0; once && row < sample.source.size(); ++row) {
      once = seen[sample.source[row]].insert(sample.cells[c][row]).second;
    }
    for (size_t i = 0; once && i < scans.size(); ++i) {
      const std::string name = Identifier(headers[i][c]);
      TRY_ASSIGN(const int64_t doubtful,
                 engine.QueryInt(fmt::format("SELECT count(*) - count(DISTINCT CAST({0} AS VARCHAR)) + count(*) FILTER "
                                             "(trim(CAST({0} AS VARCHAR)) = '') FROM {1}",
                                             name, scans[i])));
      once = doubtful == 0;
    }
    profile.unique = once && profile.filled > 0;
    if (scans.size() < 2) continue;
    std::unordered_map<std::string_view, int> first;
    std::unordered_set<std::string_view> several;
    for (size_t row = 0; row < sample.source.size(); ++row) {
      const std::string_view cell = sample.cells[c][row];
      if (cell.empty()) continue;
      const auto [at, fresh] = first.emplace(cell, sample.source[row]);
      if (!fresh && at->second != sample.source[row]) several.insert(cell);
    }
    profile.shared = first.empty() ? 0 : static_cast<double>(several.size()) / static_cast<double>(first.size());
  }
  return {};
}

}  // namespace

int64_t AutoSample::all_rows() const { return std::accumulate(rows.begin(), rows.end(), int64_t{0}); }

Result<AutoSample> ReadSample(sql::Engine& engine, const std::vector<AutoInput>& inputs, int64_t sample_rows) {
  std::vector<std::string> scans;
  std::vector<std::vector<std::string>> headers;
  for (const AutoInput& input : inputs) {
    scans.push_back(ScanOf(input.path));
    TRY_ASSIGN(const sql::Rows none, engine.Query("SELECT * FROM " + scans.back() + " LIMIT 0"));
    headers.emplace_back();
    for (const sql::Column& column : none.columns()) headers.back().push_back(column.name);
  }
  headers = SharedHeaders(headers);
  if (headers.front().empty()) return Fail(errors::kAutoNoSharedColumn);
  AutoSample sample;
  sample.cells.resize(headers.front().size());
  for (size_t i = 0; i < inputs.size(); ++i) {
    TRY_ASSIGN(const int64_t rows, ReadInput(engine, scans[i], headers[i], static_cast<int>(i), sample_rows, sample));
    sample.rows.push_back(rows);
  }
  for (size_t c = 0; c < headers.front().size(); ++c) {
    Profile profile;
    for (const auto& input : headers) {
      const std::string trimmed(text::TrimSpaces(input[c]));
      if (std::ranges::find(profile.headers, trimmed) == profile.headers.end()) profile.headers.push_back(trimmed);
    }
    profile.header = profile.headers.front();
    Count(sample.cells[c], profile);
    sample.columns.push_back(std::move(profile));
  }
  TRY(FindUnique(engine, scans, headers, sample));
  return sample;
}

}  // namespace xiuhua::linkage
