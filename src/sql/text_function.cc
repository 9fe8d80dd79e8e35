#include "sql/text_function.h"

#include <exception>

#include "base/utf8.h"
#include "sql/errors.h"

namespace xiuhua::sql {
namespace {

struct Arguments {
  std::vector<duckdb_string_t*> texts;
  std::vector<uint64_t*> validity;
};

Arguments ReadArguments(duckdb_data_chunk input) {
  Arguments arguments;
  for (idx_t i = 0; i < duckdb_data_chunk_get_column_count(input); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(input, i);
    arguments.texts.push_back(static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector)));
    arguments.validity.push_back(duckdb_vector_get_validity(vector));
  }
  return arguments;
}

bool ReadRow(const Arguments& arguments, idx_t row, std::vector<std::string_view>& texts) {
  for (size_t i = 0; i < texts.size(); ++i) {
    if (arguments.validity[i] != nullptr && !duckdb_validity_row_is_valid(arguments.validity[i], row)) return false;
    duckdb_string_t* text = &arguments.texts[i][row];
    texts[i] = {duckdb_string_t_data(text), duckdb_string_t_length(*text)};
  }
  return true;
}

void CallRows(const TextFunction& function, duckdb_data_chunk input, duckdb_vector output) {
  const Arguments arguments = ReadArguments(input);
  std::vector<std::string_view> texts(arguments.texts.size());
  duckdb_vector_ensure_validity_writable(output);
  uint64_t* validity = duckdb_vector_get_validity(output);
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
    std::optional<std::string> value;
    if (ReadRow(arguments, row, texts)) value = function(texts);
    if (!value || !IsValidUtf8(*value)) {
      duckdb_validity_set_row_invalid(validity, row);
      continue;
    }
    duckdb_vector_assign_string_element_len(output, row, value->data(), value->size());
  }
}

void CallFunction(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function = *static_cast<TextFunction*>(duckdb_scalar_function_get_extra_info(info));
  try {
    CallRows(function, input, output);
  } catch (const std::exception& exception) {
    duckdb_scalar_function_set_error(info, exception.what());
  } catch (...) {
    duckdb_scalar_function_set_error(info, "unknown exception");
  }
}

}  // namespace

Result<void> RegisterTextFunctionOn(duckdb_connection connection, const std::string& name, int arguments,
                                    TextFunction function) {
  duckdb_scalar_function scalar = duckdb_create_scalar_function();
  duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_scalar_function_set_name(scalar, name.c_str());
  for (int i = 0; i < arguments; ++i) duckdb_scalar_function_add_parameter(scalar, text);
  duckdb_scalar_function_set_return_type(scalar, text);
  auto owned = std::make_unique<TextFunction>(std::move(function));
  duckdb_scalar_function_set_extra_info(scalar, owned.release(),
                                        [](void* data) { delete static_cast<TextFunction*>(data); });
  duckdb_scalar_function_set_function(scalar, CallFunction);
  const duckdb_state state = duckdb_register_scalar_function(connection, scalar);
  duckdb_destroy_logical_type(&text);
  duckdb_destroy_scalar_function(&scalar);
  if (state != DuckDBSuccess) return Fail(errors::kEngineFailed, {"cannot register the function " + name});
  return {};
}

}  // namespace xiuhua::sql
