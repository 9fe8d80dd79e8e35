#include "reports/review_book.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/files.h"
#include "reports/errors.h"
#include "reports/evidence_text.h"
#include "text/width.h"
#include "workbook/writer.h"

namespace xiuhua::reports {
namespace {

using Json = nlohmann::json;
using workbook::Style;

struct Heading {
  std::string_view text;
  double width;
};
constexpr std::array<Heading, 19> kHeadings = {{{"序", 5},
                                                {"影响疑点（条）", 6},
                                                {"为什么要问", 16},
                                                {"名单：姓名", 9},
                                                {"名单：证件号码", 20},
                                                {"名单：所在村", 10},
                                                {"名单出处（其中一处）", 24},
                                                {"同样写法（处）", 6},
                                                {"底册：姓名", 9},
                                                {"底册：证件号码", 20},
                                                {"底册：出生日期", 11},
                                                {"底册：所在村", 10},
                                                {"底册：户主", 9},
                                                {"底册：是否在册", 7},
                                                {"哪里不同", 20},
                                                {kVerdictHeader, 9},
                                                {kVerdictNoteHeader, 14},
                                                {kVerdictByHeader, 10},
                                                {kReviewKeyHeader, 4}}};
constexpr int kVerdictColumn = 15;
constexpr int kKeyColumn = 18;

std::string TextOf(const Json& item, const char* key) {
  const auto it = item.find(key);
  return it != item.end() && it->is_string() ? it->get<std::string>() : std::string();
}

bool IsTrue(const Json& item, const char* key) {
  const auto it = item.find(key);
  return it != item.end() && it->is_boolean() && it->get<bool>();
}

bool IsFalse(const Json& item, const char* key) {
  const auto it = item.find(key);
  return it != item.end() && it->is_boolean() && !it->get<bool>();
}

std::vector<char32_t> Characters(std::string_view text) {
  std::vector<char32_t> out;
  for (const char32_t c : text::CodePoints(text)) out.push_back(c);
  return out;
}

// "第 3、5 位"; empty when the lengths differ or nothing does. A masked place says nothing.
std::string DifferingPlaces(std::string_view left, std::string_view right) {
  const auto a = Characters(left);
  const auto b = Characters(right);
  if (a.size() != b.size()) return {};
  std::string places;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i] || a[i] == U'*' || b[i] == U'*') continue;
    places += (places.empty() ? "第 " : "、") + std::to_string(i + 1);
  }
  return places;
}

std::string IdDifference(const std::string& row_id, const std::string& id) {
  if (row_id.empty()) return "名单没有写证件号码";
  if (id.empty()) return "底册里没有有效证件号码";
  if (row_id == id) return {};
  const std::string places = DifferingPlaces(row_id, id);
  if (!places.empty()) return "证件号码" + places + " 位不同";
  const size_t length = Characters(row_id).size();
  if (length != Characters(id).size()) return "名单的证件号码是 " + std::to_string(length) + " 位";
  return "名单的证件号码被遮住一部分";
}

std::string NameDifference(const std::string& row_name, const std::string& name) {
  if (row_name.empty() || name.empty() || row_name == name) return {};
  const std::string places = DifferingPlaces(row_name, name);
  return places.empty() ? "姓名不同" : "姓名" + places + " 个字不同";
}

std::string CheckOf(std::string_view body, std::string_view lake_id) {
  return HashBytes(std::string(body) + "|" + std::string(lake_id)).substr(0, 8);
}

template <typename T>
bool ParseNumber(std::string_view text, T& value) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc() && end == text.data() + text.size();
}

// One line: a statement and one candidate.
struct Line {
  ReviewKey key;
  int64_t consequence = 0, rows = 0;
  std::string kind, detail, row_village, birth, village, head;
  bool registered = false;
};

// Where the row says it is, for every table that has pairs.
Result<void> MakeRowAreas(sql::Engine& engine, const ReviewRequest& request) {
  const std::string pairs = "read_parquet(" + sql::Quoted(request.run_folder + "/review_pairs.parquet") + ")";
  TRY_ASSIGN(const sql::Rows tables, engine.Query("select distinct table_name from " + pairs + " order by 1"));
  std::string areas =
      "select '' as table_name, cast(null as bigint) as row_ref, cast(null as bigint) as area_id where false";
  for (int64_t r = 0; r < tables.count(); ++r) {
    const std::string table(tables.Text(r, 0));
    const std::string file = request.run_folder + "/tables/" + table + ".parquet";
    if (!RealFiles().Exists(file)) continue;
    areas += " union all select " + sql::Quoted(table) + ", t.row_ref, t.area_id from read_parquet(" +
             sql::Quoted(file) + ") t where t.row_ref in (select row_ref from " + pairs +
             " where table_name = " + sql::Quoted(table) + ")";
  }
  const std::string quarantined = request.run_folder + "/quarantined.parquet";
  if (RealFiles().Exists(quarantined)) {
    areas += " union all select table_name, row_ref, area_id from read_parquet(" + sql::Quoted(quarantined) + ")";
  }
  return engine.Execute("create or replace temp table review_areas as " + areas);
}

