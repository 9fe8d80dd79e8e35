// Errors of sources, mapping, deliveries and import (ING-200 and up; those of reading files are in ingest/errors.h).
#pragma once

#include "base/error.h"

namespace xiuhua::ingest::errors {
#define XIUHUA_ERROR(name, id, kind, zh, en, hint_zh, hint_en) \
  inline constexpr ErrorSpec name{id, ErrorKind::kind, zh, en, hint_zh, hint_en};
#include "ingest/import_errors.def"
#undef XIUHUA_ERROR
}  // namespace xiuhua::ingest::errors
