#include "linkage/probable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "linkage/link.h"

namespace xiuhua::linkage {
namespace {

// Order of the columns is that of kColumns.
constexpr std::string_view kProbableSpec = R"yaml(
inputs: {unique_id: key}
columns:
  name: chinese_name
  id: id_number
  birth: date
  village: code
  phone: phone
  sex: text
comparisons:
  - name: name
    column: name
    levels: [exact, {name: unknown_character}, {name: same_sound}, {name: same_shape}, {name: [order_swapped, part_missing]}, {name: one_character}]
    term_frequency: {by: village}
  - name: number_and_birth
    columns: [id, birth]
    levels: [{all: {id: {id: same}}}, {all: {id: {id: typo}}}, {all: {id: {id: masked}}}, {all: {birth: exact}},
             {any: {birth: {date: swapped_day_month}, id: {id: same_birth}}}, {all: {birth: {osa: 1}}}]
  - name: village
    column: village
    levels: [exact, {prefix: 9}, {prefix: 6}]
  - name: phone
    column: phone
    levels: [exact, {osa: 1}]
    term_frequency: true
  - name: sex
    column: sex
    levels: [exact]
blocking:
  - [id]
  - [sound(name), village]
  - [name, birth]
  - [sound(name), prefix(village, 9)]
  - [phone]
  - [birth, village]
conflicts:
  - {different_ids: id}
keep: 0.000001
)yaml";
constexpr std::string_view kColumns = "name, id_number, CAST(birth_date AS VARCHAR), area_code, phone, sex";
constexpr size_t kColumnCount = 6;
constexpr size_t kNameComparison = 0;
constexpr uint8_t kLastSafeName = 4;  // same_shape

// What a level says to a reader; by comparison and code.
constexpr std::string_view kReasons[][8] = {
    {"", "姓名相同", "姓名有一个字打不出、其余相同", "姓名同音", "姓名字形相近", "姓名顺序颠倒或缺一部分",
     "姓名有一个字不同", "姓名不同"},
    {"", "证件号码相同", "证件号码只差一位", "遮挡的号码与之相合", "出生日期相同", "出生日期接近", "出生日期差一位",
     "出生日期不同"},
    {"", "同村", "同乡镇", "同县", "不同县", "", "", ""},
    {"", "电话相同", "电话差一位", "电话不同", "", "", "", ""},
    {"", "性别相同", "性别不同", "", "", "", "", ""},
};

struct Candidate {
  uint32_t person = 0;  // record
  int32_t weight = 0;   // 1/65,536 bits
  double probability = 0;
};

// One row: (table, row_ref, is_previous) and its record.
struct Row {
  std::string table;
  int64_t row_ref = 0;
  bool previous = false;
  bool has_number = false;
  std::string evidence_key;
};

class Matcher {
 public:
  Matcher(sql::Engine& engine, const StageTables& tables, const ProbableSettings& settings, Progress& progress)
      : engine_(engine), tables_(tables), settings_(settings), progress_(progress) {}

  Result<void> Run() {
    TRY_ASSIGN(spec_, ParseLinkSpec(std::string(kProbableSpec), "probable"));
    LinkTableBuilder builder(spec_, settings_.threads);
    TRY(ReadRows(builder));
    if (rows_.empty()) return {};
    TRY(ReadPersons(builder));
    if (persons_.empty()) return {};
    TRY_ASSIGN(LinkTable table, builder.Finish());
    LinkOptions options;
    options.threads = settings_.threads;
    TRY_ASSIGN(run_, RunLinkOnTable(spec_, std::move(table), options, progress_));
    comparer_.emplace(*run_->tables);
    TRY(ReadRefused());
    Compete();
    return Write();
  }

