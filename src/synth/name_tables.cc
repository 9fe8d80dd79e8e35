#include "synth/name_tables.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace xiuhua::synth {
namespace {

constexpr WeightedText kSurnames[] = {
    {"彭", 900}, {"田", 860}, {"向", 820}, {"石", 780}, {"龙", 760}, {"麻", 420}, {"吴", 520}, {"张", 460}, {"杨", 520},
    {"王", 400}, {"李", 440}, {"刘", 360}, {"陈", 320}, {"黄", 260}, {"周", 220}, {"覃", 260}, {"梁", 120}, {"隆", 110},
    {"廖", 140}, {"宋", 120}, {"罗", 220}, {"姚", 110}, {"谭", 100}, {"米", 60},  {"滕", 130}, {"唐", 150}, {"胡", 170},
    {"谢", 110}, {"贾", 60},  {"符", 70},  {"施", 90},  {"秦", 60},  {"邓", 110}, {"熊", 70},  {"舒", 70},  {"印", 30},
    {"付", 60},  {"尚", 40},  {"粟", 50},  {"瞿", 60},  {"鲁", 50},  {"余", 80},  {"何", 100}, {"高", 70},  {"马", 50},
    {"徐", 80},  {"孙", 60},  {"朱", 70},  {"郭", 60},  {"林", 60},  {"郑", 50},  {"曾", 70},  {"肖", 80},  {"萧", 10},
    {"蒋", 60},  {"蔡", 40},  {"袁", 50},  {"许", 40},  {"丁", 40},  {"魏", 30},  {"叶", 40},  {"苏", 40},  {"卢", 40},
    {"夏", 40},  {"方", 40},  {"任", 30},  {"姜", 30},  {"范", 40},  {"钟", 40},  {"汪", 30},  {"戴", 30},  {"代", 30},
    {"金", 30},  {"陆", 20},  {"康", 30},  {"邱", 30},  {"贺", 40},  {"邹", 40},  {"毛", 40},  {"江", 30},  {"文", 40},
    {"欧", 50},  {"莫", 40},  {"白", 20},  {"雷", 40},  {"易", 40},  {"段", 20},  {"汤", 30},  {"尹", 30},  {"武", 20},
    {"常", 10},  {"孔", 10},  {"阳", 30},  {"韦", 20},  {"严", 20},  {"柳", 20},  {"温", 10},  {"侯", 10},  {"邵", 20},
    {"孟", 10},  {"顾", 10},  {"史", 10},  {"童", 20},  {"伍", 30},  {"游", 20},  {"聂", 20},  {"左", 20},  {"全", 20},
    {"涂", 10},  {"申", 10},  {"包", 10},  {"章", 10},  {"喻", 10},  {"管", 10},  {"芦", 10},  {"翟", 10},  {"柏", 10},
    {"倪", 10},  {"骆", 10},  {"甘", 10},  {"单", 5},   {"解", 5},   {"查", 5},   {"仇", 5},   {"区", 5},   {"曹", 30},
    {"程", 20},  {"冯", 30},  {"韩", 20},  {"董", 20},  {"潘", 40},  {"沈", 10},  {"崔", 10},  {"薛", 10},  {"阎", 5},
    {"闫", 10},  {"傅", 20},  {"蒲", 20},  {"卓", 10},  {"冉", 40},  {"庹", 30},  {"卯", 10},  {"巴", 5},   {"齐", 10},
};
constexpr WeightedText kCompound[] = {{"欧阳", 60}, {"上官", 8}, {"司马", 8}, {"诸葛", 6},
                                      {"司徒", 4},  {"皇甫", 4}, {"东方", 3}, {"令狐", 5}};

constexpr std::string_view kMaleOld =
    "国 建 德 明 文 正 光 清 金 生 家 大 昌 兴 祖 绍 世 永 应 成 忠 福 贵 昭 顺 万 廷 开 仁 义 礼 云 树 胜 兵 发 全 启 "
    "培 克 必 友 先 元 自 "
    "才 祥 富 银 松 柏 长 海 少 运 化 远 传 寿 和 武 军 学 心 水 土 山 岩 老 玉 官 庆 诗 书 宗 序";
constexpr std::string_view kMaleMiddle =
    "军 华 勇 强 伟 平 建 国 志 明 辉 波 涛 斌 刚 林 峰 海 龙 飞 杰 超 亮 健 云 江 河 春 秋 兵 红 卫 东 文 武 永 胜 利 "
    "清 松 亚 光 新 宏 鹏 "
    "少 小 晓 向 敏 俊 成 宝 贵 金 祥 发 生 民 权 良 安 康 顺 君 立 跃 进 前 友 兴 家 世 绍 昌";
constexpr std::string_view kMaleYoung =
    "浩 宇 轩 俊 杰 豪 博 文 子 睿 涵 泽 昊 宸 梓 铭 航 皓 奕 逸 晨 嘉 佳 明 志 鑫 鹏 翔 宏 凯 瑞 天 佑 一 诺 锦 程 承 "
    "思 源 煜 恩 俞 驰 腾 "
    "龙 飞 阳 旭 晟 磊 毅 诚 智 勇 峻 楠 星 辰 景 行 沐 言 彦 卓 越 启 航 书 远 乐 康 安";
constexpr std::string_view kFemaleOld =
    "秀 英 玉 兰 桂 香 珍 梅 凤 莲 菊 翠 花 金 银 云 清 妹 芝 连 桃 春 秋 冬 月 素 贞 淑 美 群 姣 翠 满 大 二 三 四 幺 "
    "娥 珠 芬 芳 碧 珠 环 "
    "巧 荣 友 先 开 仙 元 青 顺 福 远 爱 腊 杏 枝 叶 容";
constexpr std::string_view kFemaleMiddle =
    "红 艳 丽 英 芳 霞 梅 燕 玲 娟 敏 静 慧 琴 萍 琼 莉 群 平 凤 香 兰 秀 菊 云 清 华 琳 婷 娜 蓉 晓 小 春 秋 冬 金 银 "
    "翠 珍 玉 美 爱 青 青 "
    "雪 海 利 君 建 国 珊 月 莲 桂 花 芬 容 彩 巧 满 先 友 群 英 辉";
constexpr std::string_view kFemaleYoung =
    "欣 怡 雨 涵 梓 子 诗 琪 佳 嘉 思 语 可 馨 雅 婷 静 萱 一 诺 艺 紫 若 曦 彤 妍 悦 瑶 琳 雯 倩 璐 颖 甜 梦 洁 娟 玲 "
    "慧 丹 晴 芸 沐 汐 芷 "
    "晗 灵 玥 珊 菲 露 蕊 蕾 柔 夏 安 然 星 月 心 怡 菁 媛 婧 淇 钰 冰 雪 润 乐";

constexpr std::string_view kDotted[] = {"阿依古丽·买买提", "玛依拉·吐尔逊", "艾力·阿不都", "古丽娜尔·艾山",
                                        "热娜·卡德尔",     "扎西·次仁",     "阿衣拉·马海", "帕提古丽·沙吾提"};
constexpr std::string_view kRareInGbk[] = {"喆", "堃", "燚", "淼", "犇", "翀", "赟", "垚",
                                           "昶", "骉", "嬅", "頔", "祎", "玘", "晔", "甯"};
struct Rare {
  std::string_view text;
  std::string_view pinyin;
};
constexpr Rare kOutside[] = {{"䶮", "yan"},  {"㛃", "jie"}, {"𬭎", "hong"}, {"𫟹", "hong"},
                             {"㮾", "lang"}, {"𬀩", "wei"}, {"䂮", "lüe"}};

constexpr std::string_view kSoundGroups[] = {
    "军 君 均 钧", "华 花 桦 骅",    "英 瑛 樱 莺",    "平 萍 坪 苹", "红 洪 宏 鸿 虹", "志 智 治 致",    "明 铭 鸣 名",
    "霞 侠",       "芳 方 坊",       "丽 利 莉 立 力", "国 帼",       "建 健 剑 见",    "梅 玫 眉",       "兰 岚 蓝 澜",
    "秀 绣",       "伟 炜 玮 纬",    "文 雯 闻",       "珍 真 贞 桢", "玉 育 裕 钰",    "金 今 锦 津",    "清 青 卿",
    "云 芸 耘",    "春 椿",          "燕 艳 雁 彦",    "辉 晖 挥",    "林 琳 霖 临",    "海 亥",          "波 玻",
    "勇 永 咏 泳", "成 程 诚 承 呈", "生 升 胜 声",    "连 莲 涟 廉", "香 湘 祥 翔",    "凤 奉",          "桂 贵",
    "福 富 付",    "佳 嘉 家 加",    "子 梓 紫 籽",    "涵 晗 含 函", "宇 雨 羽 禹",    "欣 心 鑫 馨 新", "怡 依 宜 仪",
    "浩 皓 昊 灏", "轩 萱 宣",       "杰 洁 捷",       "俊 峻 骏",    "思 斯 丝",       "琪 淇 棋 其",    "婷 庭 廷",
    "静 靖 净 敬", "慧 惠 会 卉",    "娟 鹃",          "敏 闽",       "龙 隆",          "石 时",          "向 象 项",
    "田 甜",       "彭 朋",          "肖 萧 消",       "付 傅",       "代 戴",          "闫 阎 严",       "麻 马",
    "覃 秦",       "罗 骆",          "张 章",          "余 俞 于",    "义 艺 毅 意",    "德 得",          "正 政 郑",
    "光 广",       "兴 星",          "祖 组",          "少 绍 邵",    "世 仕 士 是",    "友 有",          "先 仙 鲜"};
constexpr std::pair<std::string_view, std::string_view> kVariants[] = {
    {"肖", "萧"}, {"付", "傅"}, {"代", "戴"}, {"闫", "阎"}, {"龙", "龍"}, {"华", "華"}, {"国", "國"},
    {"兰", "蘭"}, {"凤", "鳳"}, {"万", "萬"}, {"峰", "峯"}, {"群", "羣"}, {"云", "雲"}, {"杰", "傑"},
    {"升", "昇"}, {"翠", "翆"}, {"丽", "麗"}, {"贵", "貴"}, {"芸", "蕓"}, {"喆", "哲"}};

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t end = text.find(' ');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::map<std::string_view, std::vector<std::string_view>> BuildSounds() {
  std::map<std::string_view, std::vector<std::string_view>> out;
  for (const std::string_view group : kSoundGroups) {
    const std::vector<std::string_view> all = Split(group);
    for (const std::string_view one : all) {
      if (out.contains(one)) continue;
      for (const std::string_view other : all) {
        if (other != one) out[one].push_back(other);
      }
    }
  }
  return out;
}

std::array<std::vector<std::string_view>, 6> BuildGiven() {
  return {Split(kFemaleOld), Split(kFemaleMiddle), Split(kFemaleYoung),
          Split(kMaleOld),   Split(kMaleMiddle),   Split(kMaleYoung)};
}

constexpr std::array<std::string_view, std::size(kOutside)> kOutsideTexts = [] {
  std::array<std::string_view, std::size(kOutside)> out{};
  for (size_t i = 0; i < out.size(); ++i) out[i] = kOutside[i].text;
  return out;
}();

}  // namespace

std::span<const WeightedText> Surnames() { return kSurnames; }
std::span<const WeightedText> CompoundSurnames() { return kCompound; }

std::span<const std::string_view> GivenCharacters(bool male, int cohort) {
  static const auto kGiven = BuildGiven();
  return kGiven[static_cast<size_t>((male ? 3 : 0) + cohort)];
}

std::span<const std::string_view> DottedNames() { return kDotted; }
std::span<const std::string_view> RareInGbk() { return kRareInGbk; }
std::span<const std::string_view> OutsideGbk() { return kOutsideTexts; }

std::string_view PinyinOf(std::string_view rare) {
  for (const Rare& one : kOutside) {
    if (one.text == rare) return one.pinyin;
  }
  return {};
}

std::span<const std::string_view> SoundAlikes(std::string_view character) {
  static const auto kSounds = BuildSounds();
  const auto found = kSounds.find(character);
  return found == kSounds.end() ? std::span<const std::string_view>{}
                                : std::span<const std::string_view>(found->second);
}

std::string_view VariantOf(std::string_view character) {
  for (const auto& [plain, variant] : kVariants) {
    if (plain == character) return variant;
  }
  return {};
}

}  // namespace xiuhua::synth
