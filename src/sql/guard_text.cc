#include "sql/guard_text.h"

#include <algorithm>

#include "base/utf8.h"
#include "sql/errors.h"

namespace xiuhua::sql {
namespace {

constexpr size_t kMaxBytes = 64 * 1024;
constexpr int kMaxParentheses = 50;
constexpr std::string_view kForbidden = "\"`$?:@[]{}\\#";

bool IsWord(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Scanner {
 public:
  Scanner(std::string_view sql, const LineMap& lines) : sql_(sql), lines_(lines) {}

  Result<void> Run() {
    while (at_ < sql_.size()) {
      if (sql_[at_] == '\'') {
        TRY(String());
      } else if (sql_.substr(at_, 2) == "--") {
        at_ = std::min(sql_.find('\n', at_), sql_.size());
      } else if (sql_.substr(at_, 2) == "/*") {
        TRY(Comment());
      } else if (IsWord(sql_[at_])) {
        TRY(Word());
      } else {
        TRY(Character(sql_[at_]));
        ++at_;
      }
    }
    if (depth_ != 0) return Fail(errors::kSyntax, {"( without )"}, lines_.Place(sql_.size()));
    return {};
  }

 private:
  std::unexpected<Error> Forbidden(std::string_view what) {
    return Fail(errors::kForbiddenText, {what}, lines_.Place(at_));
  }

  Result<void> String() {
    if (at_ > 0 && (IsWord(sql_[at_ - 1]) || sql_[at_ - 1] == '&')) return Forbidden("x'..'");
    if (ended_) return Forbidden(";");
    const size_t from = at_++;
    while (at_ < sql_.size()) {
      if (sql_[at_++] != '\'') continue;
      if (at_ >= sql_.size() || sql_[at_] != '\'') return {};
      ++at_;
    }
    return Fail(errors::kSyntax, {"' without '"}, lines_.Place(from));
  }

  Result<void> Comment() {
    const size_t end = sql_.find("*/", at_ + 2);
    if (end == std::string_view::npos) return Fail(errors::kSyntax, {"/* without */"}, lines_.Place(at_));
    if (sql_.substr(at_ + 2, end - at_ - 2).find("/*") != std::string_view::npos) return Forbidden("/* /*");
    at_ = end + 2;
    return {};
  }

  Result<void> Word() {
    const size_t from = at_;
    while (at_ < sql_.size() && IsWord(sql_[at_])) ++at_;
    if (ended_) return Fail(errors::kNotOneSelect, {";"}, lines_.Place(from));
    std::string word(sql_.substr(from, at_ - from));
    for (char& c : word) c = static_cast<char>(c | 0x20);
    if (word == "materialized") return Fail(errors::kForbiddenText, {word}, lines_.Place(from));
    return {};
  }

  Result<void> Character(char c) {
    if (static_cast<unsigned char>(c) >= 0x80) return Forbidden("non-ASCII");
    if (static_cast<unsigned char>(c) < 0x20 && !IsBlank(c)) return Forbidden("control character");
    if (sql_.substr(at_, 2) == "::") return Forbidden("::");
    if (c == '/') return Forbidden("/");
    if (kForbidden.find(c) != std::string_view::npos) return Forbidden(std::string_view(&c, 1));
    if (ended_ && !IsBlank(c)) return Fail(errors::kNotOneSelect, {";"}, lines_.Place(at_));
    if (c == ';') ended_ = true;
    if (c == '(' && ++depth_ > kMaxParentheses) return Fail(errors::kTooComplex, {"((((...))))"}, lines_.Place(at_));
    if (c == ')' && --depth_ < 0) return Fail(errors::kSyntax, {") without ("}, lines_.Place(at_));
    return {};
  }

  std::string_view sql_;
  const LineMap& lines_;
  size_t at_ = 0;
  int depth_ = 0;
  bool ended_ = false;
};

}  // namespace

LineMap::LineMap(std::string_view text, std::string file, int first_line)
    : file_(std::move(file)), first_line_(first_line) {
  line_starts_.push_back(0);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

int LineMap::Line(size_t offset) const {
  const auto after = std::ranges::upper_bound(line_starts_, offset);
  return first_line_ + static_cast<int>(after - line_starts_.begin()) - 1;
}

SourceRef LineMap::Place(size_t offset) const { return {.file = file_, .row = Line(offset)}; }

Result<void> CheckText(std::string_view sql, const LineMap& lines) {
  if (sql.size() > kMaxBytes) {
    return Fail(errors::kTooComplex, {std::to_string(sql.size()) + " bytes"}, lines.Place(0));
  }
  if (sql.find('\0') != std::string_view::npos || !IsValidUtf8(sql)) {
    return Fail(errors::kForbiddenText, {"NUL / not UTF-8"}, lines.Place(0));
  }
  return Scanner(sql, lines).Run();
}

}  // namespace xiuhua::sql