 private:
  Result<void> Read(LinkTableBuilder& builder, const std::string& select, size_t first_cell,
                    const std::function<void(const sql::Rows&, int64_t)>& remember) {
    std::vector<std::string_view> cells(kColumnCount);
    int64_t number = 0;
    return engine_.Stream(select, [&](const sql::Rows& chunk) -> Result<void> {
      for (int64_t row = 0; row < chunk.count(); ++row) {
        for (size_t c = 0; c < kColumnCount; ++c) cells[c] = chunk.Text(row, static_cast<int>(first_cell + c));
        remember(chunk, row);
        TRY(builder.AddRow(std::to_string(++number), cells));
      }
      return {};
    });
  }

  Result<void> ReadRows(LinkTableBuilder& builder) {
    builder.BeginSource({.name = "1_rows", .path = ""});
    return Read(builder,
                fmt::format("SELECT table_name, row_ref, is_previous, id_key IS NOT NULL, evidence_key, {} FROM {} "
                            "WHERE name_key IS NOT NULL ORDER BY table_name, is_previous, row_ref",
                            kColumns, tables_.people_rows),
                5, [&](const sql::Rows& chunk, int64_t row) {
                  rows_.push_back({.table = std::string(chunk.Text(row, 0)),
                                   .row_ref = chunk.Int(row, 1),
                                   .previous = chunk.Int(row, 2) != 0,
                                   .has_number = chunk.Int(row, 3) != 0,
                                   .evidence_key = std::string(chunk.Text(row, 4))});
                });
  }

  Result<void> ReadPersons(LinkTableBuilder& builder) {
    builder.BeginSource({.name = "2_persons", .path = ""});
    return Read(builder, fmt::format("SELECT person_id, {} FROM {} ORDER BY person_id", kColumns, tables_.persons), 1,
                [&](const sql::Rows& chunk, int64_t row) { persons_.push_back(chunk.Int(row, 0)); });
  }

  // Pairs that a person decided to be different people.
  Result<void> ReadRefused() {
    return engine_.Stream("SELECT table_name, row_ref, evidence_key, person_id FROM lnk_decisions WHERE NOT same",
                          [&](const sql::Rows& chunk) -> Result<void> {
                            for (int64_t row = 0; row < chunk.count(); ++row) {
                              const int64_t person = chunk.Int(row, 3);
                              refused_.insert({fmt::format("{}|{}", chunk.Text(row, 0), chunk.Int(row, 1)), person});
                              if (!chunk.IsNull(row, 2)) refused_.insert({std::string(chunk.Text(row, 2)), person});
                            }
                            return {};
                          });
  }
  [[nodiscard]] bool Refused(const Row& row, int64_t person) const {
    return refused_.contains({fmt::format("{}|{}", row.table, row.row_ref), person}) ||
           refused_.contains({row.evidence_key, person});
  }

  [[nodiscard]] int64_t PersonOf(uint32_t record) const { return persons_[record - rows_.size()]; }

  // The candidates of each row by falling probability.
  void Compete() {
    candidates_.resize(rows_.size());
    for (const Edge& edge : run_->scores.edges) {
      if (!Refused(rows_[edge.left], PersonOf(edge.right))) {
        candidates_[edge.left].push_back({.person = edge.right, .weight = edge.weight});
      }
    }
    for (auto& list : candidates_) {
      std::ranges::sort(list, [](const Candidate& a, const Candidate& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.person < b.person;
      });
      double all = 1;
      for (const Candidate& c : list) all += std::exp2(static_cast<double>(c.weight) / kWeightOne);
      for (Candidate& c : list) c.probability = std::exp2(static_cast<double>(c.weight) / kWeightOne) / all;
    }
  }

  using Codes = std::vector<uint8_t>;  // level reached, per comparison
  [[nodiscard]] Codes Compare(uint32_t row, uint32_t person) {
    comparer_->Compare(row, std::span(&person, 1));
    Codes codes;
    for (size_t c = 0; c < spec_.comparisons.size(); ++c) codes.push_back(comparer_->codes(c)[0]);
    return codes;
  }

