#include "ingest/xlsx_xml.h"

#include <expat.h>
#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/errors.h"
#include "ingest/errors.h"

namespace xiuhua::ingest {
namespace {

// Expat keeps every distinct name, the open elements and the token being read; all parsers together may hold this much.
constexpr int64_t kParserMemory = 256LL << 20;
constexpr int64_t kMaxToken = 8LL << 20;
constexpr int kMaxDepth = 200;
constexpr size_t kHeader = 16;

std::atomic<int64_t>& InUse() {
  static std::atomic<int64_t> bytes{0};
  return bytes;
}

void* CountedAlloc(size_t size) {
  if (InUse().load(std::memory_order_relaxed) + static_cast<int64_t>(size) > kParserMemory) return nullptr;
  auto* block = static_cast<char*>(std::malloc(size + kHeader));
  if (block == nullptr) return nullptr;
  std::memcpy(block, &size, sizeof(size));
  InUse() += static_cast<int64_t>(size);
  return block + kHeader;
}

void CountedFree(void* at) {
  if (at == nullptr) return;
  char* block = static_cast<char*>(at) - kHeader;
  size_t size = 0;
  std::memcpy(&size, block, sizeof(size));
  InUse() -= static_cast<int64_t>(size);
  std::free(block);
}

void* CountedRealloc(void* at, size_t size) {
  if (at == nullptr) return CountedAlloc(size);
  char* block = static_cast<char*>(at) - kHeader;
  size_t old = 0;
  std::memcpy(&old, block, sizeof(old));
  void* fresh = CountedAlloc(size);
  if (fresh == nullptr) return nullptr;
  std::memcpy(fresh, at, old < size ? old : size);
  CountedFree(at);
  return fresh;
}

}  // namespace

std::string_view LocalName(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon == nullptr ? std::string_view(name) : std::string_view(colon + 1);
}

const char* XmlAttributes::Find(std::string_view name) const {
  for (const char** a = list; *a != nullptr; a += 2) {
    if (LocalName(*a) == name) return a[1];
  }
  return nullptr;
}

bool XmlAttributes::Flag(std::string_view name, bool absent) const {
  const char* value = Find(name);
  if (value == nullptr) return absent;
  const std::string_view v(value);
  return v == "1" || v == "true" || v == "on";
}

int64_t XmlAttributes::Number(std::string_view name, int64_t absent) const {
  const char* value = Find(name);
  if (value == nullptr) return absent;
  int64_t number = 0;
  const auto [end, code] = std::from_chars(value, value + std::strlen(value), number);
  return code == std::errc() ? number : absent;
}

struct XmlFeed::State {
  XmlHandler& handler;
  std::string file, part;
  XML_Parser parser = nullptr;
  int64_t fed = 0;
  int depth = 0;
  bool doctype = false;
  bool too_deep = false;

  State(XmlHandler& h, std::string f, std::string p) : handler(h), file(std::move(f)), part(std::move(p)) {
    const XML_Memory_Handling_Suite memory{CountedAlloc, CountedRealloc, CountedFree};
    parser = XML_ParserCreate_MM(nullptr, &memory, nullptr);
    if (parser == nullptr) return;
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, OnStart, OnEnd);
    XML_SetCharacterDataHandler(parser, OnText);
    XML_SetStartDoctypeDeclHandler(parser, OnDoctype);
    if (!handler.copying) return;
    XML_SetDefaultHandler(parser, OnDefault);
    XML_SetXmlDeclHandler(parser, [](void*, const char*, const char*, int) {});
  }
  ~State() {
    if (parser != nullptr) XML_ParserFree(parser);
  }

