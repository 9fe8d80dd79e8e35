#include "base/error.h"

#include <vector>

#include "base/errors.h"

namespace xiuhua {
namespace {

std::string Fill(const char* pattern, std::initializer_list<std::string_view> args) {
  std::string out;
  const std::string_view text(pattern);
  for (size_t i = 0; i < text.size(); ++i) {
    const bool slot = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' && text[i + 1] >= '0' &&
                      text[i + 1] <= '9' && static_cast<size_t>(text[i + 1] - '0') < args.size();
    if (!slot) {
      out += text[i];
      continue;
    }
    out += *(args.begin() + (text[i + 1] - '0'));
    i += 2;
  }
  return out;
}

std::string Place(const SourceRef& where, Language language) {
  std::vector<std::string> parts;
  const bool chinese = language == Language::kChinese;
  if (!where.file.empty()) parts.push_back(where.file);
  if (!where.part.empty()) parts.push_back(where.part);
  if (where.row > 0) {
    parts.push_back(chinese ? "第 " + std::to_string(where.row) + " 行" : "row " + std::to_string(where.row));
  }
  if (where.column > 0) {
    parts.push_back(chinese ? "第 " + std::to_string(where.column) + " 列" : "column " + std::to_string(where.column));
  }
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " · ") + part;
  return out;
}

}  // namespace

Error MakeError(const ErrorSpec& spec, std::initializer_list<std::string_view> args, SourceRef where) {
  return Error{.id = spec.id,
               .kind = spec.kind,
               .zh = Fill(spec.zh, args),
               .en = Fill(spec.en, args),
               .hint_zh = Fill(spec.hint_zh, args),
               .hint_en = Fill(spec.hint_en, args),
               .where = std::move(where)};
}

std::string Render(const Error& error, Language language) {
  const bool chinese = language == Language::kChinese;
  std::string out = error.id + " " + (chinese ? error.zh : error.en);
  const std::string place = Place(error.where, language);
  if (!place.empty()) out += " [" + place + "]";
  const std::string& hint = chinese ? error.hint_zh : error.hint_en;
  if (!hint.empty()) out += "\n  → " + hint;
  return out;
}

}  // namespace xiuhua
