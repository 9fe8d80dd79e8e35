// Opens the made files and looks for each quirk that departments' files have.
#include <gtest/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <map>
#include <string>

#include "base/files.h"
#include "synth/synth.h"

namespace xiuhua::synth {
namespace {

namespace fs = std::filesystem;

std::string Decode(const std::string& bytes, const char* encoding) {
  icu::UnicodeString wide(bytes.data(), static_cast<int32_t>(bytes.size()), encoding);
  std::string out;
  return wide.toUTF8String(out);
}

// All parts of a zip behind each other; zips inside are opened too.
std::string ZipText(const std::string& bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (zip == nullptr) return {};
  std::string out;
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    zip_stat_t stat;
    zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat);
    std::string part(stat.size, '\0');
    zip_file_t* file = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
    zip_fread(file, part.data(), part.size());
    zip_fclose(file);
    out += part.starts_with("PK") ? ZipText(part) : part;
  }
  zip_discard(zip);
  return out;
}

// '#' stands for a digit.
bool Contains(const std::string& text, const std::string& pattern) {
  const size_t fixed = pattern.find_first_not_of('#');
  const std::string anchor = pattern.substr(fixed, pattern.find('#', fixed) - fixed);
  for (size_t at = text.find(anchor); at != std::string::npos; at = text.find(anchor, at + 1)) {
    if (at < fixed || at - fixed + pattern.size() > text.size()) continue;
    bool same = true;
    for (size_t i = 0; i < pattern.size() && same; ++i) {
      const char c = text[at - fixed + i];
      same = pattern[i] == '#' ? c >= '0' && c <= '9' : c == pattern[i];
    }
    if (same) return true;
  }
  return false;
}

class Quirks : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string folder = testing::TempDir() + "/synth_quirks_" + std::to_string(::getpid());
    fs::remove_all(folder);
    SynthOptions options{.out_folder = folder, .scale = SynthScale::kVillage};
    options.people = 24'000;
    const auto made = MakeCounty(options);
    ASSERT_TRUE(made) << Render(made.error(), Language::kEnglish);
    report_ = new SynthReport(*made);
    texts_ = new std::map<std::string, std::string>;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const std::string name = fs::relative(entry.path(), folder).string();
      const std::string bytes = RealFiles().Read(entry.path().string()).value_or("");
      std::string& text = (*texts_)[name];
      if (bytes.starts_with("PK")) {
        text = ZipText(bytes);
      } else if (bytes.starts_with("\xFF\xFE")) {
        text = Decode(bytes, "UTF-16");
      } else if (bytes.starts_with("\xD0\xCF")) {
        text = Decode(bytes, "UTF-16LE") + Decode(bytes.substr(1), "UTF-16LE");  // strings stand at odd bytes too
      } else {
        const bool gb = name.find("公安局_户籍人口") != std::string::npos ||
                        name.find("养老保险参保") != std::string::npos || name.find("承包地确权") != std::string::npos;
        text = gb ? Decode(bytes, "GB18030") : bytes;
      }
    }
  }

  static int Count(const std::string& name_part) {
    int count = 0;
    for (const auto& [name, text] : *texts_) count += name.find(name_part) != std::string::npos ? 1 : 0;
    return count;
  }
  static bool Has(const std::string& name_part, const std::string& pattern) {
    for (const auto& [name, text] : *texts_) {
      if (name.find(name_part) != std::string::npos && Contains(text, pattern)) return true;
    }
    return false;
  }

  static SynthReport* report_;
  static std::map<std::string, std::string>* texts_;
};
SynthReport* Quirks::report_ = nullptr;
std::map<std::string, std::string>* Quirks::texts_ = nullptr;

struct Quirk {
  const char* what;
  const char* file;
  const char* pattern;
};