  void Place(const char* name) const {
    if (!handler.placing) return;
    handler.tag_begin = XML_GetCurrentByteIndex(parser);
    handler.tag_end = handler.tag_begin + XML_GetCurrentByteCount(parser);
    handler.tag_name = name;
  }
  void Stop() const { XML_StopParser(parser, XML_FALSE); }
  static void OnStart(void* self, const char* name, const char** attributes) {
    auto* s = static_cast<State*>(self);
    if (s->handler.stop) return;
    if (++s->depth > kMaxDepth) {
      s->too_deep = true;
      return s->Stop();
    }
    s->Place(name);
    s->handler.Start(LocalName(name), XmlAttributes{attributes});
    s->After();
  }
  static void OnEnd(void* self, const char* name) {
    auto* s = static_cast<State*>(self);
    if (s->handler.stop) return;
    --s->depth;
    s->Place(name);
    s->handler.End(LocalName(name));
    s->After();
  }
  static void OnText(void* self, const char* text, int size) {
    auto* s = static_cast<State*>(self);
    if (s->handler.stop) return;
    s->handler.Text(std::string_view(text, static_cast<size_t>(size)));
    s->After();
  }
  void After() const {
    if (handler.stop) return Stop();
    if (handler.copying && handler.keep) XML_DefaultCurrent(parser);
  }
  static void OnDefault(void* self, const char* text, int size) {
    auto* s = static_cast<State*>(self);
    if (s->handler.keep && !s->handler.stop) s->handler.Raw(std::string_view(text, static_cast<size_t>(size)));
  }
  static void OnDoctype(void* self, const char*, const char*, const char*, int) {
    auto* s = static_cast<State*>(self);
    s->doctype = true;
    s->Stop();
  }
};

XmlFeed::XmlFeed(XmlHandler& handler, std::string file, std::string part)
    : state_(std::make_unique<State>(handler, std::move(file), std::move(part))) {}
XmlFeed::~XmlFeed() = default;

Result<void> XmlFeed::Feed(const char* data, int64_t size, bool last) {
  State& s = *state_;
  const SourceRef where{.file = s.file, .part = s.part};
  if (s.parser == nullptr) return Fail(errors::kXmlMalformed, {s.part, "out of memory"}, where);
  const XML_Status status = XML_Parse(s.parser, data, static_cast<int>(size), last ? XML_TRUE : XML_FALSE);
  s.fed += size;
  if (s.handler.stop) return Fail(*s.handler.stop);
  if (s.doctype) return Fail(errors::kXmlDoctype, {s.part}, where);
  if (s.too_deep) return Fail(errors::kXmlMalformed, {s.part, "nested too deeply"}, where);
  if (status != XML_STATUS_OK) {
    const auto code = XML_GetErrorCode(s.parser);
    return Fail(errors::kXmlMalformed,
                {s.part, fmt::format("{}, line {}", XML_ErrorString(code), XML_GetCurrentLineNumber(s.parser))}, where);
  }
  if (s.fed - XML_GetCurrentByteIndex(s.parser) > kMaxToken) {
    return Fail(errors::kXmlMalformed, {s.part, "a tag is too long"}, where);
  }
  return {};
}

Result<void> ParseEntry(ZipArchive& zip, const ZipEntry& entry, XmlHandler& handler, Progress& progress) {
  TRY_ASSIGN(const auto stream, zip.Read(entry));
  XmlFeed feed(handler, zip.shown_name(), entry.name);
  std::vector<char> buffer(64 << 10);
  for (;;) {
    if (progress.cancelled()) return Fail(xiuhua::errors::kCancelled);
    TRY_ASSIGN(const int64_t n, stream->Read(buffer.data(), static_cast<int64_t>(buffer.size())));
    TRY(feed.Feed(buffer.data(), n, n == 0));
    progress.Tick(n);
    if (n == 0) return {};
  }
}

void UnescapeOoxml(std::string& text, size_t from) {
  size_t at = text.find("_x", from);
  if (at == std::string::npos) return;
  size_t to = at;
  while (at < text.size()) {
    unsigned value = 0;
    const bool shaped = at + 7 <= text.size() && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_';
    const char* digits = text.data() + at + 2;
    if (shaped && std::from_chars(digits, digits + 4, value, 16).ptr == digits + 4 && value < 0x80 && value != 0) {
      text[to++] = static_cast<char>(value);
      at += 7;
    } else {
      text[to++] = text[at++];
    }
  }
  text.resize(to);
}

}  // namespace xiuhua::ingest
