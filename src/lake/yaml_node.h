// YamlNode: a YAML value that knows where it stands, so that every complaint names file and line.
//
// The one place that sees yaml-cpp for packs and site content. Nothing here throws; a document is at most 4 MiB.
// Errors: LAK-001 (not YAML), LAK-002 (unknown key), LAK-003 (missing key), LAK-004 (wrong kind of value),
// LAK-005 (value not allowed), LAK-006 (given twice).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace xiuhua::lake {

// A text in both languages. A plain string in YAML is taken for both.
struct Title {
  std::string zh;
  std::string en;
  bool operator==(const Title&) const = default;
};

class YamlNode {
 public:
  // `shown_file` stands in errors.
  static Result<YamlNode> Parse(const std::string& text, const std::string& shown_file);
  static Result<YamlNode> Load(const std::string& path);
  // Text that begins in the middle of a file (a rule's header): `first_line` is the 1-based line of its first line.
  static Result<YamlNode> ParseAt(const std::string& text, const std::string& shown_file, int64_t first_line);

  [[nodiscard]] bool IsMap() const;
  [[nodiscard]] bool IsList() const;
  [[nodiscard]] bool IsScalar() const;
  [[nodiscard]] bool IsNull() const;

  // Maps. Errors: LAK-004 when this is no map; LAK-006 for a key given twice; LAK-002 for a key not in `allowed`.
  [[nodiscard]] Result<void> OnlyKeys(std::initializer_list<std::string_view> allowed) const;
  [[nodiscard]] std::optional<YamlNode> Find(std::string_view key) const;               // absent or null: nullopt
  [[nodiscard]] Result<YamlNode> Get(std::string_view key) const;                       // LAK-003
  [[nodiscard]] Result<std::vector<std::pair<std::string, YamlNode>>> Entries() const;  // in file order

  // Lists. A scalar is a list of one.
  [[nodiscard]] Result<std::vector<YamlNode>> Items() const;
  [[nodiscard]] Result<std::vector<std::string>> Texts() const;

  // Scalars.
  [[nodiscard]] Result<std::string> Text() const;
  [[nodiscard]] Result<int64_t> Int() const;
  [[nodiscard]] Result<bool> Bool() const;  // true / false
  [[nodiscard]] Result<Date> IsoDate() const;
  [[nodiscard]] Result<Title> TitleText() const;  // {zh: ..., en: ...} or one text
  // Position of the text in `allowed`. Errors: LAK-005 naming what is allowed.
  [[nodiscard]] Result<size_t> OneOf(std::span<const std::string_view> allowed) const;

  // Readers of an optional key with a default.
  [[nodiscard]] Result<std::string> TextOr(std::string_view key, std::string fallback) const;
  [[nodiscard]] Result<int64_t> IntOr(std::string_view key, int64_t fallback) const;
  [[nodiscard]] Result<bool> BoolOr(std::string_view key, bool fallback) const;

  [[nodiscard]] SourceRef where() const;          // file, YAML path as part, line, column
  [[nodiscard]] const std::string& path() const;  // "columns[2].type"

 private:
  struct State;
  explicit YamlNode(std::shared_ptr<const State> state);
  [[nodiscard]] YamlNode Child(const std::string& step, const void* node) const;
  std::shared_ptr<const State> state_;
};

}  // namespace xiuhua::lake
