#include "synth/truth.h"

#include <fmt/core.h>

#include "synth/id_numbers.h"

namespace xiuhua::synth {

const std::vector<TruthGroup>& TruthGroups() {
  static const std::vector<TruthGroup> kGroups{
      {"risk", "medical_burden", "大额医疗自付"},
      {"risk", "new_disability", "新增残疾"},
      {"risk", "accident", "意外事故或主劳力死亡"},
      {"risk", "disaster", "受灾"},
      {"risk", "dropout", "义务教育阶段失学辍学"},
      {"risk", "job_loss", "主要务工者失业返乡"},
      {"risk", "unsafe_house", "住房出现危险"},
      {"risk", "water", "饮水中断"},
      {"risk", "welfare_stopped", "低保停发后仍困难"},
      {"risk", "loan_overdue", "小额信贷逾期"},
      {"risk", "no_measure", "纳入后没有帮扶措施"},
      {"risk", "after_clearance", "消除后又出现困难"},
      {"mismatch", "paid_after_death", "死亡后仍在发放或享受"},
      {"mismatch", "double_benefit", "重复享受"},
      {"mismatch", "uninsured", "监测对象或脱贫人口未参保"},
      {"mismatch", "register_gap", "底册与户籍不一致"},
      {"entitlement", "care_allowance", "重度残疾未享护理补贴"},
      {"entitlement", "living_allowance", "低保残疾人未享生活补贴"},
      {"entitlement", "age_allowance", "80岁以上未享高龄津贴"},
      {"entitlement", "premium_subsidy", "应资助参保未资助"},
      {"entitlement", "yulu", "中职学生未享雨露计划"},
      {"entitlement", "pension", "60岁以上未领养老金"},
      {"entitlement", "orphan", "事实无人抚养儿童未纳入"},
      {"entitlement", "house_repair", "CD级危房未列入改造"},
      {"entitlement", "medical_aid", "大额费用未享医疗救助"},
      {"red_flag", "staff_on_welfare", "财政供养人员享受低保"},
      {"red_flag", "cadre_land", "村干部名下超地领补"},
      {"red_flag", "payment_twice", "同一补贴重复发放"},
      {"desk", "disability_risk_unsupported", "因残但全家无人持证"},
      {"desk", "work_quality", "学生或幼童登记务工"},
  };
  return kGroups;
}

std::string_view KindOfGroup(std::string_view group) {
  for (const TruthGroup& one : TruthGroups()) {
    if (one.group == group) return one.kind;
  }
  return {};
}

std::string TruthHeader() { return "kind,group,person_id,household_head_id,area_code,month,expects,story\n"; }

std::string TruthCsv(const Truth& truth, const World& world) {
  std::string out;
  for (const TruthLine& line : truth.lines()) {
    const HouseholdIndex house =
        line.household == kNobody && line.person != kNobody ? world.person(line.person).household : line.household;
    const std::string head = house == kNobody ? "" : IdText(world.person(world.head_of(house)).id);
    const std::string person = line.person == kNobody ? "" : IdText(world.person(line.person).id);
    const int32_t village = house == kNobody ? line.village : world.household(house).village;
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{},2026-{:02d},{},{}\n", KindOfGroup(line.group), line.group,
                   person, head, world.village(village).code, 4 + line.month, line.expects ? "yes" : "no", line.story);
  }
  return out;
}

}  // namespace xiuhua::synth
