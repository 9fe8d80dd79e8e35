#include "reports/evidence_text.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/money.h"

namespace xiuhua::reports {
namespace {

using Json = nlohmann::json;

std::string TextOf(const Json& item, const char* key) {
  const auto it = item.find(key);
  if (it == item.end() || it->is_null()) return {};
  return it->is_string() ? it->get<std::string>() : it->dump();
}

// A person's name is no health detail, whatever list it was taken from: the row says it anyway.
bool IsName(const Json& item) {
  const std::string name = TextOf(item, "name");
  return TextOf(item, "type") == "name" || name == "ev_name" || name == "ev_head_name" || name == "ev_other_name";
}

bool Withheld(const Json& item, const std::string& pii, Reader reader) {
  return pii == "health" && !IsName(item) && (reader == Reader::kVillage || reader == Reader::kTownship);
}

std::string Shown(const Json& item, const std::string& pii) {
  const std::string value = TextOf(item, "value");
  if (value.empty()) return "（空）";
  if (pii == "identity") return MaskedId(value);
  if (pii == "contact" || pii == "account") return MaskedPhone(value);
  const std::string type = TextOf(item, "type");
  const std::string unit = TextOf(item, "unit");
  const auto it = item.find("value");
  if (unit.starts_with("cents") && it->is_number_integer()) return FormatYuan(Cents{it->get<int64_t>()}) + " 元";
  if (unit == "months") return value + " 个月";
  if (unit == "days") return value + " 天";
  if (unit == "years") return value + " 年";
  if (unit == "percent") return value + "%";
  if (type == "money" && it->is_number_integer()) return FormatYuan(Cents{it->get<int64_t>()}) + " 元";
  if (type == "flag") return value == "true" ? "是" : "否";
  if (type == "area_mu" && it->is_number_integer()) return FormatYuan(Cents{it->get<int64_t>()}) + " 亩";
  return value;
}

// What a computed value is called where the rule's author gave it no title: never a raw column name.
std::string WordOf(std::string name) {
  static const std::map<std::string, std::string> words = {{"name", "姓名"},      {"other_name", "另一处姓名"},
                                                           {"head_name", "户主"}, {"rows", "条数"},
                                                           {"count", "条数"},     {"people", "人数"}};
  if (name.starts_with("ev_")) name = name.substr(3);
  const auto it = words.find(name);
  return it == words.end() ? "相关数据" : it->second;
}

std::string HolderOf(const Json& item, const std::map<std::string, std::string>& holders, std::string_view fallback) {
  const auto holder = holders.find(TextOf(item, "table"));
  if (holder != holders.end()) return holder->second;
  const std::string source = TextOf(item, "source");
  if (!source.empty()) return source;
  return fallback.empty() ? "有关部门" : std::string(fallback);
}

Json Parsed(std::string_view text) { return Json::parse(text, nullptr, false); }

}  // namespace

std::string EvidenceText(std::string_view evidence_json, Reader reader,
                         const std::map<std::string, std::string>& holders, std::string_view fallback) {
  const Json evidence = Parsed(evidence_json);
  if (!evidence.is_array()) return {};
  std::string out;
  for (const Json& item : evidence) {
    if (!item.is_object()) continue;
    std::string title = TextOf(item, "title_zh");
    // A title without any Han character is a column's name: its author gave it none.
    if (std::ranges::all_of(title, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
      title = WordOf(TextOf(item, "name"));
    }
    const std::string pii = TextOf(item, "pii");
    if (!out.empty()) out += "；";
    if (Withheld(item, pii, reader)) {
      out += title + "：由" + HolderOf(item, holders, fallback) + "掌握";
      continue;
    }
    out += title + "：" + Shown(item, pii);
    const std::string law = TextOf(item, "law");
    if (!law.empty()) out += "（" + law + "）";
  }
  return out;
}

std::string PlacesText(std::string_view row_refs_json, const std::function<std::string(int64_t)>& place_of, int most) {
  const Json refs = Parsed(row_refs_json);
  std::string out;
  int count = 0;
  const auto add = [&](const Json& ref) {
    if (!ref.is_number_integer() || ++count > most) return;
    out += (out.empty() ? "" : "；") + place_of(ref.get<int64_t>());
  };
  if (refs.is_array()) {
    for (const Json& ref : refs) add(ref.is_object() && ref.contains("row_ref") ? ref["row_ref"] : ref);
  } else if (refs.is_object()) {
    for (const auto& [alias, ref] : refs.items()) add(ref);
  }
  if (count > most) out += "；等 " + std::to_string(count) + " 处";
  return out;
}

std::string MaskedId(std::string_view id) {
  if (id.size() >= 15) return std::string(id.substr(0, 6)) + "********" + std::string(id.substr(id.size() - 4));
  return id.empty() ? std::string() : std::string(id.substr(0, 1)) + "***";
}

std::string MaskedPhone(std::string_view phone) {
  if (phone.size() >= 8) return std::string(phone.substr(0, 3)) + "****" + std::string(phone.substr(phone.size() - 4));
  return phone.empty() ? std::string() : "****";
}

}  // namespace xiuhua::reports