constexpr Quirk kQuirks[] = {
    {"two title rows, header on row 3", "监测对象信息_第1部分_2026年4月", "r=\"A3\""},
    {"177 and more columns", "监测对象信息_第1部分_2026年4月", "r=\"FV3\""},
    {"masked ID", "监测对象信息", "433199********###"},
    {"merged household blocks", "村级人口底册_2026年4月", "<mergeCell ref=\"B"},
    {"struck-through rows", "村级人口底册_2026年4月", "<strike/>"},
    {"coloured rows", "村级人口底册_2026年4月", "FFFFFF00"},
    {"facts in the remark: married out", "村级人口底册", "外嫁"},
    {"facts in the remark: died", "村级人口底册", "####年去世"},
    {"subtotal rows", "村级人口底册", "小计"},
    {"total rows", "村级人口底册", "合计"},
    {"note rows", "村级人口底册", "注：黄色为长期外出"},
    {"ID destroyed by a spreadsheet", "村级人口底册", "4.33###E+17"},
    {"full-width digits", "村级人口底册", "４３３１"},
    {"leading quote", "村级人口底册", "'43319"},
    {"spaces inside the ID", "村级人口底册", "43319# ########"},
    {"members side by side", "低保", "成员9身份证"},
    {"subtotals per village", "低保", "小计"},
    {"hidden rows", "危房改造台账", "hidden=\"1\""},
    {"an active filter", "危房改造台账", "<customFilter operator=\"notEqual\" val=\"已竣工\"/>"},
    {"2026/3/1", "死亡注销", "202#/#/#"},
    {"2026年3月1日", "火化", "202#年#月"},
    {"20260301", "一卡通", "202604##"},
    {"spreadsheet serials as text", "务工台账", "<t>45###</t>"},
    {"202603", "养老金发放", "202604,"},
    {"money with a sign", "一卡通", "¥#"},
    {"ten thousands of yuan", "小额信贷", "贷款金额（万元）"},
    {"thousands separators", "一卡通", ",\"#,###.##\""},
    {"hectares", "承包地确权", "确权面积（公顷）"},
    {"mu", "地力保护", "补贴面积（亩）"},
    {"yes as a tick", "村级人口底册", "√"},
    {"lower-case x", "残疾", "###x"},
    {"20-digit certificate with suffix", "残疾", "B1"},
    {"multiple disability", "残疾", "多重（肢体"},
    {"guardian beside the child", "孤儿", "监护人身份证"},
    {"wage as a range", "务工台账", "00-####"},
    {"negative settlement", "医疗费用结算", ",-##"},
    {"failed payment", "一卡通", "发放失败"},
    {"reissued payment", "一卡通", "补发成功"},
    {"inquiry reply", "财政供养", "是否财政供养"},
    {"quotes and line ends in a cell", "线索", "\n第二行"},
    {"two helpers in one cell", "结对帮扶", "、干部"},
    {"zip of workbooks", "学籍信息_全部学段", "学籍号"},
    {"roll number from the ID", "学籍信息_全部学段", "G43319"},
    {"a note at the end of a csv", "户籍人口", "注：演示数据 人员虚构"},
};

TEST_F(Quirks, EachIsThere) {
  for (const Quirk& quirk : kQuirks) {
    EXPECT_GT(Count(quirk.file), 0) << quirk.file;
    EXPECT_TRUE(Has(quirk.file, quirk.pattern)) << quirk.what << ": " << quirk.pattern << " in " << quirk.file;
  }
}

TEST_F(Quirks, EverySheetCarriesTheDemoMark) {
  for (const auto& [name, text] : *texts_) {
    EXPECT_TRUE(!name.starts_with("deliveries/") || text.find(kDemoMark) != std::string::npos) << name;
  }
}

TEST_F(Quirks, EveryFileFormatIsThere) {
  for (const char* extension : {".csv", ".tsv", ".xlsx", ".xls", ".ods", ".zip"})
    EXPECT_GT(Count(extension), 0) << extension;
}

TEST_F(Quirks, TwelveTownshipFilesAndAThirteenth) {
  EXPECT_EQ(Count("村级人口底册_2026年4月"), 12);
  EXPECT_EQ(Count("村级人口底册_更正补报_2026年4月"), 1);
  EXPECT_TRUE(Has("delivery_list.csv", "更正补报_2026年4月_演示数据 人员虚构.xlsx,village_roster,full,433199"));
}

TEST_F(Quirks, RepeatedHeadingInTheNationalExport) {
  const std::string* text = nullptr;
  for (const auto& [name, content] : *texts_) {
    if (name.find("监测对象信息_第1部分_2026年4月") != std::string::npos) text = &content;
  }
  ASSERT_NE(text, nullptr);
  // A shared string that the header row uses twice: the two columns carry one index.
  const auto index_at = [&](const std::string& cell) {
    const size_t at = text->find("r=\"" + cell + "\"");
    if (at == std::string::npos) return std::string();
    const size_t from = text->find("<v>", at);
    return text->substr(from, text->find("</v>", from) - from);
  };
  int repeats = 0;
  std::map<std::string, int> seen;
  for (char first = 'A'; first <= 'D'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::string index = index_at(std::string{first, second, '3'});
      repeats += index.empty() || ++seen[index] == 1 ? 0 : 1;
    }
  }
  EXPECT_EQ(repeats, 1);
}

TEST_F(Quirks, AtLeastTwentySourcesInThreeMonths) {
  EXPECT_GE(report_->sources.size(), 40U);
  for (const std::string& source : report_->sources) {
    bool described = false;
    for (const char* pack : {"comparison", "integrity"}) {
      described =
          described || fs::exists(std::string(XIUHUA_SOURCE_DIR) + "/packs/" + pack + "/sources/" + source + ".yaml");
    }
    EXPECT_TRUE(described) << source;
  }
  EXPECT_GT(report_->rows, 300'000);
}

TEST_F(Quirks, TruthNamesPeopleOfTheCountyOnly) {
  const std::string& truth = texts_->at("truth/truth.csv");
  EXPECT_TRUE(Contains(truth, ",yes,"));
  EXPECT_TRUE(Contains(truth, ",no,"));
  EXPECT_TRUE(Contains(truth, "entitlement,"));
  const std::string& files = texts_->at("truth/truth_files.csv");
  EXPECT_NE(files.find("村级人口底册"), std::string::npos);
}

}  // namespace
}  // namespace xiuhua::synth