std::string LinesSql(const ReviewRequest& request) {
  const auto file = [](const std::string& path) { return "read_parquet(" + sql::Quoted(path) + ")"; };
  const std::string& reg = request.register_folder;
  return "with p as (select * from " + file(request.run_folder + "/review_pairs.parquet") + "), a as (select * from " +
         file(reg + "/areas.parquet") +
         "), s as (select evidence_key, max(coalesce(consequence, 0)) as consequence, count(distinct row_ref) as rows "
         "from p group by 1), "
         "c as (select evidence_key, candidate_person_id, min((table_name, row_ref)) as place, "
         "min(candidate_rank) as place_rank, min_by(kind, row_ref) as kind, min_by(detail, row_ref) as detail "
         "from p group by 1, 2) "
         "select c.place[1], c.place[2], c.evidence_key, c.candidate_person_id, s.consequence, s.rows, c.kind, "
         "c.detail, "
         "coalesce(ra.name, ''), cast(q.birth_date as varchar), coalesce(qa.name, ''), coalesce(head.name, ''), "
         "coalesce(q.registered, false) "
         "from c join s using (evidence_key) "
         "left join review_areas r on r.table_name = c.place[1] and r.row_ref = c.place[2] "
         "left join a ra on ra.area_id = r.area_id "
         "left join " +
         file(reg + "/persons.parquet") +
         " q on q.person_id = c.candidate_person_id "
         "left join a qa on qa.area_id = q.area_id "
         "left join " +
         file(reg + "/households.parquet") +
         " h on h.household_id = q.household_id "
         "left join " +
         file(reg + "/persons.parquet") +
         " head on head.person_id = h.head_person_id "
         "order by s.consequence desc, s.rows desc, c.evidence_key, c.place_rank, c.candidate_person_id";
}

Line LineAt(const sql::Rows& rows, int64_t r) {
  Line line;
  line.key = {std::string(rows.Text(r, 0)), rows.Int(r, 1), std::string(rows.Text(r, 2)), rows.Int(r, 3)};
  line.consequence = rows.Int(r, 4);
  line.rows = rows.Int(r, 5);
  line.kind = rows.Text(r, 6);
  line.detail = rows.Text(r, 7);
  line.row_village = rows.Text(r, 8);
  line.birth = rows.Text(r, 9);
  line.village = rows.Text(r, 10);
  line.head = rows.Text(r, 11);
  line.registered = rows.Int(r, 12) != 0;
  return line;
}

std::string PageLine(const ReviewRequest& request) {
  std::string line = request.recipient.empty() ? std::string("县级人工认定") : request.recipient;
  line += " · 数据截止 " + request.as_of + " · 打印 " + request.printed_on;
  return request.notice.empty() ? line : line + " · " + request.notice;
}

std::string MaskedRowId(const std::string& id) { return id.find('*') == std::string::npos ? MaskedId(id) : id; }

// The sheet of questions.
class Questions {
 public:
  Questions(workbook::Writer& writer, const ReviewRequest& request)
      : request_(request), sheet_(writer.AddSheet("待人工认定")) {
    sheet_.Merge(0, 0, kKeyColumn - 1, "待人工认定：名单上的人是不是底册里的这个人", Style::kTitle);
    sheet_.Merge(1, 0, kKeyColumn - 1, PageLine(request), Style::kNote);
    sheet_.RowHeight(0, 24);
    sheet_.HideColumn(kKeyColumn);
    for (size_t c = 0; c < kHeadings.size(); ++c) {
      if (static_cast<int>(c) != kKeyColumn) sheet_.ColumnWidth(static_cast<int>(c), kHeadings[c].width);
      sheet_.Text(2, static_cast<int>(c), kHeadings[c].text, Style::kHeader);
    }
    sheet_.FreezeRows(3);
    sheet_.Page({.landscape = true,
                 .header = "待人工认定",
                 .footer = PageLine(request),
                 .repeat_rows = 3,
                 .print_columns = kKeyColumn});
  }

