#include "flow/task_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "text/id_number.h"
#include "text/names.h"

namespace xiuhua::flow {
namespace {

struct Known {
  int64_t person_id = 0, household_id = 0;
  std::string name, folded, id_number, area_code, township;
};

// A column of whole numbers as a temporary table.
class NumberRows final : public sql::RowProducer {
 public:
  explicit NumberRows(const std::set<int64_t>& numbers) : numbers_(numbers.begin(), numbers.end()) {}
  [[nodiscard]] int max_workers() const override { return 1; }
  Result<std::unique_ptr<Worker>> NewWorker() override { return std::make_unique<Reader>(numbers_); }

 private:
  class Reader final : public Worker {
   public:
    explicit Reader(const std::vector<int64_t>& numbers) : numbers_(numbers) {}
    Result<int64_t> Fill(sql::ChunkWriter& out) override {
      int64_t row = 0;
      for (; row < out.capacity() && next_ < numbers_.size(); ++row) out.SetInt64(0, row, numbers_[next_++]);
      return row;
    }

   private:
    const std::vector<int64_t>& numbers_;
    size_t next_ = 0;
  };
  std::vector<int64_t> numbers_;
};

std::string Folded(std::string_view name) {
  std::string out;
  text::FoldName(text::SplitNameNote(name).name, out);
  return out;
}

class Matcher {
 public:
  Matcher(sql::Engine& engine, std::string folder, const text::DivisionTable& divisions)
      : engine_(engine), folder_(std::move(folder)), divisions_(divisions) {}

  Result<void> Load(const std::vector<TaskClaim>& claims) {
    std::set<int64_t> ids, names;
    std::string households;
    for (const TaskClaim& claim : claims) {
      for (const std::string* id : {&claim.id, &claim.head_id}) {
        if (const int64_t key = text::ParseIdNumber(*id).key; key != 0) ids.insert(key);
      }
      for (const std::string* name : {&claim.name, &claim.head_name}) {
        if (const int64_t key = text::NameKey(Folded(*name)); key != 0) names.insert(key);
      }
      if (!claim.household_no.empty()) {
        households += (households.empty() ? "" : ",") + sql::Quoted(claim.household_no);
      }
    }
    TRY(LoadPeople(ids, names));
    return households.empty() ? Result<void>() : LoadHouseholds(households);
  }

  void Match(const TaskClaim& claim, tasks::TaskRow& row) const {
    row.name = claim.name.empty() ? claim.head_name : claim.name;
    const std::string& id = claim.id.empty() ? claim.head_id : claim.id;
    row.id_masked = text::MaskId(text::ParseIdNumber(id).Text());
    ReadPlace(claim, row);
    const bool done = ByNumber(claim.id, claim.name, row) || ByHousehold(claim, row) ||
                      (claim.id.empty() && ByNumber(claim.head_id, claim.head_name, row)) || ByName(claim, row);
    if (!done && claim.name.empty() && claim.id.empty() && claim.head_name.empty() && !row.township.empty()) {
      row.method = "place";
      row.note_zh.clear();
    }
  }

 private:
  Result<void> LoadPeople(const std::set<int64_t>& ids, const std::set<int64_t>& names) {
    const std::vector<sql::Column> column = {{"key", sql::SqlType::kInt64}};
    NumberRows id_rows(ids), name_rows(names);
    TRY(engine_.CreateTable(id_rows, column, "task_ids"));
    TRY(engine_.CreateTable(name_rows, column, "task_names"));
    TRY(engine_.Execute(fmt::format(
        "create or replace temp table task_people as select p.person_id, p.household_id, p.name, p.id_number, "
        "p.name_key, "
        "p.area_code, p.township, p.registered from read_parquet({0}) p where p.name_key in (select key from "
        "task_names) "
        "or p.person_id in (select i.person_id from read_parquet({1}) i where i.id_key in (select key from task_ids))",
        sql::Quoted(folder_ + "/persons.parquet"), sql::Quoted(folder_ + "/identities.parquet"))));
    TRY(engine_.Stream(
        "select person_id, household_id, name, id_number, name_key, area_code, township, registered from "
        "task_people order by person_id",
        [this](const sql::Rows& rows) {
          for (int64_t r = 0; r < rows.count(); ++r) TakePerson(rows, r);
          return Result<void>();
        }));
    return engine_.Stream(
        fmt::format("select distinct i.id_key, i.person_id from read_parquet({}) i where i.id_key in (select key from "
                    "task_ids) order by all",
                    sql::Quoted(folder_ + "/identities.parquet")),
        [this](const sql::Rows& rows) {
          for (int64_t r = 0; r < rows.count(); ++r) by_id_[rows.Int(r, 0)].push_back(rows.Int(r, 1));
          return Result<void>();
        });
  }

  void TakePerson(const sql::Rows& rows, int64_t r) {
    Known person{.person_id = rows.Int(r, 0),
                 .household_id = rows.Int(r, 1),
                 .name = std::string(rows.Text(r, 2)),
                 .folded = Folded(rows.Text(r, 2)),
                 .id_number = std::string(rows.Text(r, 3)),
                 .area_code = std::string(rows.Text(r, 5)),
                 .township = std::string(rows.Text(r, 6))};
    if (rows.Int(r, 7) != 0) by_name_[rows.Int(r, 4)].push_back(person.person_id);
    people_[person.person_id] = std::move(person);
  }

