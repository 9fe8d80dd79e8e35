// Exports of the national system: two title rows, header on row 3, every cell text, 177 and more columns, one heading
// twice, split into parts, some ID numbers masked.
#include <fmt/core.h>

#include <map>

#include "synth/id_numbers.h"
#include "synth/livelihood.h"
#include "synth/monitored_headers.h"
#include "synth/sources.h"

namespace xiuhua::synth {
namespace {

// Headings a cell can be put under by name; unnamed cells stay blank.
class WideRow {
 public:
  explicit WideRow(std::vector<std::string> headers) : headers_(std::move(headers)), values_(headers_.size()) {
    for (size_t i = 0; i < headers_.size(); ++i) at_.try_emplace(headers_[i], i);
  }
  [[nodiscard]] std::vector<std::string_view> headers() const { return {headers_.begin(), headers_.end()}; }
  void Clear() {
    for (std::string& value : values_) value.clear();
  }
  void Set(std::string_view header, std::string_view value) { values_[at_.at(std::string(header))] = value; }
  // Under the second column of that heading.
  void SetSecond(std::string_view header, std::string_view value) {
    for (size_t i = at_.at(std::string(header)) + 1; i < headers_.size(); ++i) {
      if (headers_[i] == header) values_[i] = value;
    }
  }
  void Into(RowCells& row) const {
    for (const std::string& value : values_) row.Text(value);
  }

