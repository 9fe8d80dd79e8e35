#include "rules/columns_read.h"

#include <algorithm>

namespace xiuhua::rules {
namespace {

using Words = std::set<std::string, std::less<>>;

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void AddWords(std::string_view text, Words& words) {
  std::string word;
  for (const char c : text) {
    if (IsWordByte(c)) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!word.empty()) {
      words.insert(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.insert(std::move(word));
}

void AddColumns(const lake::TableSpec& spec, const Words& words, std::set<std::string, std::less<>>& columns) {
  for (const lake::ColumnSpec& column : spec.columns) {
    const std::vector<sql::Column> family = lake::EngineColumnsOf(column);
    const bool named = words.contains(column.name) ||
                       std::ranges::any_of(family, [&](const auto& one) { return words.contains(one.name); });
    if (!named) continue;
    for (const sql::Column& one : family) columns.insert(one.name);
  }
}

}  // namespace

std::map<std::string, std::set<std::string, std::less<>>, std::less<>> ColumnsRead(const RuleSet& set) {
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> read;
  const auto add = [&](const Words& words) {
    for (const auto& [name, spec] : set.tables.tables()) {
      for (const std::string& table : {name, name + "_previous"}) {
        if (words.contains(table)) AddColumns(spec, words, read[table]);
      }
    }
  };
  for (const RuleSpec& rule : set.rules) {
    Words words;
    AddWords(rule.file.header, words);
    AddWords(rule.file.sql, words);
    if (rule.evidence) AddWords(rule.evidence->sql, words);
    add(words);
  }
  for (const FactSpec& fact : set.facts) {
    Words words;
    AddWords(fact.file.header, words);
    AddWords(fact.file.sql, words);
    add(words);
  }
  return read;
}

}  // namespace xiuhua::rules
