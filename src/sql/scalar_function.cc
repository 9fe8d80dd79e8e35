#include "sql/scalar_function.h"

#include <array>
#include <exception>

#include "base/check.h"
#include "base/utf8.h"
#include "sql/errors.h"
#include "sql/producer_call.h"

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

constexpr size_t kMaxWholeArguments = 4;

int64_t LoadWhole(SqlType type, const void* data, idx_t row) {
  return type == SqlType::kDate ? static_cast<const int32_t*>(data)[row] : static_cast<const int64_t*>(data)[row];
}

void CallWholeFunction(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function = *static_cast<WholeFunction*>(duckdb_scalar_function_get_extra_info(info));
  const size_t count = function.arguments.size();
  std::array<void*, kMaxWholeArguments> data{};
  std::array<uint64_t*, kMaxWholeArguments> valid{};
  for (size_t i = 0; i < count; ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(input, i);
    data[i] = duckdb_vector_get_data(vector);
    valid[i] = duckdb_vector_get_validity(vector);
  }
  duckdb_vector_ensure_validity_writable(output);
  uint64_t* result_valid = duckdb_vector_get_validity(output);
  void* result = duckdb_vector_get_data(output);
  std::array<int64_t, kMaxWholeArguments> arguments{};
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
    bool known = true;
    for (size_t i = 0; i < count; ++i) {
      known = known && (valid[i] == nullptr || duckdb_validity_row_is_valid(valid[i], row));
      arguments[i] = LoadWhole(function.arguments[i], data[i], row);
    }
    const std::optional<int64_t> value = known ? function.call({arguments.data(), count}) : std::nullopt;
    if (!value) {
      duckdb_validity_set_row_invalid(result_valid, row);
    } else if (function.result == SqlType::kDate) {
      static_cast<int32_t*>(result)[row] = static_cast<int32_t>(*value);
    } else {
      static_cast<int64_t*>(result)[row] = *value;
    }
  }
}

void AddParameter(duckdb_scalar_function scalar, duckdb_type type_id) {
  duckdb_logical_type type = duckdb_create_logical_type(type_id);
  duckdb_scalar_function_add_parameter(scalar, type);
  duckdb_destroy_logical_type(&type);
}

// Registers a function whose parameters were added; frees it.
Result<void> Register(duckdb_connection connection, duckdb_scalar_function scalar, const std::string& name,
                      duckdb_type result) {
  duckdb_logical_type type = duckdb_create_logical_type(result);
  duckdb_scalar_function_set_name(scalar, name.c_str());
  duckdb_scalar_function_set_return_type(scalar, type);
  const duckdb_state state = duckdb_register_scalar_function(connection, scalar);
  duckdb_destroy_logical_type(&type);
  duckdb_destroy_scalar_function(&scalar);
  if (state != DuckDBSuccess) return Fail(errors::kEngineFailed, {"cannot register the function " + name});
  return {};
}

}  // namespace

Result<void> RegisterTextFunctionOn(duckdb_connection connection, const std::string& name, int arguments,
                                    TextFunction function) {
  duckdb_scalar_function scalar = duckdb_create_scalar_function();
  for (int i = 0; i < arguments; ++i) AddParameter(scalar, DUCKDB_TYPE_VARCHAR);
  auto owned = std::make_unique<TextFunction>(std::move(function));
  duckdb_scalar_function_set_extra_info(scalar, owned.release(),
                                        [](void* data) { delete static_cast<TextFunction*>(data); });
  duckdb_scalar_function_set_function(scalar, CallFunction);
  return Register(connection, scalar, name, DUCKDB_TYPE_VARCHAR);
}

Result<void> RegisterWholeFunctionOn(duckdb_connection connection, const std::string& name,
                                     const WholeFunction& function) {
  CHECK(function.call != nullptr && function.arguments.size() <= kMaxWholeArguments);
  duckdb_scalar_function scalar = duckdb_create_scalar_function();
  for (const SqlType type : function.arguments) AddParameter(scalar, EngineType(type));
  auto owned = std::make_unique<WholeFunction>(function);
  duckdb_scalar_function_set_extra_info(scalar, owned.release(),
                                        [](void* data) { delete static_cast<WholeFunction*>(data); });
  duckdb_scalar_function_set_function(scalar, CallWholeFunction);
  return Register(connection, scalar, name, EngineType(function.result));
}

}  // namespace xiuhua::sql
