// What a state of a parsed cell is called (in tables and logs) and how it is told to the person who must correct it.
#pragma once

#include <string_view>

#include "text/id_number.h"
#include "text/names.h"
#include "text/values.h"

namespace xiuhua::text {

// One state: a short code in English (lower case, stored in tables: never change) and a sentence in both languages that
// says what is wrong with the cell and what to write.
struct StateWords {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};
const StateWords& Explain(ValueState state);
const StateWords& Explain(IdState state);
const StateWords& Explain(IdFault fault);
const StateWords& Explain(IdKind kind);
const StateWords& Explain(NameVariant variant);
// The sentence for a number: of its fault when it is invalid, else of its state.
const StateWords& Explain(const IdNumber& id);

}  // namespace xiuhua::text
