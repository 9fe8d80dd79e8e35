#include "ingest/xlsx_styles.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "base/date.h"

namespace xiuhua::ingest {
namespace {

// Order of theme="n" in the Office theme: lt1, dk1, lt2, dk2, accent1-6, links.
constexpr std::array<uint32_t, 12> kTheme = {0xFFFFFF, 0x000000, 0xE7E6E6, 0x44546A, 0x4472C4, 0xED7D31,
                                             0xA5A5A5, 0xFFC000, 0x5B9BD5, 0x70AD47, 0x0563C1, 0x954F72};
// The 56 colours of the old palette, index 8 first.
constexpr std::array<uint32_t, 56> kIndexed = {
    0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF, 0x800000, 0x008000,
    0x000080, 0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080, 0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF,
    0x660066, 0xFF8080, 0x0066CC, 0xCCCCFF, 0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000,
    0x008080, 0x0000FF, 0x00CCFF, 0xCCFFFF, 0xCCFFCC, 0xFFFF99, 0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99,
    0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00, 0xFF9900, 0xFF6600, 0x666699, 0x969696, 0x003366, 0x339966,
    0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333};

uint32_t ReadColour(const XmlAttributes& a) {
  if (const char* rgb = a.Find("rgb")) {
    std::string_view hex(rgb);
    if (hex.size() == 8) hex.remove_prefix(2);
    uint32_t value = 0;
    std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    return value & 0xFFFFFF;
  }
  const int64_t theme = a.Number("theme", -1);
  if (theme >= 0) return kTheme[static_cast<size_t>(theme) % kTheme.size()];
  const int64_t indexed = a.Number("indexed", 64);
  if (indexed >= 0 && indexed < 8) return kIndexed[static_cast<size_t>(indexed)];
  if (indexed >= 8 && indexed < 64) return kIndexed[static_cast<size_t>(indexed - 8)];
  return indexed == 65 ? 0xFFFFFF : 0x000000;
}

class StylesHandler final : public XmlHandler {
 public:
  void Start(std::string_view name, const XmlAttributes& a) override {
    path_.emplace_back(name);
    const std::string_view parent = path_.size() >= 2 ? std::string_view(path_[path_.size() - 2]) : "";
    if (name == "numFmt" && parent == "numFmts") {
      const char* code = a.Find("formatCode");
      formats_[a.Number("numFmtId", -1)] = ReadFormatCode(code == nullptr ? "" : code);
    } else if (name == "font" && parent == "fonts") {
      strikes_.push_back(false);
    } else if (name == "strike" && parent == "font" && !strikes_.empty() && InList("fonts")) {
      strikes_.back() = a.Flag("val", true);
    } else if (name == "fill" && parent == "fills") {
      fills_.emplace_back();
    } else if (name == "patternFill" && InList("fills") && !fills_.empty()) {
      const char* type = a.Find("patternType");
      patterned_ = type != nullptr && std::string_view(type) != "none" && std::string_view(type) != "gray125";
    } else if (name == "fgColor" && InList("fills") && patterned_ && !fills_.empty()) {
      const uint32_t colour = ReadColour(a);
      fills_.back() = {.filled = colour != 0xFFFFFF, .fill_rgb = colour};
    } else if (name == "xf" && parent == "cellXfs") {
      AddStyle(a);
    }
  }
  void End(std::string_view) override {
    if (!path_.empty()) path_.pop_back();
  }
  std::vector<CellStyle> styles;

 private:
  [[nodiscard]] bool InList(std::string_view list) const { return path_.size() >= 2 && path_[1] == list; }
  void AddStyle(const XmlAttributes& a) {
    CellStyle style;
    const int64_t format = a.Number("numFmtId", 0);
    const auto own = formats_.find(format);
    style.number = own != formats_.end() ? own->second : BuiltInFormat(format);
    const auto font = static_cast<size_t>(a.Number("fontId", 0));
    style.strike = font < strikes_.size() && strikes_[font];
    const auto fill = static_cast<size_t>(a.Number("fillId", 0));
    if (fill < fills_.size()) {
      style.filled = fills_[fill].filled;
      style.fill_rgb = fills_[fill].fill_rgb;
    }
    styles.push_back(style);
  }

