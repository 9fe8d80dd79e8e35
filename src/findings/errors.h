// The findings module's errors as named constants.
#pragma once

#include "base/error.h"

namespace xiuhua::findings::errors {
#define XIUHUA_ERROR(name, id, kind, zh, en, hint_zh, hint_en) \
  inline constexpr ErrorSpec name{id, ErrorKind::kind, zh, en, hint_zh, hint_en};
#include "findings/errors.def"
#undef XIUHUA_ERROR
}  // namespace xiuhua::findings::errors