 private:
  std::vector<std::string> headers_;
  std::vector<std::string> values_;
  std::map<std::string, size_t> at_;
};

std::string_view LabourText(const Person& p) {
  if (p.no_labour) return p.disability_level > 0 && p.disability_level <= 2 ? "丧失劳动力" : "无劳动力";
  return p.disability > 0 || p.illness == 2 ? "弱劳动力或半劳动力" : "普通劳动力";
}

std::string_view HealthText(const Person& p) {
  if (p.certified) return "残疾";
  return p.illness == 2 ? "患有大病" : (p.illness == 1 ? "长期慢性病" : "健康");
}

std::string_view SchoolText(const Person& p, Date on) {
  if (p.dropped_out <= on) return "失学辍学";
  static constexpr std::string_view kTexts[] = {"非在校",   "学前教育", "小学",     "初中",
                                                "普通高中", "中职",     "高职高专", "非在校"};
  return kTexts[static_cast<size_t>(p.school)];
}

std::string_view EducationText(const Person& p) {
  static constexpr std::string_view kTexts[] = {"文盲或半文盲", "小学", "初中", "高中", "大专", "本科", "本科"};
  return p.school != School::kNone ? std::string_view{} : kTexts[p.education];
}

void PutPlace(WideRow& row, const World& w, HouseholdIndex k) {
  const Household& h = w.household(k);
  row.Set("省", "示例省");
  row.Set("市", w.place.prefecture);
  row.Set("县", w.place.name);
  row.Set("乡", TownName(w, h));
  row.Set("村", w.village_of(h).name);
  row.Set("村民小组", fmt::format("{}组", h.group));
  row.Set("户编号", fmt::format("{}{:07d}", w.place.region, k));
}

void PutPerson(WideRow& row, const World& w, Mess& mess, PersonIndex i, Date on) {
  const Person& p = w.person(i);
  row.Set("人编号", fmt::format("{}{:09d}", w.place.region, i));
  row.Set("姓名", mess.Name(w, p));
  row.Set("性别", p.male ? "男" : "女");
  const bool by_certificate = p.certified && i % 9 == 0;
  row.Set("证件类型", by_certificate ? "残疾人证" : "居民身份证");
  row.Set("证件号码", by_certificate
                          ? mess.Certificate(p)
                          : (mess.rng().Chance(mess.model().id_masked_in_export) ? mess.Masked(p) : mess.Id(p)));
  row.Set("与户主关系",
          p.relation == Relation::kHead
              ? "户主"
              : (p.relation == Relation::kSpouse ? "配偶" : fmt::format("之{}", RelationText(p.relation, p.male))));
  row.Set("民族", Ethnics()[p.ethnic]);
  row.Set("出生日期", mess.DateIn(p.birth, DateStyle::kCompact));
  row.Set("文化程度", EducationText(p));
  row.Set("在校生状况", SchoolText(p, on));
  row.Set("健康状况", HealthText(p));
  row.Set("劳动技能", LabourText(p));
  row.Set("是否参加城乡居民基本医疗保险", p.insured == Insured::kResident ? "是" : "否");
  row.Set("是否参加城镇职工基本医疗保险",
          p.insured == Insured::kEmployee || p.insured == Insured::kElsewhere ? "是" : "否");
  row.Set("是否参加大病保险", p.insured == Insured::kResident ? "是" : "否");
  row.Set("是否参加城乡居民基本养老保险",
          p.pension == Pension::kPaying || p.pension == Pension::kReceiving ? "是" : "否");
  row.Set("是否参加城镇职工基本养老保险", p.pension == Pension::kEmployee ? "是" : "否");
  const Household& h = w.household(p.household);
  row.Set("是否享受低保", h.welfare == Welfare::kDibao && on < h.welfare_until ? "是" : "否");
  row.Set("是否特困供养人员", h.welfare == Welfare::kTekun ? "是" : "否");
  row.Set("是否易地搬迁人口", h.relocated ? "是" : "否");
  if (p.work == Work::kAway) {
    const AwayPlace& place = AwayPlaces()[p.away_place];
    row.Set("务工所在地", fmt::format("{}{}{}", place.province, place.city, place.county));
    row.Set("务工时间", std::to_string(p.away_months));
    row.Set("务工企业名称", "某厂");
    row.Set("就业渠道", "自主就业");
    row.Set("务工月收入", std::to_string(p.wage));
  }
  row.Set("是否在公益性岗位", p.public_post ? "是" : "否");
  row.Set("联系电话", mess.Phone(p));
}

void PutHousehold(WideRow& row, const World& w, Mess& mess, HouseholdIndex k, Date on) {
  const Household& h = w.household(k);
  const Person& head = w.person(w.head_of(k));
  row.Set("户主姓名", head.name);
  row.Set("户主证件号码", IdText(head.id));
  row.Set("户类型", h.former_poor ? "脱贫户" : "一般农户");
  row.Set("监测对象类别", FfpText(h.ffp));
  const int32_t people = HouseholdPeople(w, h, on);
  row.Set("家庭人口数", std::to_string(people));
  for (size_t r = 0; r < h.risks.size(); ++r) {
    if (h.risks[r] != Risk::kNone) row.Set(fmt::format("致贫返贫风险{}", r + 1), RiskText(h.risks[r]));
  }
  row.Set("识别监测时间", mess.DateIn(h.identified, DateStyle::kMonth));
  const bool cleared = h.cleared <= on;
  row.Set("风险是否已消除", cleared ? "是" : "否");
  row.SetSecond("风险是否已消除", cleared ? "是" : "否");
  if (cleared) {
    row.Set("风险消除方式", "帮扶消除");
    row.Set("风险消除时间", mess.DateIn(h.cleared, DateStyle::kMonth));
    row.Set("风险消除时人均纯收入", std::to_string(h.income_per_head + 1500));
    row.Set("监测联系人", head.name);
    row.Set("监测联系人电话", mess.Phone(head));
  }
  row.Set("住房是否出现安全问题", h.house_grade >= 'C' ? "是" : "否");
  row.Set("义务教育适龄少年是否失学辍学", "否");
  row.Set("饮水是否出现安全问题", h.water_safe ? "否" : "是");
  row.Set("危房等级", fmt::format("{}级", h.house_grade));
  row.Set("是否住易地搬迁集中安置区", h.relocated ? "是" : "否");
  const int64_t net = static_cast<int64_t>(h.income_per_head) * people;
  row.Set("工资性收入", std::to_string(net * 7 / 10));
  row.Set("生产经营性收入", std::to_string(net * 2 / 10));
  row.Set("转移性收入", std::to_string(net / 5 + h.welfare_yuan * 12));
  row.Set("生产经营性支出", std::to_string(net / 10));
  row.Set("年总收入", std::to_string(net * 11 / 10 + h.welfare_yuan * 12));
  row.Set("年纯收入", std::to_string(net + h.welfare_yuan * 12));
  row.Set("人均纯收入", std::to_string(people == 0 ? 0 : (net + h.welfare_yuan * 12) / people));
  row.Set("家庭理赔收入", "0");
  row.Set("合规自付支出", "0");
  row.Set("是否已实施开发式帮扶", h.development_measure ? "是" : "否");
  row.Set("帮扶责任人", fmt::format("干部{:03d}", h.helper));
  row.Set("帮扶责任人单位", "示例县某局");
  row.Set("帮扶责任人电话", PhoneText(9'000'000 + h.helper));
  row.Set("填表时间", mess.DateIn(on, DateStyle::kIso));
}

bool Monitored(const Household& h, Date on) { return h.ffp >= FfpClass::kUnstable && h.identified <= on; }

Result<void> WriteMonitoredPart(Scene& scene, Mess& mess, int part, int32_t first_town, int32_t end_town) {
  const World& w = scene.world;
  WideRow row(MonitoredHeaders());
  std::string area;  // a part covers its townships only: it must not replace the other part
  for (int32_t t = first_town; t < end_town; ++t) {
    area += (area.empty() ? "\"" : ",") + w.place.townships[static_cast<size_t>(t)].code;
  }
  area += '"';
  TRY_ASSIGN(auto file, scene.out.Open({.source = "ffp_monitored",
                                        .owner = "农业农村局",
                                        .title = "（自定义）监测对象信息",
                                        .month = scene.month,
                                        .suffix = fmt::format("第{}部分", part),
                                        .area = area}));
  const auto headers = row.headers();
  file->BeginExport("监测对象", headers, "全国防返贫监测和衔接推进乡村振兴信息系统 监测对象信息");
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    const int32_t town = w.village_of(h).township;
    if (!Monitored(h, scene.until()) || town < first_town || town >= end_town) continue;
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      if (!InHukou(w.person(i), scene.until())) continue;
      row.Clear();
      PutPlace(row, w, k);
      PutHousehold(row, w, mess, k, scene.until());
      PutPerson(row, w, mess, i, scene.until());
      row.Into(file->cells());
      file->Put(i);
    }
  }
  return file->Close();
}

