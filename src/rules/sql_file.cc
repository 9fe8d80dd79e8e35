#include "rules/sql_file.h"

#include "base/files.h"
#include "rules/errors.h"

namespace xiuhua::rules {
namespace {

// Takes the line at `at` (without its end) and moves `at` behind it.
std::string_view TakeLine(std::string_view text, size_t& at) {
  const size_t end = std::min(text.find('\n', at), text.size());
  std::string_view line = text.substr(at, end - at);
  at = end + 1;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool IsFence(std::string_view line) {
  while (line.ends_with(' ')) line.remove_suffix(1);
  return line == "-- ---" || line == "-----";
}

}  // namespace

Result<SqlFile> SplitSqlFile(std::string_view text, const std::string& path) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  SqlFile file{.path = path, .header_line = 2};
  size_t at = 0;
  if (!IsFence(TakeLine(text, at))) return Fail(errors::kHeaderMissing, {}, {.file = path, .row = 1});
  int64_t line_number = 1;
  while (at < text.size()) {
    std::string_view line = TakeLine(text, at);
    ++line_number;
    if (IsFence(line)) {
      file.sql = at < text.size() ? std::string(text.substr(at)) : "";
      file.sql_line = line_number + 1;
      return file;
    }
    if (!line.starts_with("--")) return Fail(errors::kHeaderMissing, {}, {.file = path, .row = line_number});
    line.remove_prefix(2);
    if (line.starts_with(' ')) line.remove_prefix(1);
    file.header.append(line).push_back('\n');
  }
  return Fail(errors::kHeaderMissing, {}, {.file = path, .row = line_number});
}

Result<SqlFile> ReadSqlFile(const std::string& path) {
  TRY_ASSIGN(const std::string text, RealFiles().Read(path));
  return SplitSqlFile(text, path);
}

std::string SqlFileStem(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  if (path.ends_with(".sql")) path.remove_suffix(4);
  return std::string(path);
}

}  // namespace xiuhua::rules
