// BIFF8 in an OLE2 compound file, the smallest form spreadsheet programs accept: shared strings, string and number
// cells, no formats. [MS-XLS] 2.4, [MS-CFB] 2. One stream "Workbook"; up to about 7 MB (109 FAT sectors).
#include <unicode/unistr.h>

#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

#include "synth/errors.h"
#include "synth/sheet.h"

namespace xiuhua::synth {
namespace {

void Put16(std::string& out, uint32_t v) {
  out += static_cast<char>(v & 0xFF);
  out += static_cast<char>((v >> 8) & 0xFF);
}
void Put32(std::string& out, uint32_t v) {
  Put16(out, v & 0xFFFF);
  Put16(out, v >> 16);
}
void PutRecord(std::string& out, uint32_t type, std::string_view body) {
  Put16(out, type);
  Put16(out, static_cast<uint32_t>(body.size()));
  out += body;
}
void PutUtf16(std::string& out, const icu::UnicodeString& text) {
  for (int32_t i = 0; i < text.length(); ++i) Put16(out, text.charAt(i));
}
std::string Bof(uint32_t type) {
  std::string body;
  Put16(body, 0x0600);
  Put16(body, type);
  Put16(body, 0x0DBB);
  Put16(body, 0x07CC);
  Put32(body, 0);
  Put32(body, 6);
  std::string out;
  PutRecord(out, 0x0809, body);
  return out;
}

class SharedStrings {
 public:
  uint32_t Index(const std::string& text) {
    ++total_;
    const auto [at, added] = known_.try_emplace(text, static_cast<uint32_t>(order_.size()));
    if (added) order_.push_back(&at->first);
    return at->second;
  }
  void PadTo(size_t bytes) {
    for (size_t i = 0; i * 40 < bytes; ++i) (void)Index("　　　　　　　　　　　　　　　　" + std::to_string(i));
  }
  // SST with CONTINUE records cut between strings.
  [[nodiscard]] std::string Records() const {
    std::string out, body;
    Put32(body, total_);
    Put32(body, static_cast<uint32_t>(order_.size()));
    uint32_t type = 0x00FC;
    for (const std::string* text : order_) {
      const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(*text);
      std::string one;
      Put16(one, static_cast<uint32_t>(wide.length()));
      one += '\x01';
      PutUtf16(one, wide);
      if (body.size() + one.size() > 8000) {
        PutRecord(out, type, body);
        type = 0x003C;
        body.clear();
      }
      body += one;
    }
    PutRecord(out, type, body);
    return out;
  }

 private:
  std::map<std::string, uint32_t> known_;
  std::vector<const std::string*> order_;
  uint32_t total_ = 0;
};

class XlsSheet final : public Sheet {
 public:
  XlsSheet(std::string name, SharedStrings& strings) : strings_(strings) { name_ = std::move(name); }

  void Row(const RowCells& cells, const RowLook&) override {
    const auto row = static_cast<uint32_t>(row_++);
    for (size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].text.empty()) continue;
      std::string body;
      Put16(body, row);
      Put16(body, static_cast<uint32_t>(i));
      Put16(body, 0);
      if (cells[i].kind == CellKind::kText) {
        Put32(body, strings_.Index(cells[i].text));
        PutRecord(cells_, 0x00FD, body);
      } else {
        const auto bits = std::bit_cast<uint64_t>(std::strtod(cells[i].text.c_str(), nullptr));
        Put32(body, static_cast<uint32_t>(bits));
        Put32(body, static_cast<uint32_t>(bits >> 32));
        PutRecord(cells_, 0x0203, body);
      }
    }
    columns_ = std::max(columns_, static_cast<uint32_t>(cells.size()));
  }
  void BlankRow() override { ++row_; }
  void MergeDown(int32_t, int64_t, int64_t, const std::string&) override {}
  void Title(const std::string& text, int32_t) override {
    RowCells cells;
    cells.Text(text);
    Row(cells, {});
  }
  void Filter(int64_t, int64_t, int32_t, int32_t, const std::string&) override {}

  [[nodiscard]] std::string Stream() const {
    std::string out = Bof(0x0010);
    std::string size;
    Put32(size, 0);
    Put32(size, static_cast<uint32_t>(row_));
    Put16(size, 0);
    Put16(size, columns_);
    Put16(size, 0);
    PutRecord(out, 0x0200, size);
    out += cells_;
    PutRecord(out, 0x000A, {});
    return out;
  }

 private:
  SharedStrings& strings_;
  std::string cells_;
  uint32_t columns_ = 0;
};

