// The makers behind OpenBook, one per file format.
#pragma once

#include <memory>
#include <string>

#include "synth/sheet.h"

namespace xiuhua::synth {

Result<std::unique_ptr<Book>> MakeCsvBook(FileKind kind, const std::string& path);
std::unique_ptr<Book> MakeXlsxBook(const std::string& path, bool streaming);

}  // namespace xiuhua::synth
