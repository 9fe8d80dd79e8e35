// XlsxBook: the package of one xlsx workbook: which sheets, their parts, styles and shared strings (read when first
// asked).
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/open_workbook.h"
#include "ingest/xlsx_merges.h"
#include "ingest/xlsx_strings.h"
#include "ingest/xlsx_styles.h"
#include "ingest/zip_archive.h"

namespace xiuhua::ingest {

struct XlsxSheet {
  std::string name;
  std::string part;  // xl/worksheets/sheet1.xml
  bool hidden = false;
};

class XlsxBook : public std::enable_shared_from_this<XlsxBook> {
 public:
  // Reads the list of sheets. Errors: ING-004, ING-007, ING-013, ING-014, ING-015, ING-021.
  static Result<std::shared_ptr<XlsxBook>> Open(const std::string& path, const std::string& shown_name,
                                                const OpenOptions& options);
  [[nodiscard]] const std::vector<XlsxSheet>& sheets() const { return sheets_; }
  [[nodiscard]] const std::string& shown_name() const { return shown_name_; }
  // A reader of its own archive handle; thread-safe.
  Result<std::unique_ptr<SheetReader>> Read(size_t sheet);

  // Parts by purpose, for rewriting the package. Empty when absent.
  [[nodiscard]] const std::string& strings_part() const { return strings_part_; }

 private:
  friend class XlsxReader;
  Result<std::unique_ptr<ZipArchive>> OpenZip() const;
  Result<void> FindParts(ZipArchive& zip);
  Result<void> LoadShared(ZipArchive& zip, size_t sheet);

  std::string path_, shown_name_;
  OpenOptions options_;
  std::vector<XlsxSheet> sheets_;
  std::string strings_part_, styles_part_;
  bool date1904_ = false;

  std::mutex mutex_;  // guards what follows
  bool loaded_ = false;
  std::vector<CellStyle> styles_;
  std::shared_ptr<const SharedStrings> strings_;
  std::vector<std::shared_ptr<const SheetTail>> tails_;
};

}  // namespace xiuhua::ingest
