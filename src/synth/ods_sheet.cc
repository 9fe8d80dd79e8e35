#include <utility>
#include <vector>

#include "synth/sheet.h"

namespace xiuhua::synth {
namespace {

std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

class OdsSheet final : public Sheet {
 public:
  explicit OdsSheet(std::string name) { name_ = std::move(name); }

  void Row(const RowCells& cells, const RowLook& look) override {
    ++row_;
    xml_ += look.hidden ? "<table:table-row table:visibility=\"collapse\">" : "<table:table-row>";
    for (size_t i = 0; i < cells.size(); ++i) Cell(cells[i]);
    xml_ += "</table:table-row>";
  }
  void BlankRow() override {
    ++row_;
    xml_ += "<table:table-row><table:table-cell/></table:table-row>";
  }
  void MergeDown(int32_t, int64_t, int64_t, const std::string&) override {}
  void Title(const std::string& text, int32_t columns) override {
    ++row_;
    xml_ += "<table:table-row><table:table-cell table:number-columns-spanned=\"" + std::to_string(columns) +
            "\" office:value-type=\"string\"><text:p>" + Escape(text) +
            "</text:p></table:table-cell></table:table-row>";
  }
  void Filter(int64_t, int64_t, int32_t, int32_t, const std::string&) override {}
  [[nodiscard]] const std::string& xml() const { return xml_; }

 private:
  void Cell(const CellValue& cell) {
    if (cell.text.empty()) {
      xml_ += "<table:table-cell/>";
    } else if (cell.kind == CellKind::kText) {
      xml_ += "<table:table-cell office:value-type=\"string\"><text:p>" + Escape(cell.text) +
              "</text:p></table:table-cell>";
    } else {
      xml_ += "<table:table-cell office:value-type=\"float\" office:value=\"" + cell.text + "\"><text:p>" + cell.text +
              "</text:p></table:table-cell>";
    }
  }
  std::string xml_;
};

class OdsBook final : public Book {
 public:
  explicit OdsBook(std::string path) : path_(std::move(path)) {}
  Sheet& Add(const std::string& name) override {
    sheets_.push_back(std::make_unique<OdsSheet>(name));
    return *sheets_.back();
  }
  Result<void> Close() override {
    std::string content =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
        "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
        "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
        "office:version=\"1.2\"><office:body><office:spreadsheet>";
    for (const auto& sheet : sheets_) {
      content += "<table:table table:name=\"" + Escape(sheet->name()) + "\">" + sheet->xml() + "</table:table>";
    }
    content += "</office:spreadsheet></office:body></office:document-content>";
    const std::string manifest =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
        "manifest:version=\"1.2\">"
        "<manifest:file-entry manifest:full-path=\"/\" "
        "manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>"
        "<manifest:file-entry manifest:full-path=\"content.xml\" "
        "manifest:media-type=\"text/xml\"/></manifest:manifest>";
    return WriteZipFromMemory(path_, {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                                      {"content.xml", std::move(content)},
                                      {"META-INF/manifest.xml", manifest}});
  }

 private:
  std::string path_;
  std::vector<std::unique_ptr<OdsSheet>> sheets_;
};

}  // namespace

std::unique_ptr<Book> MakeOdsBook(const std::string& path) { return std::make_unique<OdsBook>(path); }

}  // namespace xiuhua::synth