std::string_view MeasureFor(Risk risk) {
  switch (risk) {
    case Risk::kIllness:
      return "健康帮扶";
    case Risk::kDisability:
    case Risk::kNoLabour:
      return "综合保障";
    case Risk::kSchooling:
      return "教育帮扶";
    case Risk::kHouse:
      return "住房安全保障";
    case Risk::kWater:
      return "饮水安全保障";
    case Risk::kJob:
      return "就业帮扶";
    default:
      return "产业帮扶";
  }
}

}  // namespace

Result<void> WriteMonitored(Scene scene) {
  Mess mess = scene.System();
  const auto towns = static_cast<int32_t>(scene.world.place.townships.size());
  TRY(WriteMonitoredPart(scene, mess, 1, 0, towns / 2));
  return WriteMonitoredPart(scene, mess, 2, towns / 2, towns);
}

Result<void> WriteMeasures(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(
      auto file,
      scene.out.Open(
          {.source = "ffp_measures", .owner = "农业农村局", .title = "（自定义）帮扶措施信息", .month = scene.month}));
  static constexpr std::string_view kHeaders[] = {"县",       "乡",           "村",       "户编号",
                                                  "户主姓名", "户主证件号码", "帮扶类别", "措施内容",
                                                  "开始时间", "结束时间",     "帮扶单位"};
  file->BeginExport("帮扶措施", kHeaders, "全国防返贫监测和衔接推进乡村振兴信息系统 帮扶措施信息");
  Mess mess = scene.System();
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (!Monitored(h, scene.until()) || !h.measures_recorded) continue;
    const PersonIndex head = w.head_of(k);
    const Date start{h.identified.days + 10 + k % 15};
    const auto put = [&](std::string_view kind) {
      RowCells& row = file->cells();
      row.Text(w.place.name)
          .Text(TownName(w, h))
          .Text(w.village_of(h).name)
          .Text(fmt::format("{}{:07d}", w.place.region, k))
          .Text(w.person(head).name);
      row.Text(mess.Id(w.person(head)))
          .Text(kind)
          .Text("按一户一策落实")
          .Text(mess.Date(start))
          .Blank()
          .Text("示例县某局");
      file->Put(head);
    };
    if (start > scene.until()) continue;
    for (const Risk risk : h.risks) {
      if (risk != Risk::kNone) put(MeasureFor(risk));
    }
    if (h.development_measure) put("产业帮扶");
    if (h.welfare != Welfare::kNone) put("综合保障");
  }
  return file->Close();
}

