#include "flow/paper_lists.h"

#include <array>
#include <map>
#include <optional>

#include "flow/errors.h"
#include "flow/newest.h"
#include "ingest/open_workbook.h"
#include "text/id_number.h"
#include "text/names.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::flow {
namespace {

struct Heading {
  std::string_view name;  // as in the CSV
  std::string_view zh;
  bool required;
};
constexpr std::array<Heading, 7> kAuthorisationHeadings = {{{"id_number", "证件号码", true},
                                                            {"name", "姓名", false},
                                                            {"purpose", "用途", true},
                                                            {"valid_from", "起", true},
                                                            {"valid_until", "止", true},
                                                            {"signed_by", "签字人", true},
                                                            {"paper", "材料编号", true}}};
constexpr std::array<Heading, 8> kExemptionHeadings = {{{"rule_id", "规则", true},
                                                        {"subject_kind", "对象", true},
                                                        {"id_number", "证件号码", true},
                                                        {"key", "关键值", false},
                                                        {"reason", "理由", true},
                                                        {"approver", "批准人", true},
                                                        {"from_date", "起", true},
                                                        {"until_date", "止", true}}};

struct PaperRow {
  SourceRef where;
  std::map<std::string, std::string, std::less<>> cells;
  [[nodiscard]] std::string Cell(std::string_view name) const {
    const auto it = cells.find(name);
    return it == cells.end() ? std::string() : it->second;
  }
};

struct KnownPerson {
  int64_t person_id = 0;
  int64_t household_id = 0;
  std::string folded_name;
};

std::string Clean(std::string_view text) {
  std::string buffer;
  return std::string(text::CleanCell(text, buffer));
}

template <size_t N>
Result<std::vector<PaperRow>> ReadRows(const PaperRequest& request, const std::array<Heading, N>& headings,
                                       Progress& progress) {
  ingest::OpenOptions options;
  options.progress = &progress;
  options.temp_folder = request.temp_folder;
  TRY_ASSIGN(const auto sheets, ingest::OpenWorkbook(request.file, options));
  TRY_ASSIGN(const auto reader, sheets.front().Read());
  std::array<int, N> at{};
  at.fill(-1);
  std::vector<PaperRow> rows;
  ingest::RowView view;
  bool header = true;
  while (true) {
    TRY_ASSIGN(const bool more, reader->Next(view));
    if (!more) break;
    if (header) {
      for (size_t i = 0; i < view.cells.size(); ++i) {
        const std::string text = Clean(view.cells[i].text);
        for (size_t h = 0; h < N; ++h) {
          if (text == headings[h].name || text == headings[h].zh) at[h] = static_cast<int>(i);
        }
      }
      for (size_t h = 0; h < N; ++h) {
        if (headings[h].required && at[h] < 0) {
          return Fail(errors::kPaperColumnMissing,
                      {std::string(headings[h].name) + "（" + std::string(headings[h].zh) + "）"},
                      {.file = request.file, .row = view.number});
        }
      }
      header = false;
      continue;
    }
    PaperRow row{.where = {.file = request.file, .row = view.number}};
    for (size_t h = 0; h < N; ++h) {
      if (at[h] >= 0 && static_cast<size_t>(at[h]) < view.cells.size()) {
        row.cells[std::string(headings[h].name)] = Clean(view.cells[static_cast<size_t>(at[h])].text);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::map<std::string, KnownPerson>> LoadPeople(sql::Engine& engine, const std::string& register_folder) {
  std::map<std::string, KnownPerson> people;
  TRY(engine.Stream("select id_number, person_id, household_id, name from read_parquet(" +
                        sql::Quoted(register_folder + "/persons.parquet") + ") where id_number_key is not null",
                    [&](const sql::Rows& rows) -> Result<void> {
                      for (int64_t r = 0; r < rows.count(); ++r) {
                        KnownPerson person{rows.Int(r, 1), rows.Int(r, 2), ""};
                        text::FoldName(rows.Text(r, 3), person.folded_name);
                        people.emplace(rows.Text(r, 0), std::move(person));
                      }
                      return {};
                    }));
  return people;
}

std::optional<int64_t> DayOf(const std::string& text) {
  const auto date = ParseIsoDate(text);
  return date ? std::optional<int64_t>(date->days) : std::nullopt;
}

class PaperWriter {
 public:
  PaperWriter(lake::Lake& lake, const std::map<std::string, KnownPerson>& people, const PaperRequest& request,
              PaperReport& report)
      : store_(lake.store()), people_(people), request_(request), report_(report) {}

  Result<void> Write(const PaperRow& row) {
    ++report_.rows;
    const KnownPerson* person = Find(row);
    if (person == nullptr) return {};
    return request_.kind == PaperKind::kAuthorisations ? WriteAuthorisation(row, *person)
                                                       : WriteExemption(row, *person);
  }

 private:
  void Problem(const PaperRow& row, std::string zh, std::string en) {
    report_.problems.push_back({row.where, std::move(zh), std::move(en)});
  }

  const KnownPerson* Find(const PaperRow& row) {
    const text::IdNumber id = text::ParseIdNumber(row.Cell("id_number"));
    const auto it = people_.find(std::string(id.Text()));
    if (id.state != text::IdState::kValid || it == people_.end()) {
      Problem(row, "底册里没有这个证件号码的人", "nobody in the register has this ID number");
      return nullptr;
    }
    std::string name;
    text::FoldName(row.Cell("name"), name);
    if (!name.empty() && !text::NamesAgree(name, it->second.folded_name)) {
      Problem(row, "证件号码对得上，姓名对不上", "the ID number is known, with another name");
      return nullptr;
    }
    return &it->second;
  }

  Result<void> WriteAuthorisation(const PaperRow& row, const KnownPerson& person) {
    // A signature names what it is for: the purpose, and the application or case that the paper belongs to.
    if (row.Cell("purpose").empty() || row.Cell("paper").empty()) {
      Problem(row, "没有写用途或材料编号（救助申请、核查事项的编号）；没有事由的授权不能用",
              "no purpose or no number of the application or case; an authorisation without a matter is not valid");
      return {};
    }
    const auto from = DayOf(row.Cell("valid_from"));
    const auto until = DayOf(row.Cell("valid_until"));
    if (!from || !until || *until < *from) {
      Problem(row, "起止日期不对，写成 2026-01-01", "dates are wrong; write 2026-01-01");
      return {};
    }
    const std::vector<store::Value> values = {person.person_id, row.Cell("purpose"),   *from,
                                              *until,           row.Cell("signed_by"), row.Cell("paper")};
    TRY_ASSIGN(
        const auto same,
        store_.Query(
            "SELECT 1 FROM authorisations WHERE revoked_us = 0 AND person_id = ? AND purpose = ? AND valid_from = ? "
            "AND valid_until = ? AND signed_by = ? AND paper = ?",
            values));
    return Insert(!same.empty(), "authorisations", "auth_id",
                  "person_id, purpose, valid_from, valid_until, signed_by, paper", values);
  }

  Result<void> WriteExemption(const PaperRow& row, const KnownPerson& person) {
    const auto from = DayOf(row.Cell("from_date"));
    const auto until = DayOf(row.Cell("until_date"));
    std::string kind = row.Cell("subject_kind");
    if (kind == "人" || kind == "个人") kind = "person";
    if (kind == "户" || kind == "household") kind = "household.registered";
    if (!from || !until || *until < *from) {
      Problem(row, "起止日期不对；豁免必须有到期日，写成 2026-12-31",
              "dates are wrong; an exemption must end: write 2026-12-31");
      return {};
    }
    if (kind != "person" && !kind.starts_with("household")) {
      Problem(row, "对象写 person（人）或 household（户）", "subject_kind is person or household");
      return {};
    }
    if (row.Cell("reason").empty() || row.Cell("approver").empty()) {
      Problem(row, "豁免必须写理由和批准人", "an exemption needs a reason and an approver");
      return {};
    }
    const int64_t subject = kind == "person" ? person.person_id : person.household_id;
    const std::vector<store::Value> values = {row.Cell("rule_id"),  kind,  subject, row.Cell("key"), row.Cell("reason"),
                                              row.Cell("approver"), *from, *until,  std::string()};
    TRY_ASSIGN(const auto same, store_.Query("SELECT 1 FROM exemptions WHERE revoked_us = 0 AND rule_id = ? AND "
                                             "subject_kind = ? AND subject_id = ? AND key = ? AND "
                                             "reason = ? AND approver = ? AND from_date = ? AND until_date = ?",
                                             {values.begin(), values.end() - 1}));
    return Insert(!same.empty(), "exemptions", "exemption_id",
                  "rule_id, subject_kind, subject_id, key, reason, approver, from_date, until_date, values_hash",
                  values);
  }

  Result<void> Insert(bool there, const std::string& table, const std::string& id, const std::string& columns,
                      std::vector<store::Value> values) {
    if (there) {
      ++report_.repeated;
      return {};
    }
    TRY_ASSIGN(const auto next, store_.Query("SELECT coalesce(max(" + id + "), 0) + 1 FROM " + table));
    values.insert(values.begin(), next.front().Int(0));
    std::string marks = "?";
    for (size_t i = 1; i < values.size(); ++i) marks += ", ?";
    ++report_.recorded;
    return store_.Execute("INSERT INTO " + table + " (" + id + ", " + columns + ") VALUES (" + marks + ")", values);
  }

  store::Store& store_;
  const std::map<std::string, KnownPerson>& people_;
  const PaperRequest& request_;
  PaperReport& report_;
};

}  // namespace

Result<PaperReport> ImportPaperList(lake::Lake& lake, sql::Engine& engine, const PaperRequest& request,
                                    Progress& progress) {
  TRY_ASSIGN(const auto newest, FindNewestRun(lake));
  if (!newest) return Fail(errors::kNoRegisterYet);
  TRY_ASSIGN(const auto people, LoadPeople(engine, newest->register_folder));
  const bool authorisations = request.kind == PaperKind::kAuthorisations;
  Result<std::vector<PaperRow>> rows = authorisations ? ReadRows(request, kAuthorisationHeadings, progress)
                                                      : ReadRows(request, kExemptionHeadings, progress);
  if (!rows) return Fail(rows.error());
  PaperReport report;
  PaperWriter writer(lake, people, request, report);
  TRY(lake.store().Transaction([&]() -> Result<void> {
    for (const PaperRow& row : *rows) TRY(writer.Write(row));
    return lake.Record(authorisations ? "import_authorisations" : "import_exemptions", request.file,
                       "新记录 " + std::to_string(report.recorded) + "，已有 " + std::to_string(report.repeated));
  }));
  return report;
}

}  // namespace xiuhua::flow
