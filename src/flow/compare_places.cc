#include "flow/compare_places.h"

#include <map>

#include "flow/errors.h"
#include "flow/row_places.h"
#include "register/table_input.h"
#include "reports/places_book.h"
#include "text/divisions.h"

namespace xiuhua::flow {
namespace {

using linkage::PlacePair;
using linkage::PlaceVerdict;

Result<std::vector<linkage::Place>> LoadPlaces(lake::Lake& lake, const lake::TableCatalogue& tables,
                                               const ingest::SourceCatalogue& sources, sql::Engine& engine,
                                               const ComparePlacesRequest& request, const std::string& table) {
  const lake::TableSpec* spec = tables.Find(table);
  std::vector<sql::Column> columns;
  std::string code;
  for (const std::string& column : request.code_columns) {
    if (spec == nullptr || spec->Find(column) == nullptr) return Fail(errors::kNoSuchColumn, {table, column});
    columns.push_back({column, sql::SqlType::kText});
    code += (code.empty() ? "" : " || ") + column;
  }
  if (spec->Find(request.name_column) == nullptr) return Fail(errors::kNoSuchColumn, {table, request.name_column});
  columns.push_back({request.name_column, sql::SqlType::kText});
  const std::vector<std::string> filling = sources.Filling(table);
  TRY_ASSIGN(const auto in_force, lake.DeliveriesInForce(request.as_of, filling));
  const auto files = registry::FilesFilling(table, in_force, lake.folder());
  if (files.empty()) return Fail(errors::kNothingDelivered, {table + " " + FormatDate(request.as_of)});
  TRY_ASSIGN(const std::string rows, registry::RowsSql(engine, files, columns));
  std::vector<linkage::Place> places;
  TRY(engine.Stream("select " + code + ", " + request.name_column + ", row_ref from (" + rows + ") order by row_ref",
                    [&](const sql::Rows& chunk) -> Result<void> {
                      for (int64_t r = 0; r < chunk.count(); ++r) {
                        places.push_back(
                            {std::string(chunk.Text(r, 0)), std::string(chunk.Text(r, 1)), chunk.Int(r, 2)});
                      }
                      return {};
                    }));
  return places;
}

// "湖南省湘西土家族苗族自治州花垣县" of a code's county.
class CountyNames {
 public:
  static Result<CountyNames> Load(Files& files, const std::vector<std::string>& csv_files) {
    CountyNames names;
    if (csv_files.empty()) return names;
    TRY_ASSIGN(const text::DivisionTable table, text::DivisionTable::Load(files, csv_files, ""));
    for (const text::Division& division : table.all()) names.names_[division.code] = division.name;
    return names;
  }
  [[nodiscard]] std::string Of(const std::string& code) const {
    std::string out;
    for (const size_t digits : {2U, 4U, 6U}) {
      const auto it = names_.find(code.substr(0, digits));
      if (it != names_.end()) out += it->second;
    }
    return out;
  }

 private:
  std::map<std::string, std::string> names_;
};

std::string SheetOf(PlaceVerdict verdict, const std::string& left, const std::string& right) {
  switch (verdict) {
    case PlaceVerdict::kNameDiffers:
      return "同码不同名";
    case PlaceVerdict::kMoved:
      return "同一地方换了代码";
    case PlaceVerdict::kReview:
      return "待人工认定";
    case PlaceVerdict::kLeftOnly:
      return "只在" + left;
    case PlaceVerdict::kRightOnly:
      return "只在" + right;
    case PlaceVerdict::kAgree:
      break;
  }
  return {};
}

std::vector<reports::PlaceLine> Lines(const linkage::PlaceComparison& comparison, const RowPlaces& places,
                                      const CountyNames& counties, const std::string& left, const std::string& right) {
  std::vector<reports::PlaceLine> lines;
  for (const PlacePair& pair : comparison.pairs) {
    if (pair.verdict == PlaceVerdict::kAgree) continue;
    const bool has_left = !pair.left.code.empty();
    const bool has_right = !pair.right.code.empty();
    const bool named = pair.verdict == PlaceVerdict::kNameDiffers || pair.difference != linkage::NameDifference::kNone;
    lines.push_back({.sheet = SheetOf(pair.verdict, left, right),
                     .kind = named ? std::string(linkage::NameDifferenceWord(pair.difference)) : std::string(),
                     .left_code = pair.left.code,
                     .left_name = pair.left.name,
                     .left_place = has_left ? places.InWords(pair.left.row_ref) : "",
                     .right_code = pair.right.code,
                     .right_name = pair.right.name,
                     .right_place = has_right ? places.InWords(pair.right.row_ref) : "",
                     .county = counties.Of(has_left ? pair.left.code : pair.right.code),
                     .evidence = pair.evidence_zh});
  }
  return lines;
}

std::vector<reports::PlacesSummaryLine> Summary(const ComparePlacesReport& report, const std::string& left,
                                                const std::string& right) {
  const linkage::PlaceComparison& c = report.comparison;
  std::vector<reports::PlacesSummaryLine> lines = {{"代码、名称都一致", c.agree},
                                                   {"代码相同、名称不同", c.name_differs}};
  for (const auto& [kind, count] : report.differences) lines.push_back({"　　其中：" + kind, count});
  lines.push_back({"代码只在" + left, c.left_only});
  lines.push_back({"代码只在" + right, c.right_only});
  lines.push_back({"　　其中可认为同一地方换了代码（对）", c.moved});
  lines.push_back({"　　其中拿不准、待人工认定（对）", c.review});
  return lines;
}

}  // namespace

Result<ComparePlacesReport> CompareDeliveredPlaces(lake::Lake& lake, const lake::TableCatalogue& tables,
                                                   const ingest::SourceCatalogue& sources, sql::Engine& engine,
                                                   const ComparePlacesRequest& request) {
  TRY_ASSIGN(const auto left, LoadPlaces(lake, tables, sources, engine, request, request.left_table));
  TRY_ASSIGN(const auto right, LoadPlaces(lake, tables, sources, engine, request, request.right_table));
  ComparePlacesReport report;
  report.comparison = linkage::ComparePlaces(left, right);
  std::map<linkage::NameDifference, int64_t> kinds;
  for (const PlacePair& pair : report.comparison.pairs) {
    if (pair.verdict == PlaceVerdict::kNameDiffers) ++kinds[pair.difference];
  }
  for (const auto& [kind, count] : kinds) report.differences.emplace_back(linkage::NameDifferenceWord(kind), count);
  TRY_ASSIGN(const RowPlaces places, RowPlaces::Load(lake));
  TRY_ASSIGN(const CountyNames counties, CountyNames::Load(lake.files(), request.division_csv_files));
  const std::string left_title = tables.Find(request.left_table)->title.zh;
  const std::string right_title = tables.Find(request.right_table)->title.zh;
  TRY(reports::WritePlacesBook(request.out_file, left_title, right_title, Summary(report, left_title, right_title),
                               Lines(report.comparison, places, counties, left_title, right_title)));
  return report;
}

}  // namespace xiuhua::flow