  void Add(const Line& line, int64_t number) {
    const Json detail = Json::parse(line.detail, nullptr, false);
    const std::string row_name = TextOf(detail, "row_name");
    const std::string name = TextOf(detail, "name");
    const std::string row_id = TextOf(detail, "row_id");
    const std::string id = TextOf(detail, "id");
    const auto title = request_.table_titles.find(line.key.table);
    const std::string list = title == request_.table_titles.end() ? line.key.table : title->second;
    sheet_.Number(row_, 0, number, Style::kBox);
    sheet_.Number(row_, 1, line.consequence, Style::kBox);
    const std::string texts[] = {ReviewKindText(line.kind), row_name, MaskedRowId(row_id), line.row_village,
                                 list + "：" + request_.place_of(line.key.row_ref)};
    for (int c = 2; c <= 6; ++c) sheet_.Text(row_, c, texts[c - 2], Style::kBox);
    sheet_.Number(row_, 7, line.rows, Style::kBox);
    sheet_.Text(row_, 8, name, row_name.empty() || row_name == name ? Style::kBox : Style::kBad);
    sheet_.Text(row_, 9, MaskedId(id), IdDifference(row_id, id).empty() ? Style::kBox : Style::kBad);
    sheet_.Text(row_, 10, line.birth, IsFalse(detail, "same_birth") ? Style::kBad : Style::kBox);
    sheet_.Text(row_, 11, line.village, IsFalse(detail, "same_village") ? Style::kBad : Style::kBox);
    sheet_.Text(row_, 12, line.head, Style::kBox);
    sheet_.Text(row_, 13, line.registered ? "在册" : "不在册", Style::kBox);
    sheet_.Text(row_, 14, DifferenceText(line.detail), Style::kBox);
    for (int c = kVerdictColumn; c < kKeyColumn; ++c) sheet_.Text(row_, c, "", Style::kAnswer);
    sheet_.Text(row_++, kKeyColumn, WriteReviewKey(line.key, request_.lake_id));
  }

  void Finish() {
    if (row_ == kFirstRow) {
      sheet_.Merge(row_, 0, kKeyColumn - 1, "本期没有需要人工认定的人。", Style::kWrapped);
      return;
    }
    sheet_.Filter(2, row_ - 1, kKeyColumn);
    sheet_.Choices(kFirstRow, row_ - 1, kVerdictColumn,
                   {std::string(kSamePerson), std::string(kOtherPerson), std::string(kStillOpen)},
                   "是同一个人选“同一人”，不是选“不是”，拿不准选“待查”。");
  }

 private:
  static constexpr int kFirstRow = 3;
  const ReviewRequest& request_;
  workbook::Sheet& sheet_;
  int row_ = kFirstRow;
};

void AddGuide(workbook::Writer& writer, const ReviewRequest& request) {
  workbook::Sheet& sheet = writer.AddSheet("填表说明");
  sheet.ColumnWidth(0, 92);
  int row = 0;
  sheet.Text(row++, 0, "待人工认定 填表说明", Style::kTitle);
  sheet.Text(row++, 0, PageLine(request), Style::kNote);
  for (const char* line :
       {"左边是部门名单上写的人，右边是底册里可能是他的人；红色格子是两边不一样的地方。",
        "每行选一个：同一人——就是这个人；不是——不是这个人，以后不再问；待查——现在说不准，下次还会问。",
        "“序”相同的几行问的是同一个人：最多有一行是“同一人”。全都不是，就每行选“不是”。",
        "排在前面的影响疑点多，先看前面的。一次认定对各部门、以后各月同样的写法都有效，不用每月再认。",
        "“依据”写清楚看了什么（户口簿、身份证、问了谁），“认定人”写姓名。",
        "可以排序、筛选、删行、几份粘在一起；不要改隐藏的“认定键”。",
        "填好后用 xiuhua review import 文件 收回，下一次比对生效。认定错了，用 xiuhua review undo 编号 撤销。",
        "含个人信息，请勿转发、勿上传到互联网，用后按规定销毁。"}) {
    sheet.Text(row++, 0, line, Style::kWrapped);
  }
  sheet.Page({.header = "填表说明", .footer = PageLine(request)});
}

// Rows about people of whom the register has nobody of that name: nothing to choose, the number has to be found.
void AddNobody(workbook::Writer& writer, const ReviewRequest& request, const std::vector<Line>& lines) {
  workbook::Sheet& sheet = writer.AddSheet("底册里找不到的人");
  constexpr std::array<Heading, 6> headings = {{{"影响疑点（条）", 6},
                                                {"名单：姓名", 12},
                                                {"名单：证件号码", 22},
                                                {"名单：所在村", 20},
                                                {"名单出处（其中一处）", 48},
                                                {"同样写法（处）", 9}}};
  sheet.Merge(0, 0, 5, "名单没有可用的证件号码，附近也没有同名的人。请报送部门补上证件号码再报。", Style::kStrong);
  for (size_t c = 0; c < headings.size(); ++c) {
    sheet.ColumnWidth(static_cast<int>(c), headings[c].width);
    sheet.Text(1, static_cast<int>(c), headings[c].text, Style::kHeader);
  }
  int row = 2;
  for (const Line& line : lines) {
    const Json detail = Json::parse(line.detail, nullptr, false);
    const auto title = request.table_titles.find(line.key.table);
    const std::string list = title == request.table_titles.end() ? line.key.table : title->second;
    sheet.Number(row, 0, line.consequence, Style::kBox);
    sheet.Text(row, 1, TextOf(detail, "row_name"), Style::kBox);
    sheet.Text(row, 2, MaskedRowId(TextOf(detail, "row_id")), Style::kBox);
    sheet.Text(row, 3, line.row_village, Style::kBox);
    sheet.Text(row, 4, list + "：" + request.place_of(line.key.row_ref), Style::kBox);
    sheet.Number(row++, 5, line.rows, Style::kBox);
  }
  sheet.FreezeRows(2);
  sheet.Page({.landscape = true, .header = "底册里找不到的人", .footer = PageLine(request), .repeat_rows = 2});
}

}  // namespace

