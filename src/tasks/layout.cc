#include "tasks/layout.h"

#include <algorithm>
#include <array>

#include "text/id_number.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::tasks {
namespace {

struct Words {
  Role role;
  std::vector<std::string_view> any;   // one of them stands in the heading
  std::vector<std::string_view> none;  // and none of these
};

// In order: the first that fits.
const std::vector<Words>& HeadingWords() {
  static const std::vector<Words> words = {
      {Role::kHeadId, {"户主身份证", "户主证件", "户主公民身份"}, {}},
      {Role::kHeadName, {"户主姓名", "户主"}, {"关系", "电话"}},
      {Role::kIdNumber, {"身份证", "证件号", "身份号码", "公民身份"}, {"类型", "住址", "监护", "代领"}},
      {Role::kHouseholdNo, {"户编号", "户编码", "家庭编号", "户号"}, {}},
      {Role::kName,
       {"姓名", "名字", "人员名称"},
       {"监护", "干部", "联系人", "帮扶", "经办", "填报", "核查", "核实", "代领"}},
      {Role::kTownship, {"乡镇", "镇乡", "街道", "乡(镇"}, {}},
      {Role::kVillage, {"行政村", "村居", "村(社区", "所在村", "村名", "村社区", "社区"}, {}},
      {Role::kCounty, {"县市", "县区", "区县", "县(市"}, {}},
      {Role::kAddress, {"住址", "地址", "户籍地"}, {}},
      {Role::kPhone, {"电话", "手机", "联系方式"}, {"干部", "帮扶"}}};
  return words;
}
constexpr std::array<std::string_view, 22> kAsking = {
    "核实", "核查",   "反馈",   "整改", "处理", "处置", "是否属实", "结果",   "情况说明", "说明", "原因",
    "措施", "完成时", "责任人", "备注", "回复", "办理", "销号",     "填报人", "佐证",     "认定", "意见"};

std::string Clean(std::string_view text) {
  std::string buffer;
  return std::string(text::CleanCell(text, buffer));
}

// Half-width brackets, no spaces: what the words above are compared with.
std::string Bare(std::string_view text) {
  std::string out;
  for (const char c : Clean(text)) {
    if (c != ' ' && c != '\n' && c != '\t') out += c;
  }
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{"（", "("}, {"）", ")"}}) {
    for (size_t at = out.find(from); at != std::string::npos; at = out.find(from)) out.replace(at, from.size(), to);
  }
  return out;
}

bool Fits(const Words& words, const std::string& heading) {
  const auto stands = [&](std::string_view word) { return heading.find(word) != std::string::npos; };
  return std::ranges::any_of(words.any, stands) && std::ranges::none_of(words.none, stands);
}

Role RoleOf(const ColumnSample& sample) {
  const std::string heading = Bare(sample.plain);
  for (const Words& words : HeadingWords()) {
    if (Fits(words, heading)) return words.role;
  }
  // Single characters only as the whole heading: 县, 乡, 镇, 村.
  if (heading == "村") return Role::kVillage;
  if (heading == "乡" || heading == "镇") return Role::kTownship;
  if (heading == "县" || heading == "区") return Role::kCounty;
  return Role::kOther;
}

bool Asks(const ColumnSample& sample) {
  const std::string heading = Bare(sample.heading);
  return std::ranges::any_of(kAsking, [&](std::string_view w) { return heading.find(w) != std::string::npos; });
}

// At most one filled cell in ten: senders put an example into the first row.
bool NearlyEmpty(const ColumnSample& sample) {
  const auto filled = std::ranges::count_if(sample.cells, [](const std::string& cell) { return !Clean(cell).empty(); });
  return static_cast<size_t>(filled) * 10 <= sample.cells.size();
}

bool HoldsIdNumbers(const ColumnSample& sample) {
  size_t filled = 0, numbers = 0;
  for (const std::string& cell : sample.cells) {
    const text::IdNumber id = text::ParseIdNumber(cell);
    filled += id.state == text::IdState::kMissing ? 0 : 1;
    numbers += id.state == text::IdState::kValid || id.state == text::IdState::kMasked ? 1 : 0;
  }
  return numbers > 0 && numbers * 2 >= filled;
}

std::string Letters(int32_t column) {
  std::string name;
  for (int32_t c = column; c >= 0; c = c / 26 - 1) name.insert(name.begin(), static_cast<char>('A' + c % 26));
  return name;
}

bool IsNamed(const ColumnSample& sample, const std::string& wanted) {
  const std::string bare = Bare(wanted);
  return bare == Bare(sample.plain) || bare == Bare(sample.heading) || bare == Letters(sample.column);
}

void TakeNamed(std::span<const ColumnSample> samples, const std::vector<std::string>& answers, LayoutResult& out) {
  for (const std::string& wanted : answers) {
    bool found = false;
    for (size_t i = 0; i < samples.size(); ++i) {
      if (!IsNamed(samples[i], wanted)) continue;
      out.columns[i].role = Role::kAnswer;
      found = true;
    }
    if (!found) out.unknown.push_back(wanted);
  }
}

}  // namespace

std::string_view RoleWord(Role role) {
  constexpr std::array<std::string_view, 12> kWords = {"",     "姓名", "身份证号", "户编号", "户主", "户主身份证号",
                                                       "县市", "乡镇", "村",       "住址",   "电话", "要答复"};
  return kWords[static_cast<size_t>(role)];
}

int32_t LayoutResult::At(Role role) const {
  const auto found = std::ranges::find_if(columns, [&](const TaskColumn& c) { return c.role == role; });
  return found == columns.end() ? -1 : found->column;
}

bool LayoutResult::AboutSomebody() const {
  return std::ranges::any_of(columns, [](const TaskColumn& c) {
    return c.role != Role::kOther && c.role != Role::kAnswer && c.role != Role::kPhone && c.role != Role::kCounty;
  });
}

LayoutResult Recognise(std::span<const ColumnSample> samples, const std::vector<std::string>& answers) {
  LayoutResult out;
  for (const ColumnSample& sample : samples) {
    TaskColumn column{.column = sample.column, .heading = sample.plain};
    const Role role = RoleOf(sample);
    if (role != Role::kOther && out.At(role) < 0) column.role = role;
    out.columns.push_back(column);
  }
  for (size_t i = 0; out.At(Role::kIdNumber) < 0 && i < samples.size(); ++i) {
    if (out.columns[i].role == Role::kOther && HoldsIdNumbers(samples[i])) out.columns[i].role = Role::kIdNumber;
  }
  if (!answers.empty()) {
    TakeNamed(samples, answers, out);
    return out;
  }
  for (size_t i = 0; i < samples.size(); ++i) {
    const bool free = out.columns[i].role == Role::kOther;
    if (free && Asks(samples[i]) && NearlyEmpty(samples[i])) out.columns[i].role = Role::kAnswer;
  }
  return out;
}

}  // namespace xiuhua::tasks
