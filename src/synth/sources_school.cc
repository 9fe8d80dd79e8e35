#include <fmt/core.h>

#include <filesystem>

#include "synth/id_numbers.h"
#include "synth/sources.h"

namespace xiuhua::synth {
namespace {

std::string_view StageText(School s) {
  static constexpr std::string_view kTexts[] = {"", "学前", "小学", "初中", "普通高中", "中职", "高职高专", ""};
  return kTexts[static_cast<size_t>(s)];
}

std::string SchoolName(const World& w, const Person& p) {
  const Household& h = w.household(p.household);
  switch (p.school) {
    case School::kPreschool:
      return fmt::format("{}中心幼儿园", TownName(w, h));
    case School::kPrimary:
      return p.id % 3 == 0 ? fmt::format("{}完全小学", VillageName(w, h)) : fmt::format("{}中心小学", TownName(w, h));
    case School::kJunior:
      return fmt::format("{}中学", TownName(w, h));
    case School::kSenior:
      return fmt::format("{}第{}中学", w.place.name, p.id % 2 == 0 ? "一" : "二");
    default:
      return p.id % 5 == 0 ? "示例职业技术学校" : "示例县职业中专";
  }
}

constexpr std::string_view kPupilHeaders[] = {"学籍号",   "姓名",     "身份证件号", "学校名称",   "学段",  "年级",
                                              "就读状态", "是否住校", "监护人姓名", "监护人电话", "户籍地"};

void PutStage(const Scene& scene, DeliveryFile& file, Mess& mess, School stage) {
  const World& w = scene.world;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (p.school != stage || p.studies_elsewhere || !InHukou(p, scene.until())) continue;
    if (p.dropped_out < MonthFirst(scene.month) || p.left_roll < MonthFirst(scene.month)) continue;
    const Person& guardian = w.person(w.head_of(p.household));
    RowCells& row = file.cells();
    row.Text((p.id % 50 == 0 ? "L" : "G") + IdText(p.id))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(SchoolName(w, p))
        .Text(StageText(stage));
    row.Text(fmt::format("{}年级", 1 + Age(p, scene.until()) % 6))
        .Text("在读")
        .Text(mess.YesNo(i % 3 == 0))
        .Text(guardian.name);
    row.Text(mess.Phone(guardian)).Text(Address(w, w.household(p.household)));
    file.Put(i);
  }
}

Result<void> WriteStage(const Scene& scene, Mess& mess, School stage, FileSpec spec) {
  TRY_ASSIGN(auto file, scene.out.Open(std::move(spec)));
  file->Begin(std::string(StageText(stage)), kPupilHeaders);
  PutStage(scene, *file, mess, stage);
  return file->Close();
}

}  // namespace

Result<void> WritePupils(Scene scene) {
  Mess mess = scene.System();
  static constexpr School kStages[] = {School::kPreschool, School::kPrimary, School::kJunior, School::kSenior,
                                       School::kVocational};
  FileSpec spec{.source = "pupils",
                .owner = "教育局",
                .title = "学籍信息",
                .kind = FileKind::kXlsx,
                .month = scene.month,
                .streaming = true};
  if (scene.out.options.format == SynthFormat::kCsv) {  // one file: several would replace each other
    TRY_ASSIGN(auto file, scene.out.Open(spec));
    file->Begin("学籍", kPupilHeaders);
    for (const School stage : kStages) PutStage(scene, *file, mess, stage);
    return file->Close();
  }
  spec.listed = false;
  std::vector<ZipEntry> entries;
  for (const School stage : kStages) {
    spec.suffix = StageText(stage);
    TRY(WriteStage(scene, mess, stage, spec));
    const std::string name = scene.out.FileName(spec);
    entries.push_back({"学籍/" + name, scene.out.Folder(scene.month) + "/" + name});
  }
  spec.suffix = "全部学段";
  std::string zip_name = scene.out.FileName(spec);
  zip_name.replace(zip_name.size() - 5, 5, ".zip");
  TRY(WriteZip(scene.out.Folder(scene.month) + "/" + zip_name, entries));
  for (const ZipEntry& entry : entries) std::filesystem::remove(entry.path);
  spec.listed = true;
  scene.out.List(spec, fmt::format("2026-{:02d}/{}", 4 + scene.month, zip_name));
  return {};
}

Result<void> WriteDropouts(Scene scene) {
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "suspected_dropouts",
                                        .owner = "教育局",
                                        .title = "疑似失学辍学线索",
                                        .month = scene.month,
                                        .mode = "events"}));
  file->Begin("疑似辍学",
              {"序号", "姓名", "身份证号", "原就读学校", "学段", "发现日期", "疑似原因", "劝返日期", "乡镇", "村"});
  Mess mess = scene.Hand(DateStyle::kChinese);
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    const Date found{p.dropped_out == kNever ? kNever.days : p.dropped_out.days + 12};
    if (!scene.this_month(found)) continue;
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(SchoolName(w, p))
        .Text(StageText(p.school))
        .Text(mess.Date(found));
    row.Text(n % 2 == 0 ? "厌学" : "外出务工")
        .Text(p.school == School::kPrimary ? mess.Date(Date{found.days + 6}) : "")
        .Text(TownName(w, h))
        .Text(VillageName(w, h));
    file->Put(i);
  }
  return file->Close();
}

Result<void> WriteYulu(Scene scene) {
  if (scene.month == 1) return {};
  const World& w = scene.world;
  TRY_ASSIGN(auto file, scene.out.Open({.source = "yulu_aid",
                                        .owner = "农业农村局",
                                        .title = "雨露计划补助发放",
                                        .month = scene.month,
                                        .mode = "increment"}));
  file->Begin("雨露计划", {"序号", "学生姓名", "身份证号", "户编号", "就读学校", "专业", "学制层次", "补助学期",
                           "补助金额", "发放日期", "乡镇", "村"});
  static constexpr std::string_view kNames[] = {"示例县职业中专", "示例县职业中等专业学校", "县职中",
                                                "示例职业技术学校"};
  Mess mess = scene.Office(DateStyle::kSlash);
  int64_t n = 0;
  for (PersonIndex i = 0; i < static_cast<PersonIndex>(w.persons.size()); ++i) {
    const Person& p = w.person(i);
    if (!p.gets_yulu || !InHukou(p, scene.until())) continue;
    const Household& h = w.household(p.household);
    RowCells& row = file->cells();
    row.Number(std::to_string(++n))
        .Text(mess.Name(w, p))
        .Text(mess.Id(p))
        .Text(fmt::format("{}{:07d}", w.place.region, p.household));
    row.Text(kNames[static_cast<size_t>(i % 4)])
        .Text("电子商务")
        .Text("中职")
        .Text(scene.month == 0 ? "2025年秋季" : "2026年春季")
        .Text("1500");
    row.Text(mess.Date(Date{MonthFirst(scene.month).days + 17})).Text(TownName(w, h)).Text(VillageName(w, h));
    file->Put(i);
  }
  return file->Close();
}

}  // namespace xiuhua::synth
