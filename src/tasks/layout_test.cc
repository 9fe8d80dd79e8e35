#include "tasks/layout.h"

#include <gtest/gtest.h>

#include <sstream>

namespace xiuhua::tasks {
namespace {

// "heading : cell, cell" a line → "heading=role" for every column with a role.
std::string Roles(const std::string& sheet, const std::vector<std::string>& answers = {}) {
  std::vector<ColumnSample> samples;
  std::istringstream lines(sheet);
  std::string line;
  while (std::getline(lines, line)) {
    ColumnSample sample{.column = static_cast<int32_t>(samples.size())};
    sample.heading = line.substr(0, line.find(" :"));
    sample.plain = sample.heading.substr(sample.heading.rfind('/') + 1);
    std::istringstream cells(line.size() > line.find(" :") + 2 ? line.substr(line.find(" :") + 2) : "");
    std::string cell;
    while (std::getline(cells, cell, ',')) sample.cells.push_back(cell);
    samples.push_back(std::move(sample));
  }
  const LayoutResult result = Recognise(samples, answers);
  std::string out;
  for (const TaskColumn& column : result.columns) {
    if (column.role == Role::kOther) continue;
    out += (out.empty() ? "" : " ") + column.heading + "=" + std::string(RoleWord(column.role));
  }
  for (const std::string& unknown : result.unknown) out += " ?" + unknown;
  return out;
}

TEST(TaskLayout, ReadsHeadings) {
  EXPECT_EQ(
      Roles("序号 :1,2\n县（市） :甲,甲\n乡镇 :红石镇,\n行政村 :桃溪村,\n户编号 :1,2\n户主姓名 :赵一,\n姓名 :钱二,\n"
            "证件号码 :,\n与户主关系 :配偶,\n疑似问题 :死亡后领取,同上\n核查结果 :,\n整改/完成时限 :,\n备注 :,"),
      "县（市）=县市 乡镇=乡镇 行政村=村 户编号=户编号 户主姓名=户主 姓名=姓名 证件号码=身份证号 核查结果=要答复 "
      "完成时限=要答复 备注=要答复");
}

TEST(TaskLayout, FindsTheIdNumbersByTheirLook) {
  EXPECT_EQ(Roles("对象 :甲,乙\n号码 :433199197001010018,433124********0012\n处理意见 :,"),
            "号码=身份证号 处理意见=要答复");
}

TEST(TaskLayout, AFilledColumnIsNoQuestionUnlessNamed) {
  EXPECT_EQ(Roles("姓名 :甲,乙\n核查结果 :属实,不属实"), "姓名=姓名");
  EXPECT_EQ(Roles("姓名 :甲,乙\n核查结果 :属实,不属实\n第二栏 :,", {"核查结果", "C", "没有的"}),
            "姓名=姓名 核查结果=要答复 第二栏=要答复 ?没有的");
}

TEST(TaskLayout, TheCadreIsNotThePerson) {
  EXPECT_EQ(Roles("帮扶干部姓名 :丙\n联系人电话 :1\n姓名 :甲\n监护人身份证号 :433199197001010018\n身份证号码 :"),
            "联系人电话=电话 姓名=姓名 身份证号码=身份证号");
}

}  // namespace
}  // namespace xiuhua::tasks
