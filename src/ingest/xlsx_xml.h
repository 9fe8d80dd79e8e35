// XmlFeed: expat over the parts of a workbook package. Names are local names (prefixes and namespaces, transitional or
// strict, are looked through), DOCTYPE is refused, memory and depth are bounded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/progress.h"
#include "base/result.h"
#include "ingest/zip_archive.h"

namespace xiuhua::ingest {

// Local part of a name: "x:row" → "row".
std::string_view LocalName(const char* name);

// Attributes as expat gives them: name, value, name, value, nullptr.
struct XmlAttributes {
  const char** list;
  // By local name; nullptr when absent.
  [[nodiscard]] const char* Find(std::string_view name) const;
  // "1", "true", "on" → true.
  [[nodiscard]] bool Flag(std::string_view name, bool absent = false) const;
  [[nodiscard]] int64_t Number(std::string_view name, int64_t absent) const;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void End(std::string_view name) = 0;
  virtual void Text(std::string_view) {}
  // Set by a handler to stop: the parse ends with this error.
  std::optional<Error> stop;

  // For rewriting: with `copying`, the source text of every event for which the handler left `keep` true is given to
  // Raw (as UTF-8, byte for byte), comments and the like included. The XML declaration is not.
  bool copying = false;
  bool keep = true;
  virtual void Raw(std::string_view) {}

  // For patching: with `placing`, Start and End find here the bytes of their tag in the part, end behind the last one
  // (of an empty element <a/> End has begin == end, both behind it), and the tag's name with its prefix.
  bool placing = false;
  int64_t tag_begin = 0, tag_end = 0;
  std::string_view tag_name;
};

class XmlFeed {
 public:
  // `part` names the XML in errors; the handler must outlive the feed.
  XmlFeed(XmlHandler& handler, std::string file, std::string part);
  ~XmlFeed();
  XmlFeed(const XmlFeed&) = delete;
  XmlFeed& operator=(const XmlFeed&) = delete;
  // Errors: ING-014, ING-015, the handler's own.
  Result<void> Feed(const char* data, int64_t size, bool last);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

// Parses a whole entry.
Result<void> ParseEntry(ZipArchive& zip, const ZipEntry& entry, XmlHandler& handler, Progress& progress);

// `_x000D_` escapes → the characters they stand for, in place.
void UnescapeOoxml(std::string& text, size_t from);

}  // namespace xiuhua::ingest
