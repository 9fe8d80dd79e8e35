#include "synth/world.h"

namespace xiuhua::synth {

Date MonthFirst(int month) { return *MakeDate(2026, 4 + month, 1); }
Date MonthLast(int month) { return *MakeDate(2026, 4 + month, DaysInMonth(2026, 4 + month)); }

PersonIndex World::head_of(HouseholdIndex h) const {
  const Household& house = household(h);
  for (PersonIndex i = house.first; i < house.first + house.count; ++i) {
    if (person(i).relation == Relation::kHead) return i;
  }
  return house.first;
}

std::string_view RelationText(Relation relation, bool male) {
  switch (relation) {
    case Relation::kHead:
      return "户主";
    case Relation::kSpouse:
      return male ? "夫" : "妻";
    case Relation::kSon:
      return "子";
    case Relation::kDaughter:
      return "女";
    case Relation::kDaughterInLaw:
      return "儿媳";
    case Relation::kSonInLaw:
      return "女婿";
    case Relation::kGrandchild:
      return male ? "孙子" : "孙女";
    case Relation::kParent:
      return male ? "父亲" : "母亲";
    case Relation::kOther:
      return "其他";
  }
  return "其他";
}

std::string_view RiskText(Risk risk) {
  static constexpr std::array<std::string_view, 11> kTexts{
      "",         "因病",       "因残",      "因学", "因自然灾害", "因意外事故", "因产业项目失败", "因务工就业不稳",
      "缺劳动力", "因安全住房", "因安全饮水"};
  return kTexts[static_cast<size_t>(risk)];
}

std::string_view FfpText(FfpClass c) {
  static constexpr std::array<std::string_view, 5> kTexts{"", "脱贫户", "脱贫不稳定户", "边缘易致贫户",
                                                          "突发严重困难户"};
  return kTexts[static_cast<size_t>(c)];
}

const std::array<AwayPlace, 8>& AwayPlaces() {
  static constexpr std::array<AwayPlace, 8> kPlaces{{{"广东省", "深圳市", "宝安区"},
                                                     {"广东省", "东莞市", ""},
                                                     {"浙江省", "温州市", "瑞安市"},
                                                     {"浙江省", "宁波市", "慈溪市"},
                                                     {"福建省", "泉州市", "晋江市"},
                                                     {"江苏省", "苏州市", "昆山市"},
                                                     {"湖南省", "长沙市", "雨花区"},
                                                     {"上海市", "", "松江区"}}};
  return kPlaces;
}

const std::array<std::string_view, 8>& Ethnics() {
  static constexpr std::array<std::string_view, 8> kTexts{"汉族", "土家族",   "苗族", "瑶族",
                                                          "侗族", "维吾尔族", "藏族", "彝族"};
  return kTexts;
}

const std::array<std::string_view, 10>& PaymentProjects() {
  static constexpr std::array<std::string_view, 10> kTexts{
      "耕地地力保护补贴", "稻谷补贴",   "退耕还林补助", "农村低保金",     "残疾人两项补贴",
      "高龄津贴",         "公益林补偿", "危房改造补助", "公益性岗位补贴", "计划生育奖扶"};
  return kTexts;
}

const std::array<std::string_view, 8>& DisabilityKinds() {
  static constexpr std::array<std::string_view, 8> kTexts{"", "视力", "听力", "言语", "肢体", "智力", "精神", "多重"};
  return kTexts;
}

}  // namespace xiuhua::synth