  Result<void> LoadHouseholds(const std::string& numbers) {
    return engine_.Stream(
        fmt::format("select h.household_no, h.household_id, h.head_person_id, h.area_code, h.township from "
                    "read_parquet({}) h where h.household_no in ({}) order by h.household_id",
                    sql::Quoted(folder_ + "/households.parquet"), numbers),
        [this](const sql::Rows& rows) {
          for (int64_t r = 0; r < rows.count(); ++r) {
            by_household_no_[std::string(rows.Text(r, 0))].push_back({.person_id = rows.Int(r, 2),
                                                                      .household_id = rows.Int(r, 1),
                                                                      .area_code = std::string(rows.Text(r, 3)),
                                                                      .township = std::string(rows.Text(r, 4))});
          }
          return Result<void>();
        });
  }

  void ReadPlace(const TaskClaim& claim, tasks::TaskRow& row) const {
    const std::string& village = claim.village.empty() ? claim.address : claim.village;
    const text::DivisionMatch match = divisions_.Resolve(claim.county, claim.township, village);
    if (match.candidates.size() != 1) return;
    const std::string& code = divisions_.all()[static_cast<size_t>(match.candidates.front())].code;
    if (code.size() >= 9) row.township = code.substr(0, 9);
    if (code.size() == 12) row.village = code;
  }

  static void Take(const Known& person, std::string method, tasks::TaskRow& row) {
    row.person_id = person.person_id;
    row.household_id = person.household_id;
    row.method = std::move(method);
    row.note_zh.clear();
    row.candidates.clear();
    if (!person.township.empty())
      row.township = person.township;  // where the register has him: there somebody can look
    row.village = person.area_code.size() == 12 ? person.area_code : person.township.empty() ? row.village : "";
  }

  static void Offer(const std::vector<int64_t>& people, std::string note, tasks::TaskRow& row) {
    row.candidates.clear();
    for (size_t i = 0; i < people.size() && i < 9; ++i) {
      row.candidates += (i == 0 ? "" : ",") + std::to_string(people[i]);
    }
    row.note_zh = std::move(note);
  }

  bool ByNumber(const std::string& cell, const std::string& name, tasks::TaskRow& row) const {
    const text::IdNumber id = text::ParseIdNumber(cell);
    if (id.state == text::IdState::kInvalid) row.note_zh = "身份证号不对（位数或校验位）";
    if (id.state == text::IdState::kScientific) row.note_zh = "身份证号被表格软件改成了科学计数，末几位已丢失";
    const auto found = id.key == 0 ? by_id_.end() : by_id_.find(id.key);
    if (found == by_id_.end()) {
      if (id.key != 0) row.note_zh = "底册里没有这个身份证号";
      return false;
    }
    if (found->second.size() > 1) {
      Offer(found->second, "底册里有多人用过这个身份证号", row);
      return true;
    }
    const Known& person = people_.at(found->second.front());
    const std::string folded = Folded(name);
    if (folded.empty()) {
      Take(person, "id_only", row);
    } else if (text::NamesAgree(folded, person.folded)) {
      Take(person, "id_name", row);
    } else {
      Offer(found->second, "身份证号相同、姓名不同：底册里是“" + person.name + "”", row);
    }
    return true;
  }

  bool ByHousehold(const TaskClaim& claim, tasks::TaskRow& row) const {
    const auto found = by_household_no_.find(claim.household_no);
    if (found == by_household_no_.end() || found->second.size() != 1 || !claim.name.empty()) return false;
    Take(found->second.front(), "household_no", row);
    if (claim.head_name.empty()) row.person_id = 0;
    return true;
  }

  bool ByName(const TaskClaim& claim, tasks::TaskRow& row) const {
    const std::string& name = claim.name.empty() ? claim.head_name : claim.name;
    const auto found = by_name_.find(text::NameKey(Folded(name)));
    if (found == by_name_.end()) {
      if (row.note_zh.empty()) row.note_zh = "底册里没有叫这个名字的人";
      return false;
    }
    const std::string& cell = claim.name.empty() ? claim.head_id : claim.id;
    const text::IdNumber id = text::ParseIdNumber(cell);
    std::vector<int64_t> fitting, village;
    for (const int64_t candidate : found->second) {
      const Known& person = people_.at(candidate);
      if (id.state == text::IdState::kMasked && !text::MatchesMask(id.Text(), person.id_number)) continue;
      if (!row.township.empty() && person.township != row.township) continue;
      fitting.push_back(candidate);
      if (!row.village.empty() && person.area_code == row.village) village.push_back(candidate);
    }
    const bool contradicted = id.state == text::IdState::kValid || id.state == text::IdState::kInvalid;
    if (village.size() == 1 && !contradicted) {
      Take(people_.at(village.front()), claim.name.empty() ? "head_village" : "name_village", row);
      return true;
    }
    const std::string before = row.note_zh.empty() ? "" : row.note_zh + "；";
    Offer(village.empty() ? fitting : village,
          before + (fitting.empty() ? "同名的人不在这个地方" : fmt::format("同名的有 {} 人，请认定", fitting.size())),
          row);
    return !fitting.empty();
  }

  sql::Engine& engine_;
  std::string folder_;
  const text::DivisionTable& divisions_;
  std::map<int64_t, Known> people_;
  std::map<int64_t, std::vector<int64_t>> by_id_, by_name_;
  std::map<std::string, std::vector<Known>> by_household_no_;
};

}  // namespace

Result<void> MatchTaskRows(sql::Engine& engine, const std::string& register_folder,
                           const text::DivisionTable& divisions, const std::vector<TaskClaim>& claims,
                           std::vector<tasks::TaskRow>& rows) {
  Matcher matcher(engine, register_folder, divisions);
  TRY(matcher.Load(claims));
  for (size_t i = 0; i < claims.size(); ++i) matcher.Match(claims[i], rows[i]);
  return {};
}

}  // namespace xiuhua::flow
