// Truth tables of the tests: text files under testdata/ that anybody can extend. One case a line, columns parted by a
// tab, '#' starts a comment line; \n \r \t \s (space) \0 and \uXXXX stand for characters that cannot be seen; an empty
// column is written \e.
#pragma once

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "text/width.h"

namespace xiuhua::text {

struct TruthRow {
  std::string place;  // file:line
  std::vector<std::string> cells;
};

inline std::string Unescape(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 's':
        out += ' ';
        break;
      case '0':
        out += '\0';
        break;
      case 'e':
        break;
      case 'u':
        AppendCodePoint(static_cast<char32_t>(std::stoul(std::string(text.substr(i + 1, 4)), nullptr, 16)), out);
        i += 4;
        break;
      default:
        out += text[i];
    }
  }
  return out;
}

inline std::vector<TruthRow> ReadTruthTable(const std::string& path) {
  std::vector<TruthRow> rows;
  std::ifstream file(path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    TruthRow row;
    row.place = path.substr(path.rfind('/') + 1) + ":" + std::to_string(number);
    for (size_t at = 0; at <= line.size();) {
      const size_t tab = std::min(line.find('\t', at), line.size());
      row.cells.push_back(Unescape(std::string_view(line).substr(at, tab - at)));
      at = tab + 1;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace xiuhua::text