// The stream in a compound file: its sectors, one directory sector, the FAT.
std::string Compound(std::string stream) {
  const size_t stream_bytes = stream.size();
  stream.resize((stream.size() + 511) / 512 * 512, '\0');
  const size_t data = stream.size() / 512;
  size_t fat = 1;
  while (fat * 128 < data + 1 + fat) ++fat;
  std::string header("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  header.append(16, '\0');
  Put16(header, 0x003E);
  Put16(header, 3);
  Put16(header, 0xFFFE);
  Put16(header, 9);
  Put16(header, 6);
  header.append(10, '\0');
  Put32(header, static_cast<uint32_t>(fat));
  Put32(header, static_cast<uint32_t>(data));  // directory sector
  Put32(header, 0);
  Put32(header, 4096);
  Put32(header, 0xFFFFFFFE);
  Put32(header, 0);
  Put32(header, 0xFFFFFFFE);
  Put32(header, 0);
  for (size_t i = 0; i < 109; ++i) Put32(header, i < fat ? static_cast<uint32_t>(data + 1 + i) : 0xFFFFFFFF);

  std::string directory;
  auto entry = [&](const icu::UnicodeString& name, char type, uint32_t child, uint32_t start, uint32_t bytes) {
    std::string e;
    PutUtf16(e, name);
    e.resize(64, '\0');
    Put16(e, name.isEmpty() ? 0 : static_cast<uint32_t>(name.length() * 2 + 2));
    e += type;
    e += '\x01';
    Put32(e, 0xFFFFFFFF);
    Put32(e, 0xFFFFFFFF);
    Put32(e, child);
    e.append(36, '\0');
    Put32(e, start);
    Put32(e, bytes);
    Put32(e, 0);
    directory += e;
  };
  entry(u"Root Entry", '\x05', 1, 0xFFFFFFFE, 0);
  entry(u"Workbook", '\x02', 0xFFFFFFFF, 0, static_cast<uint32_t>(stream_bytes));
  entry(u"", '\0', 0xFFFFFFFF, 0, 0);
  entry(u"", '\0', 0xFFFFFFFF, 0, 0);

  std::string table;
  for (size_t i = 0; i < data; ++i) Put32(table, i + 1 == data ? 0xFFFFFFFE : static_cast<uint32_t>(i + 1));
  Put32(table, 0xFFFFFFFE);
  for (size_t i = 0; i < fat; ++i) Put32(table, 0xFFFFFFFD);
  while (table.size() < fat * 512) Put32(table, 0xFFFFFFFF);
  return header + stream + directory + table;
}

class XlsBook final : public Book {
 public:
  explicit XlsBook(std::string path) : path_(std::move(path)) {}
  Sheet& Add(const std::string& name) override {
    sheets_.push_back(std::make_unique<XlsSheet>(name, strings_));
    return *sheets_.back();
  }
  Result<void> Close() override {
    strings_.PadTo(4096);  // streams under 4,096 bytes would need the short-sector table
    std::vector<std::string> streams;
    std::string bounds;
    for (const auto& sheet : sheets_) {
      streams.push_back(sheet->Stream());
      bounds.append(BoundSheet(*sheet, 0));
    }
    const std::string strings = strings_.Records();
    std::string globals = Bof(0x0005);
    PutRecord(globals, 0x0042, std::string_view("\xB0\x04", 2));  // code page 1200
    size_t offset = globals.size() + bounds.size() + strings.size() + 4;
    for (size_t i = 0; i < sheets_.size(); ++i) {
      globals += BoundSheet(*sheets_[i], static_cast<uint32_t>(offset));
      offset += streams[i].size();
    }
    globals += strings;
    PutRecord(globals, 0x000A, {});
    for (const std::string& stream : streams) globals += stream;
    return Write(Compound(std::move(globals)));
  }

 private:
  static std::string BoundSheet(const XlsSheet& sheet, uint32_t offset) {
    const icu::UnicodeString name = icu::UnicodeString::fromUTF8(sheet.name());
    std::string body, out;
    Put32(body, offset);
    Put16(body, 0);
    body += static_cast<char>(name.length());
    body += '\x01';
    PutUtf16(body, name);
    PutRecord(out, 0x0085, body);
    return out;
  }
  Result<void> Write(const std::string& bytes) const {
    std::FILE* file = std::fopen(path_.c_str(), "wb");
    const bool ok = file != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    const bool closed = file != nullptr && std::fclose(file) == 0;
    if (!ok || !closed) return Fail(errors::kCannotWriteDemo, {path_, std::strerror(errno)});
    return {};
  }

  std::string path_;
  SharedStrings strings_;
  std::vector<std::unique_ptr<XlsSheet>> sheets_;
};

}  // namespace

std::unique_ptr<Book> MakeXlsBook(const std::string& path) { return std::make_unique<XlsBook>(path); }

}  // namespace xiuhua::synth