std::string WriteReviewKey(const ReviewKey& key, std::string_view lake_id) {
  const std::string body =
      key.table + "|" + std::to_string(key.row_ref) + "|" + key.evidence_key + "|" + std::to_string(key.person_id);
  return body + "|" + CheckOf(body, lake_id);
}

std::optional<ReviewKey> ParseReviewKey(std::string_view text, std::string_view lake_id) {
  const size_t last = text.rfind('|');
  if (last == std::string_view::npos || text.substr(last + 1) != CheckOf(text.substr(0, last), lake_id)) {
    return std::nullopt;
  }
  std::array<std::string_view, 4> fields;
  std::string_view rest = text.substr(0, last);
  for (std::string_view& field : fields) {
    const size_t end = std::min(rest.find('|'), rest.size());
    field = rest.substr(0, end);
    rest = end < rest.size() ? rest.substr(end + 1) : std::string_view();
  }
  ReviewKey key{.table = std::string(fields[0]), .evidence_key = std::string(fields[2])};
  if (!ParseNumber(fields[1], key.row_ref) || !ParseNumber(fields[3], key.person_id)) return std::nullopt;
  return key;
}

std::string DifferenceText(std::string_view detail_json) {
  const Json detail = Json::parse(detail_json, nullptr, false);
  if (!detail.is_object()) return {};
  std::string out;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : "；") + text;
  };
  add(NameDifference(TextOf(detail, "row_name"), TextOf(detail, "name")));
  add(IdDifference(TextOf(detail, "row_id"), TextOf(detail, "id")));
  if (IsFalse(detail, "same_birth")) add("出生日期不同");
  if (IsFalse(detail, "same_village")) add("不在同一村");
  const std::string slip = TextOf(detail, "slip");
  if (slip == "digit") add("名单的号码校验不对，改一位数字正好是这个人的号码");
  if (slip == "swap") add("名单的号码校验不对，相邻两位对调正好是这个人的号码");
  if (IsTrue(detail, "quarantined")) add("这一行在待改行里，认定以后仍由来源部门核对改正");
  return out;
}

std::string ReviewKindText(std::string_view kind) {
  if (kind == "id_other_name") return "证件号码一样，姓名不一样";
  if (kind == "name_birth_other_id") return "姓名、出生日期一样，证件号码不一样";
  if (kind == "several") return "有几个人都像，要选一个";
  if (kind == "no_id") return "名单没有可用的证件号码，只有同名的人";
  if (kind == "repair") return "证件号码像是录错了一位，或相邻两位颠倒";
  return "两边像是同一个人，但不完全一样";
}

Result<ReviewReport> ExportReview(sql::Engine& engine, const ReviewRequest& request) {
  const std::string pairs = request.run_folder + "/review_pairs.parquet";
  if (!RealFiles().Exists(pairs)) return Fail(errors::kRunHasNoFindings, {pairs});
  TRY(MakeRowAreas(engine, request));
  TRY_ASSIGN(auto writer, workbook::Writer::Create(request.path));
  ReviewReport report;
  std::vector<Line> nobody;
  std::string statement;
  {
    Questions questions(*writer, request);
    TRY(engine.Stream(LinesSql(request), [&](const sql::Rows& rows) -> Result<void> {
      for (int64_t r = 0; r < rows.count(); ++r) {
        Line line = LineAt(rows, r);
        if (line.key.person_id == 0) {
          ++report.nobody;
          nobody.push_back(std::move(line));
          continue;
        }
        if (line.key.evidence_key != statement || report.lines == 0) {
          statement = line.key.evidence_key;
          ++report.statements;
          report.rows += line.rows;
        }
        ++report.lines;
        questions.Add(line, report.statements);
      }
      return {};
    }));
    questions.Finish();
  }
  if (!nobody.empty()) AddNobody(*writer, request, nobody);
  AddGuide(*writer, request);
  TRY(writer->Close());
  return report;
}

}  // namespace xiuhua::reports