  std::vector<std::string> path_;
  std::map<int64_t, NumberFormat> formats_;
  std::vector<bool> strikes_;
  std::vector<CellStyle> fills_;
  bool patterned_ = false;
};

// The first section of a format code without quoted text, escapes, colours and locales; lower case; [h] [m] [s] kept.
std::string BareFormat(std::string_view code) {
  std::string bare;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;
    if (c == '"') {
      i = code.find('"', i + 1);
      if (i == std::string_view::npos) break;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const size_t close = code.find(']', i);
      if (close == std::string_view::npos) break;
      const std::string_view inside = code.substr(i + 1, close - i - 1);
      if (inside.find_first_not_of("hHmMsS") == std::string_view::npos)
        bare += static_cast<char>(inside.empty() ? 'x' : inside[0] | 0x20);
      i = close;
    } else {
      bare += c >= 'A' && c <= 'Z' && c != 'E' ? static_cast<char>(c | 0x20) : c;
    }
  }
  return bare;
}

// Exact text of a moment; serial day 60 of the 1900 system is the leap day that never was.
bool ShowMoment(double value, NumberShape shape, bool date1904, std::string& out) {
  if (!(value >= 0) || value >= 2958466) return false;
  auto day = static_cast<int64_t>(std::floor(value));
  auto second = static_cast<int64_t>(std::llround((value - static_cast<double>(day)) * 86400));
  if (second == 86400) {
    ++day;
    second = 0;
  }
  const bool time_only = shape == NumberShape::kTime;
  if (!time_only || day > 0) {
    if (date1904) day += 1462;
    if (day == 60) {
      out += "1900-02-29";
    } else if (day == 0) {
      out += "1900-01-00";
    } else {
      out += FormatDate(Date{static_cast<int32_t>(day - 25569 + (day < 60 ? 1 : 0))});
    }
    if (second == 0 && !time_only) return true;
    if (shape == NumberShape::kDate) return true;
    out += ' ';
  }
  fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
  return true;
}

}  // namespace

NumberFormat BuiltInFormat(int64_t id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58) {
    return {NumberShape::kDate, 0};
  }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56) {
    return {NumberShape::kTime, 0};
  }
  return {id == 22 ? NumberShape::kDateTime : NumberShape::kPlain, 0};
}

NumberFormat ReadFormatCode(std::string_view code) {
  const std::string bare = BareFormat(code);
  if (bare.starts_with("general") || bare.starts_with("GE") || bare.starts_with("gEnEral")) return {};
  if (bare.size() >= 2 && bare.find_first_not_of('0') == std::string::npos) {
    return {NumberShape::kPadded, static_cast<int>(std::min<size_t>(bare.size(), 30))};
  }
  bool date = false, time = false;
  for (size_t i = 0; i < bare.size(); ++i) {
    const char c = bare[i];
    const char next = i + 1 < bare.size() ? bare[i + 1] : '\0';
    date = date || c == 'y' || c == 'd' || (c == 'e' && next != '+' && next != '-');
    time = time || c == 'h' || c == 's';
  }
  if (!time && bare.find('m') != std::string::npos) date = true;
  if (date && time) return {NumberShape::kDateTime, 0};
  if (date) return {NumberShape::kDate, 0};
  return {time ? NumberShape::kTime : NumberShape::kPlain, 0};
}

Result<std::vector<CellStyle>> ReadStyles(ZipArchive& zip, const ZipEntry& entry, Progress& progress) {
  StylesHandler handler;
  TRY(ParseEntry(zip, entry, handler, progress));
  return std::move(handler.styles);
}

void ShowNumber(double value, const NumberFormat& format, bool date1904, std::string& out) {
  const bool moment = format.shape != NumberShape::kPlain && format.shape != NumberShape::kPadded;
  if (moment && ShowMoment(value, format.shape, date1904, out)) return;
  const double size = std::abs(value);
  if (size != 0 && (size >= 1e15 || size < 1e-15)) {
    fmt::format_to(std::back_inserter(out), "{:.14E}", value);
    return;
  }
  if (format.shape == NumberShape::kPadded && value >= 0) {
    fmt::format_to(std::back_inserter(out), "{:0{}}", std::llround(value), format.pad);
    return;
  }
  if (size < 1e15 && value == std::floor(value)) {
    fmt::format_to(std::back_inserter(out), "{}", static_cast<int64_t>(value));
    return;
  }
  std::array<char, 64> buffer{};
  const auto digits = fmt::format_to_n(buffer.data(), buffer.size(), "{:.15g}", value);
  double rounded = value;
  std::from_chars(buffer.data(), digits.out, rounded);
  const auto done = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded, std::chars_format::fixed);
  out.append(buffer.data(), done.ptr);
}

}  // namespace xiuhua::ingest
