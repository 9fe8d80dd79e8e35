// Errors: what went wrong, where, and what the reader should do about it.
//
// Every error a person can see is declared once, in a module's errors.def, with an id, a kind and both languages.
// Code names the constant; tests and docs name the id. Messages are public API: clear, gentle, concise, actionable.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace xiuhua {

// What the caller may do about it.
enum class ErrorKind : uint8_t {
  kBadInput,     // the data or the arguments are wrong; the same call fails again
  kNotFound,     // the named thing is not there
  kConflict,     // someone changed it first, or it was done already; read again, then decide
  kForbidden,    // this user may not
  kUnsupported,  // this engine, format or version cannot
  kEngine,       // DuckDB or the store failed; the message is theirs
  kIo,           // disk or network; retrying may help
  kCancelled,    // the user or a deadline stopped it
};

// Where in somebody's file. Rows and columns are 1-based; 0 means unknown. `part` is a sheet, a rule or a YAML path.
struct SourceRef {
  std::string file;
  std::string part;
  int64_t row = 0;
  int64_t column = 0;
};

// One line of the catalogue. In the four texts, {0}, {1} ... stand for the arguments given to MakeError.
struct ErrorSpec {
  const char* id;
  ErrorKind kind;
  const char* zh;
  const char* en;
  const char* hint_zh;  // what to do
  const char* hint_en;
};

struct Error {
  std::string id;
  ErrorKind kind = ErrorKind::kBadInput;
  std::string zh;
  std::string en;
  std::string hint_zh;
  std::string hint_en;
  SourceRef where;
};

// Builds an Error from its catalogue line. Missing arguments stay visible as {n}.
Error MakeError(const ErrorSpec& spec, std::initializer_list<std::string_view> args = {}, SourceRef where = {});

enum class Language : uint8_t { kChinese, kEnglish };

// Renders "ING-012 message [file · sheet · row 3 · column 2] → hint" on one or two lines.
std::string Render(const Error& error, Language language);

}  // namespace xiuhua
