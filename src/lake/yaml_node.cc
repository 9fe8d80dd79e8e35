#include "lake/yaml_node.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <set>
#include <sstream>

#include "base/errors.h"
#include "base/files.h"
#include "lake/errors.h"

namespace xiuhua::lake {
namespace {

constexpr size_t kMaxDocumentBytes = 4 << 20;

std::string JoinWords(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

// Counts documents that hold anything.
class DocumentCounter final : public YAML::EventHandler {
 public:
  [[nodiscard]] bool empty() const { return empty_; }
  void OnDocumentStart(const YAML::Mark& /*mark*/) override { empty_ = true; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override { empty_ = false; }
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {
    empty_ = false;
  }
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    empty_ = false;
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    empty_ = false;
  }
  void OnMapEnd() override {}

 private:
  bool empty_ = true;
};

// Is there anything behind the first document? YAML::LoadAll is not used: it never ends on a text like "a: 1\n]".
bool HoldsMore(const std::string& text) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  DocumentCounter counter;
  if (!parser.HandleNextDocument(counter) || !parser.HandleNextDocument(counter)) return false;
  return !counter.empty() || parser.HandleNextDocument(counter);  // an empty second one is a closing "---" or rubbish
}

std::string WithoutMark(const YAML::Exception& broken) { return broken.msg; }

}  // namespace

struct YamlNode::State {
  YAML::Node node;
  std::string file;
  std::string path;
  int64_t line_offset = 0;
};

YamlNode::YamlNode(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<YamlNode> YamlNode::ParseAt(const std::string& text, const std::string& shown_file, int64_t first_line) {
  if (text.size() > kMaxDocumentBytes) {
    return Fail(errors::kYamlBroken, {"4 MiB"}, {.file = shown_file});
  }
  try {
    if (HoldsMore(text)) return Fail(errors::kYamlBroken, {"---"}, {.file = shown_file});
    auto state = std::make_shared<State>();
    state->node.reset(YAML::Load(text));
    state->file = shown_file;
    state->line_offset = first_line - 1;
    return YamlNode(std::move(state));
  } catch (const YAML::Exception& broken) {
    return Fail(errors::kYamlBroken, {WithoutMark(broken)},
                {.file = shown_file, .row = broken.mark.line + first_line, .column = broken.mark.column + 1});
  }
}

Result<YamlNode> YamlNode::Parse(const std::string& text, const std::string& shown_file) {
  return ParseAt(text, shown_file, 1);
}

Result<YamlNode> YamlNode::Load(const std::string& path) {
  TRY_ASSIGN(const std::string text, RealFiles().Read(path));
  return Parse(text, path);
}

bool YamlNode::IsMap() const { return state_->node.IsMap(); }
bool YamlNode::IsList() const { return state_->node.IsSequence(); }
bool YamlNode::IsScalar() const { return state_->node.IsScalar(); }
bool YamlNode::IsNull() const { return state_->node.IsNull(); }

SourceRef YamlNode::where() const {
  SourceRef place{.file = state_->file, .part = state_->path};
  const YAML::Mark mark = state_->node.Mark();
  if (mark.line >= 0) {
    place.row = mark.line + 1 + state_->line_offset;
    place.column = mark.column + 1;
  }
  return place;
}

const std::string& YamlNode::path() const { return state_->path; }

YamlNode YamlNode::Child(const std::string& step, const void* node) const {
  auto state = std::make_shared<State>();
  state->node.reset(*static_cast<const YAML::Node*>(node));
  state->file = state_->file;
  state->line_offset = state_->line_offset;
  state->path = state_->path.empty() || step.starts_with('[') ? state_->path + step : state_->path + "." + step;
  return YamlNode(std::move(state));
}

Result<std::vector<std::pair<std::string, YamlNode>>> YamlNode::Entries() const {
  if (!IsMap()) return Fail(errors::kYamlWrongKind, {"若干“项: 值”", "a map (key: value)"}, where());
  std::vector<std::pair<std::string, YamlNode>> entries;
  std::set<std::string> seen;
  for (const auto& pair : state_->node) {
    if (!pair.first.IsScalar()) {
      return Fail(errors::kYamlWrongKind, {"文字形式的项名", "a plain text as key"}, where());
    }
    const std::string key = pair.first.Scalar();
    if (!seen.insert(key).second) return Fail(errors::kYamlTwice, {key}, Child(key, &pair.first).where());
    entries.emplace_back(key, Child(key, &pair.second));
  }
  return entries;
}

Result<void> YamlNode::OnlyKeys(std::initializer_list<std::string_view> allowed) const {
  TRY_ASSIGN(const auto entries, Entries());
  for (const auto& pair : state_->node) {
    const std::string key = pair.first.Scalar();
    bool known = false;
    for (const std::string_view word : allowed) known = known || word == key;
    if (known) continue;
    return Fail(errors::kYamlUnknownKey, {key, JoinWords(std::vector<std::string_view>(allowed))},
                Child(key, &pair.first).where());
  }
  return {};
}

std::optional<YamlNode> YamlNode::Find(std::string_view key) const {
  if (!IsMap()) return std::nullopt;
  for (const auto& pair : state_->node) {
    if (!pair.first.IsScalar() || pair.first.Scalar() != key) continue;
    if (pair.second.IsNull()) return std::nullopt;
    return Child(std::string(key), &pair.second);
  }
  return std::nullopt;
}

Result<YamlNode> YamlNode::Get(std::string_view key) const {
  if (!IsMap()) return Fail(errors::kYamlWrongKind, {"若干“项: 值”", "a map (key: value)"}, where());
  std::optional<YamlNode> found = Find(key);
  if (!found) return Fail(errors::kYamlMissingKey, {key}, where());
  return *std::move(found);
}

Result<std::vector<YamlNode>> YamlNode::Items() const {
  if (IsScalar()) return std::vector<YamlNode>{*this};
  if (!IsList()) return Fail(errors::kYamlWrongKind, {"一个列表", "a list"}, where());
  std::vector<YamlNode> items;
  size_t index = 0;
  for (const YAML::Node& item : state_->node) {
    std::string step = "[";
    step += std::to_string(index++);
    step += ']';
    items.push_back(Child(step, &item));
  }
  return items;
}

Result<std::vector<std::string>> YamlNode::Texts() const {
  TRY_ASSIGN(const std::vector<YamlNode> items, Items());
  std::vector<std::string> texts;
  for (const YamlNode& item : items) {
    TRY_ASSIGN(std::string text, item.Text());
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<std::string> YamlNode::Text() const {
  if (!IsScalar()) return Fail(errors::kYamlWrongKind, {"一段文字", "a text"}, where());
  return state_->node.Scalar();
}

Result<int64_t> YamlNode::Int() const {
  TRY_ASSIGN(const std::string text, Text());
  int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size()) {
    return Fail(errors::kYamlWrongKind, {"一个整数", "a whole number"}, where());
  }
  return value;
}

Result<bool> YamlNode::Bool() const {
  TRY_ASSIGN(const std::string text, Text());
  if (text == "true") return true;
  if (text == "false") return false;
  return Fail(errors::kYamlWrongKind, {" true 或 false", "true or false"}, where());
}

Result<Date> YamlNode::IsoDate() const {
  TRY_ASSIGN(const std::string text, Text());
  const std::optional<Date> date = ParseIsoDate(text);
  if (!date) return Fail(errors::kYamlWrongKind, {"日期（如 2026-03-01）", "a date such as 2026-03-01"}, where());
  return *date;
}

Result<Title> YamlNode::TitleText() const {
  if (IsScalar()) return Title{state_->node.Scalar(), state_->node.Scalar()};
  TRY(OnlyKeys({"zh", "en"}));
  TRY_ASSIGN(const YamlNode zh, Get("zh"));
  TRY_ASSIGN(const YamlNode en, Get("en"));
  Title title;
  TRY_ASSIGN(title.zh, zh.Text());
  TRY_ASSIGN(title.en, en.Text());
  return title;
}

Result<size_t> YamlNode::OneOf(std::span<const std::string_view> allowed) const {
  TRY_ASSIGN(const std::string text, Text());
  for (size_t i = 0; i < allowed.size(); ++i) {
    if (allowed[i] == text) return i;
  }
  return Fail(errors::kYamlNotAllowed, {text, JoinWords(allowed)}, where());
}

Result<std::string> YamlNode::TextOr(std::string_view key, std::string fallback) const {
  const std::optional<YamlNode> found = Find(key);
  if (!found) return fallback;
  return found->Text();
}

Result<int64_t> YamlNode::IntOr(std::string_view key, int64_t fallback) const {
  const std::optional<YamlNode> found = Find(key);
  if (!found) return fallback;
  return found->Int();
}

Result<bool> YamlNode::BoolOr(std::string_view key, bool fallback) const {
  const std::optional<YamlNode> found = Find(key);
  if (!found) return fallback;
  return found->Bool();
}

}  // namespace xiuhua::lake
