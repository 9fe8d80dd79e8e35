#include "flow/task_known.h"

#include <fmt/format.h>

#include <set>

#include "base/clock.h"
#include "base/date.h"
#include "findings/publish.h"
#include "flow/errors.h"
#include "text/id_number.h"

namespace xiuhua::flow {
namespace {

std::string Numbers(const std::set<int64_t>& numbers) {
  std::string text;
  for (const int64_t n : numbers) text += (text.empty() ? "" : ",") + std::to_string(n);
  return text.empty() ? "0" : text;
}

std::set<int64_t> PeopleOf(const std::vector<tasks::TaskRow>& rows) {
  std::set<int64_t> people;
  for (const tasks::TaskRow& row : rows) {
    if (row.person_id != 0) people.insert(row.person_id);
    for (size_t at = 0; at < row.candidates.size();) {
      const size_t comma = std::min(row.candidates.find(',', at), row.candidates.size());
      people.insert(std::strtoll(row.candidates.substr(at, comma - at).c_str(), nullptr, 10));
      at = comma + 1;
    }
  }
  return people;
}

Result<void> LoadPeople(sql::Engine& engine, const NewestRun& newest, const std::set<int64_t>& people,
                        TaskKnowledge& known) {
  TRY(engine.Stream(
      fmt::format("select code, name from read_parquet({})", sql::Quoted(newest.register_folder + "/areas.parquet")),
      [&](const sql::Rows& rows) {
        for (int64_t r = 0; r < rows.count(); ++r) known.place_names[std::string(rows.Text(r, 0))] = rows.Text(r, 1);
        return Result<void>();
      }));
  const auto name_of = [&](std::string_view code) {
    const auto found = known.place_names.find(std::string(code));
    return found == known.place_names.end() ? std::string() : found->second;
  };
  return engine.Stream(
      fmt::format("select person_id, name, id_number, township, area_code, household_id from read_parquet({}) where "
                  "person_id in ({})",
                  sql::Quoted(newest.register_folder + "/persons.parquet"), Numbers(people)),
      [&](const sql::Rows& rows) {
        for (int64_t r = 0; r < rows.count(); ++r) {
          known.people[rows.Int(r, 0)] = {.name = std::string(rows.Text(r, 1)),
                                          .id_masked = text::MaskId(rows.Text(r, 2)),
                                          .township = name_of(rows.Text(r, 3)),
                                          .village = name_of(rows.Text(r, 4)),
                                          .household_id = rows.Int(r, 5)};
        }
        return Result<void>();
      });
}

Result<void> LoadSources(sql::Engine& engine, const NewestRun& newest, const std::set<int64_t>& people,
                         const std::map<std::string, std::string>& titles, TaskKnowledge& known) {
  return engine.Stream(
      fmt::format("select distinct person_id, table_name from read_parquet({}) where person_id in ({}) order by all",
                  sql::Quoted(newest.folder + "/links.parquet"), Numbers(people)),
      [&](const sql::Rows& rows) {
        std::map<int64_t, std::string> lists;
        for (int64_t r = 0; r < rows.count(); ++r) {
          const auto title = titles.find(std::string(rows.Text(r, 1)));
          std::string& list = lists[rows.Int(r, 0)];
          list += (list.empty() ? "本期部门名单上有：" : "、") +
                  (title == titles.end() ? std::string(rows.Text(r, 1)) : title->second);
        }
        for (auto& [person, list] : lists) known.of_person[person].push_back(std::move(list));
        return Result<void>();
      });
}

Result<void> LoadFindings(lake::Lake& lake, const std::set<int64_t>& households, TaskKnowledge& known) {
  TRY_ASSIGN(const auto serving, OpenCurrentServing(lake));
  for (const int64_t household : households) {
    TRY_ASSIGN(const auto rows,
               serving->Query("SELECT finding_key, sentence_zh FROM findings WHERE household_id = ? AND "
                              "state <> 'cleared' ORDER BY severity DESC, finding_key LIMIT 8",
                              {household}));
    for (const store::Row& row : rows) {
      std::string line = "疑点：" + row.Text(1);
      TRY_ASSIGN(const auto answers,
                 lake.store().Query("SELECT code, detail FROM answers WHERE finding_key = ? ORDER BY "
                                    "answer_id DESC LIMIT 1",
                                    {row.Text(0)}));
      if (!answers.empty()) line += fmt::format("（已核实：代码 {} {}）", answers[0].Int(0), answers[0].Text(1));
      known.of_household[household].push_back(std::move(line));
    }
  }
  return {};
}

Result<void> LoadEarlier(lake::Lake& lake, int64_t task_id, const std::set<int64_t>& people, TaskKnowledge& known) {
  for (const int64_t person : people) {
    TRY_ASSIGN(const auto rows,
               lake.store().Query(
                   "SELECT t.title, t.received_us, a.text FROM task_rows r JOIN tasks t ON t.task_id = r.task_id "
                   "JOIN task_answers a ON a.task_id = r.task_id AND a.sheet = r.sheet AND a.row = r.row "
                   "WHERE r.person_id = ? AND r.task_id <> ? AND a.in_force = 1 ORDER BY a.answer_id LIMIT 5",
                   {person, task_id}));
    for (const store::Row& row : rows) {
      known.of_person[person].push_back(fmt::format("以前答复过（{}，{}）：{}", row.Text(0),
                                                    FormatDate(FrozenClock(row.Int(1)).Today()), row.Text(2)));
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<store::Store>> OpenCurrentServing(lake::Lake& lake) {
  TRY_ASSIGN(const auto current, lake.store().Query("SELECT path FROM serving_current"));
  if (current.empty()) return Fail(errors::kNoRegisterYet);
  return findings::OpenServing(lake.PathOf(current.front().Text(0)));
}

Result<TaskKnowledge> LoadTaskKnowledge(lake::Lake& lake, sql::Engine& engine, const NewestRun& newest, int64_t task_id,
                                        const std::vector<tasks::TaskRow>& rows,
                                        const std::map<std::string, std::string>& table_titles) {
  TaskKnowledge known;
  const std::set<int64_t> people = PeopleOf(rows);
  std::set<int64_t> matched, households;
  for (const tasks::TaskRow& row : rows) {
    if (row.person_id != 0) matched.insert(row.person_id);
    if (row.household_id != 0) households.insert(row.household_id);
  }
  TRY(LoadPeople(engine, newest, people, known));
  TRY(LoadSources(engine, newest, matched, table_titles, known));
  TRY(LoadFindings(lake, households, known));
  TRY(LoadEarlier(lake, task_id, matched, known));
  return known;
}

}  // namespace xiuhua::flow
