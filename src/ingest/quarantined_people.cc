#include "ingest/quarantined_people.h"

#include <array>

namespace xiuhua::ingest {
namespace {

Value At(const ReadRecord& record, int place, int offset = 0) {
  return place < 0 ? Value{} : record.values[static_cast<size_t>(place + offset)];
}

}  // namespace

std::vector<sql::Column> QuarantinedPeopleColumns() {
  using enum sql::SqlType;
  return {{"row_ref", kInt64},     {"table_name", kText}, {"name", kText},      {"name_key", kInt64},
          {"id_number", kText},    {"id_key", kInt64},    {"id_state", kInt64}, {"birth_date", kDate},
          {"household_no", kText}, {"area_code", kText},  {"area_rest", kText}};
}

QuarantinedPeople::QuarantinedPeople(const PartPlan& plan) {
  for (const RecordPlan& record : plan.records) {
    const TablePlan& table = plan.tables[record.table];
    Places places{.area_code = table.columns.size() - 3, .table = table.spec->name};
    for (const ColumnPlan& column : record.columns) {
      switch (column.column->role) {
        case lake::Role::kPersonName:
          places.name = column.first_value;
          break;
        case lake::Role::kIdNumber:
          places.id_number = column.first_value;
          break;
        case lake::Role::kBirthDate:
          if (column.type == lake::ColumnType::kDate) places.birth_date = column.first_value;
          break;
        case lake::Role::kHouseholdNo:
          places.household_no = column.first_value;
          break;
        default:
          break;
      }
    }
    records_.push_back(std::move(places));
  }
}

Result<void> QuarantinedPeople::Keep(const std::vector<ReadRecord>& records, SpoolWriter& spool) const {
  for (const ReadRecord& record : records) {
    const Places& places = records_[record.record];
    const Value name = At(record, places.name);
    const Value id_number = At(record, places.id_number);
    if (name.kind == Value::Kind::kNull && id_number.kind == Value::Kind::kNull) continue;
    TRY(spool.Append(std::array{
        record.values[0], Value::Text(places.table), name, places.name < 0 ? Value{} : At(record, places.name, 1),
        id_number, At(record, places.id_number, 1), At(record, places.id_number, 2), At(record, places.birth_date),
        At(record, places.household_no), record.values[places.area_code], record.values[places.area_code + 1]}));
  }
  return {};
}

}  // namespace xiuhua::ingest