Result<void> WriteFormerPoor(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "ffp_former_poor",
                                        .owner = "农业农村局",
                                        .title = "（自定义）脱贫人口信息",
                                        .month = scene.month,
                                        .streaming = true}));
  static constexpr std::string_view kHeaders[] = {"县",         "乡",       "村",      "村民小组", "户编号",
                                                  "人编号",     "户主姓名", "姓名",    "性别",     "证件号码",
                                                  "与户主关系", "脱贫年度", "联系电话"};
  file->BeginExport("脱贫人口", kHeaders, "全国防返贫监测和衔接推进乡村振兴信息系统 脱贫人口信息");
  Mess mess = scene.System();
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (!h.former_poor) continue;
    const std::string& head = w.person(w.head_of(k)).name;
    for (PersonIndex i = h.first; i < h.first + h.count; ++i) {
      const Person& p = w.person(i);
      if (!InHukou(p, scene.until())) continue;
      RowCells& row = file->cells();
      row.Text(w.place.name)
          .Text(TownName(w, h))
          .Text(w.village_of(h).name)
          .Text(fmt::format("{}组", h.group))
          .Text(fmt::format("{}{:07d}", w.place.region, k));
      row.Text(fmt::format("{}{:09d}", w.place.region, i))
          .Text(head)
          .Text(mess.Name(w, p))
          .Text(p.male ? "男" : "女")
          .Text(mess.Id(p));
      row.Text(
          p.relation == Relation::kHead
              ? "户主"
              : (p.relation == Relation::kSpouse ? "配偶" : fmt::format("之{}", RelationText(p.relation, p.male))));
      row.Text(std::to_string(2014 + k % 7)).Text(mess.Phone(p));
      file->Put(i);
    }
  }
  return file->Close();
}

Result<void> WriteConditions(Scene scene) {
  if (scene.month == 1) return {};
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "ffp_conditions",
                                        .owner = "农业农村局",
                                        .title = "（乡村建设）户信息",
                                        .month = scene.month,
                                        .streaming = true}));
  static constexpr std::string_view kHeaders[] = {"县",
                                                  "乡",
                                                  "村",
                                                  "村民小组",
                                                  "户编号",
                                                  "户主姓名",
                                                  "户主证件号码",
                                                  "住房面积",
                                                  "危房等级",
                                                  "是否存在饮水安全问题",
                                                  "是否通生活用电",
                                                  "是否通广播电视",
                                                  "是否有卫生厕所",
                                                  "卫生厕所能否正常使用",
                                                  "入户路类型",
                                                  "与村主干路距离",
                                                  "主要燃料类型",
                                                  "耕地面积",
                                                  "林地面积",
                                                  "是否加入农民专业合作组织"};
  file->BeginExport("户信息", kHeaders, "全国防返贫监测和衔接推进乡村振兴信息系统 乡村建设户信息");
  Mess mess = scene.System();
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (!h.former_poor && !Monitored(h, scene.until())) continue;
    const PersonIndex head = w.head_of(k);
    RowCells& row = file->cells();
    row.Text(w.place.name)
        .Text(TownName(w, h))
        .Text(w.village_of(h).name)
        .Text(fmt::format("{}组", h.group))
        .Text(fmt::format("{}{:07d}", w.place.region, k));
    row.Text(mess.Name(w, w.person(head)))
        .Text(mess.Id(w.person(head)))
        .Text(std::to_string(h.house_m2))
        .Text(fmt::format("{}级", h.house_known <= scene.until() ? h.house_grade : 'B'));
    row.Text(h.water_safe ? "否" : "是")
        .Text("是")
        .Text("是")
        .Text(k % 9 == 0 ? "否" : "是")
        .Text(k % 9 == 0 ? "" : "是")
        .Text("水泥路");
    row.Text(k % 97 == 0 ? "1.2" : "0.1")
        .Text("清洁能源")
        .Text(fmt::format("{}.{:02d}", h.land_mu100 / 100, h.land_mu100 % 100))
        .Text("1.5")
        .Text(k % 4 == 0 ? "是" : "否");
    file->Put(head);
  }
  return file->Close();
}