  static std::string Reason(const Codes& codes) {
    std::string out;
    for (size_t c = 0; c < codes.size(); ++c) {
      const std::string_view words = kReasons[c][codes[c]];
      if (!words.empty()) out += (out.empty() ? "" : "，") + std::string(words);
    }
    return out;
  }

  Result<void> Write() {
    for (uint32_t row = 0; row < rows_.size(); ++row) {
      const auto& list = candidates_[row];
      if (list.empty()) continue;
      const Codes best = Compare(row, list.front().person);
      const bool name_agrees = best[kNameComparison] <= kLastSafeName && best[kNameComparison] != kSilent;
      if (list.front().probability >= settings_.link && name_agrees) {
        TRY(Link(rows_[row], list.front(), Reason(best)));
      } else if (!rows_[row].has_number && !rows_[row].previous) {
        TRY(Ask(row));
      }
    }
    TRY(Flush(links_, tables_.links));
    return Flush(pairs_, tables_.review_pairs);
  }

  Result<void> Link(const Row& row, const Candidate& candidate, const std::string& reason) {
    return Add(
        links_, tables_.links,
        fmt::format("({}, {}, {}, {}, 'probabilistic', {:.3f}, {:.6f}, {})", sql::Quoted(row.table), row.previous,
                    row.row_ref, PersonOf(candidate.person), static_cast<double>(candidate.weight) / kWeightOne,
                    candidate.probability, sql::Quoted(reason)));
  }

  Result<void> Ask(uint32_t row) {
    static constexpr size_t kShown = 5;
    const auto& list = candidates_[row];
    for (size_t i = 0; i < std::min(list.size(), kShown) && list[i].probability >= settings_.review; ++i) {
      const Codes codes = Compare(row, list[i].person);
      const auto text = [&](int column, uint32_t record) {
        return nlohmann::json(std::string(run_->table.Text(column, record)));
      };
      nlohmann::json detail{
          {"row_name", text(0, row)},        {"row_id", text(1, row)},
          {"name", text(0, list[i].person)}, {"id", text(1, list[i].person)},
          {"same_village", codes[2] == 1},   {"probability", std::round(list[i].probability * 1000) / 1000},
          {"reason", Reason(codes)}};
      TRY(Add(pairs_, tables_.review_pairs,
              fmt::format("({}, {}, 'no_id', {}, {}, {}, nullif({}, ''))", sql::Quoted(rows_[row].table),
                          rows_[row].row_ref, PersonOf(list[i].person), i + 1, sql::Quoted(detail.dump()),
                          sql::Quoted(rows_[row].evidence_key))));
    }
    return {};
  }

  Result<void> Add(std::string& values, const std::string& table, const std::string& tuple) {
    values += (values.empty() ? "" : ", ") + tuple;
    return values.size() > 200'000 ? Flush(values, table) : Result<void>();
  }
  Result<void> Flush(std::string& values, const std::string& table) {
    if (values.empty()) return {};
    TRY(engine_.Execute(fmt::format("INSERT INTO {} VALUES {}", table, values)));
    values.clear();
    return {};
  }

  sql::Engine& engine_;
  const StageTables& tables_;
  const ProbableSettings& settings_;
  Progress& progress_;
  LinkSpec spec_;
  std::vector<Row> rows_;         // record = index
  std::vector<int64_t> persons_;  // record - rows_.size()
  std::unique_ptr<LinkRun> run_;
  std::optional<PairComparer> comparer_;
  std::set<std::pair<std::string, int64_t>> refused_;  // (evidence or "table|row", person)
  std::vector<std::vector<Candidate>> candidates_;     // by row
  std::string links_, pairs_;                          // tuples not yet inserted
};

}  // namespace

Result<void> ProbableStage::Match(sql::Engine& engine, const StageTables& tables) {
  return Matcher(engine, tables, settings_, progress_).Run();
}

}  // namespace xiuhua::linkage