Result<void> WriteMigrantWork(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "ffp_migrant_work",
                                        .owner = "农业农村局",
                                        .title = "（务工月监测）已外出务工",
                                        .month = scene.month,
                                        .streaming = true}));
  static constexpr std::string_view kHeaders[] = {
      "县",           "乡",           "村",           "户编号",   "人编号",   "姓名",
      "证件号码",     "务工所在地",   "务工企业",     "所属行业", "就业渠道", "是否点对点输出",
      "务工开始时间", "务工结束时间", "累计务工月数", "月收入",   "联系电话"};
  file->BeginExport("已外出务工", kHeaders, "全国防返贫监测和衔接推进乡村振兴信息系统 务工月监测 已外出务工");
  Mess mess = scene.System();
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    const Household& h = w.household(p.household);
    if (p.work != Work::kAway || !InHukou(p, scene.until()) || (!h.former_poor && !Monitored(h, scene.until())))
      continue;
    const AwayPlace& place = AwayPlaces()[p.away_place];
    RowCells& row = file->cells();
    row.Text(w.place.name)
        .Text(TownName(w, h))
        .Text(w.village_of(h).name)
        .Text(fmt::format("{}{:07d}", w.place.region, p.household))
        .Text(fmt::format("{}{:09d}", w.place.region, i));
    row.Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(fmt::format("{}{}{}", place.province, place.city, place.county))
        .Text("某厂")
        .Text("制造业")
        .Text("自主就业")
        .Text("否");
    row.Text(mess.Date(Date{MakeDate(2026, 1, 20)->days + i % 40}))
        .Text(scene.known(p.lost_job) ? mess.Date(p.lost_job) : "")
        .Text(std::to_string(p.away_months))
        .Text(std::to_string(p.wage));
    row.Text(mess.Phone(p));
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteVillageFacts(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "ffp_village_facts",
                                        .owner = "农业农村局",
                                        .title = "（自定义）行政村信息",
                                        .month = scene.month}));
  static constexpr std::string_view kHeaders[] = {"县",
                                                  "乡",
                                                  "村",
                                                  "是否脱贫村",
                                                  "总户数",
                                                  "总人口数",
                                                  "脱贫户数",
                                                  "监测对象户数",
                                                  "低保户数",
                                                  "是否通硬化路",
                                                  "是否通客运班车",
                                                  "是否有卫生室",
                                                  "执业医师数",
                                                  "集体经济收入（万元）",
                                                  "耕地面积（亩）"};
  file->BeginExport("行政村", kHeaders, "全国防返贫监测和衔接推进乡村振兴信息系统 行政村信息");
  struct Count {
    int32_t households = 0, people = 0, poor = 0, monitored = 0, dibao = 0;
    int64_t land = 0;
  };
  std::vector<Count> counts(w.place.villages.size());
  for (const Household& h : w.households) {
    Count& c = counts[static_cast<size_t>(h.village)];
    ++c.households;
    c.people += HouseholdPeople(w, h, scene.until());
    c.poor += h.former_poor ? 1 : 0;
    c.monitored += Monitored(h, scene.until()) ? 1 : 0;
    c.dibao += h.welfare == Welfare::kDibao ? 1 : 0;
    c.land += h.land_mu100;
  }
  for (size_t v = 0; v < counts.size(); ++v) {
    const Village& village = w.place.villages[v];
    const Count& c = counts[v];
    RowCells& row = file->cells();
    row.Text(w.place.name)
        .Text(w.place.townships[static_cast<size_t>(village.township)].name)
        .Text(village.name)
        .Text(v % 3 == 0 ? "是" : "否");
    row.Text(std::to_string(c.households))
        .Text(std::to_string(c.people + static_cast<int32_t>(v % 5)))
        .Text(std::to_string(c.poor))
        .Text(std::to_string(c.monitored));
    row.Text(std::to_string(c.dibao))
        .Text("是")
        .Text(village.remote ? "否" : "是")
        .Text("是")
        .Text("1")
        .Text(fmt::format("{}.{}", 5 + v % 30, v % 10));
    row.Text(fmt::format("{}.{:02d}", c.land / 100, c.land % 100));
    file->Put(kNobody);
  }
  return file->Close();
}

Result<void> WriteHelpers(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file,
             scene.out.Open({.source = "helpers", .owner = "组织部", .title = "结对帮扶台账", .month = scene.month}));
  file->Begin("结对", {"序号", "乡镇", "村", "户编号", "结对户户主", "户主身份证号", "帮扶干部", "单位", "职务",
                       "干部电话", "起始时间", "结束时间", "干部状态"});
  Mess mess = scene.Hand(DateStyle::kMonthChinese);
  int64_t n = 0;
  for (HouseholdIndex k = 0; k < static_cast<HouseholdIndex>(w.households.size()); ++k) {
    const Household& h = w.household(k);
    if (!Monitored(h, scene.until()) && !(h.former_poor && k % 4 == 0)) continue;
    const PersonIndex head = w.head_of(k);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(TownName(w, h))
        .Text(VillageName(w, h))
        .Text(fmt::format("{}{:07d}", w.place.region, k))
        .Text(mess.Name(w, w.person(head)));
    row.Text(mess.Id(w.person(head)))
        .Text(n % 15 == 0 ? fmt::format("干部{:03d}、干部{:03d}", h.helper, h.helper / 2)
                          : fmt::format("干部{:03d}", h.helper));
    row.Text("示例县某局")
        .Text("科员")
        .Text(PhoneText(9'000'000 + h.helper))
        .Text("2021年6月1日")
        .Blank()
        .Text(h.helper % 60 == 0 ? "退休" : "在职");
    file->Put(head);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
