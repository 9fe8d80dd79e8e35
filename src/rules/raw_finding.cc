#include "rules/raw_finding.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"

namespace xiuhua::rules {
namespace {

struct Origin {
  const lake::TableSpec* table = nullptr;
  const lake::ColumnSpec* column = nullptr;
};

std::optional<Origin> OriginIn(const RuleSet& set, const std::vector<ColumnUse>& uses, std::string_view column,
                               int depth) {
  for (const ColumnUse& use : uses) {
    if (use.column != column) continue;
    if (const FactSpec* fact = set.FindFact(use.table)) {
      if (depth > 8) continue;
      for (const auto* list : {&fact->needs, &fact->may_be_null}) {
        if (auto origin = OriginIn(set, *list, column, depth + 1)) return origin;
      }
      continue;
    }
    const std::string base = DeliveredTable(set, use.table);
    const lake::TableSpec* spec = set.tables.Find(base.empty() ? use.table : base);
    const lake::ColumnSpec* declared = spec == nullptr ? nullptr : spec->Find(column);
    if (declared == nullptr && spec != nullptr) declared = lake::DeclaredColumn(*spec, column);
    if (declared != nullptr) return Origin{spec, declared};
  }
  return std::nullopt;
}

std::string TypeWord(const sql::Column& column) {
  if (column.type == sql::SqlType::kDate) return "date";
  if (column.type == sql::SqlType::kBool) return "flag";
  if (column.type == sql::SqlType::kText) return "text";
  return column.name.ends_with("_cents") ? "money" : "integer";
}

lake::Pii GravestText(const RuleSet& set, const sql::QueryShape& shape) {
  lake::Pii gravest = lake::Pii::kNone;
  for (const sql::ColumnUse& read : shape.columns) {
    const std::string base = DeliveredTable(set, read.table);
    const lake::TableSpec* spec = set.tables.Find(base.empty() ? read.table : base);
    const lake::ColumnSpec* column = spec == nullptr ? nullptr : spec->Find(read.column);
    if (column == nullptr || lake::EngineColumnsOf(*column).front().type != sql::SqlType::kText) continue;
    gravest = std::max(gravest, column->pii);
  }
  return gravest;
}

bool HideAlways(std::string_view type) { return type == "id_number" || type == "phone" || type == "account"; }

SlotFormat FormatFor(const EvidenceColumn& column, SlotFormat wanted) {
  if (HideAlways(column.type)) return SlotFormat::kId;
  if (wanted != SlotFormat::kPlain) return wanted;
  if (column.type == "money") return SlotFormat::kYuan;
  return column.type == "area_mu" ? SlotFormat::kMu : SlotFormat::kPlain;
}

void AppendField(std::string& out, std::string_view name, std::string_view text) {
  out += out.ends_with('{') ? "\"" : ",\"";
  out.append(name).append("\":");
  AppendJsonText(out, text);
}

// The value as JSON: numbers and truth values bare, everything else a text.
void AppendValue(std::string& out, const EvidenceColumn& column, const sql::Rows& rows, int64_t row) {
  if (rows.IsNull(row, column.index)) {
    out += ",\"value\":null";
    return;
  }
  const std::string_view text = rows.Text(row, column.index);
  const sql::SqlType type = rows.columns()[static_cast<size_t>(column.index)].type;
  if (const auto word = column.codes.find(text); word != column.codes.end()) {
    AppendField(out, "value", word->second.zh);
    AppendField(out, "value_en", word->second.en);
    AppendField(out, "code", text);
  } else if (type == sql::SqlType::kText || type == sql::SqlType::kDate) {
    AppendField(out, "value", text);
  } else {
    out.append(",\"value\":").append(text);
  }
}

std::string EscapeKey(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '|') {
      out += "%7C";
    } else {
      out += c;
    }
  }
  return out;
}

std::optional<int64_t> MaybeInt(const sql::Rows& rows, int64_t row, int column) {
  if (column < 0 || rows.IsNull(row, column)) return std::nullopt;
  return rows.Int(row, column);
}

SlotFormat UnitFormat(std::string_view unit, SlotFormat wanted) {
  if (wanted != SlotFormat::kPlain) return wanted;
  if (unit.starts_with("cents")) return SlotFormat::kYuan;
  return unit == "mu100" ? SlotFormat::kMu : SlotFormat::kPlain;
}

}  // namespace

void AppendJsonText(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

std::vector<EvidenceColumn> EvidenceColumns(const CheckedRules& checked, const RuleSpec& rule) {
  std::vector<EvidenceColumn> columns;
  const CheckedStatement& statement = checked.rules.at(rule.id);
  const lake::Pii gravest = GravestText(checked.set, statement.shape);
  for (size_t i = 0; i < statement.outputs.size(); ++i) {
    const sql::Column& output = statement.outputs[i];
    if (!output.name.starts_with("ev_")) continue;
    const std::string name = output.name.substr(3);
    EvidenceColumn column{.name = output.name, .index = static_cast<int>(i), .type = TypeWord(output)};
    std::optional<Origin> origin = OriginIn(checked.set, rule.needs, name, 0);
    if (!origin) origin = OriginIn(checked.set, rule.may_be_null, name, 0);
    if (origin) {
      column.title = origin->column->title;
      column.type = lake::ColumnTypeName(origin->column->type);
      column.pii = lake::PiiName(origin->column->pii);
      column.table = origin->table->name;
      column.source = origin->table->title.zh;
      for (const auto& [code, word] : origin->column->codes) column.codes.emplace(code, word);
    } else {
      column.title = {name, name};
      column.pii = lake::PiiName(output.type == sql::SqlType::kText ? gravest : lake::Pii::kNone);
    }
    const auto titled = std::ranges::find(rule.titles, output.name, &std::pair<std::string, Title>::first);
    if (titled != rule.titles.end()) column.title = titled->second;
    columns.push_back(std::move(column));
  }
  return columns;
}

FindingBuilder::FindingBuilder(const CheckedRules& checked, const RuleSpec& rule, const std::vector<Place>& places,
                               Date as_of)
    : rule_(rule), places_(places), as_of_(as_of), evidence_(EvidenceColumns(checked, rule)) {
  for (const ParamUse& use : rule.params) params_.push_back({&use, &checked.set.params.at(use.name)});
  for (const sql::Column& column : checked.rules.at(rule.id).outputs) outputs_.push_back(column.name);
  zh_ = ParseSentence(rule.sentence.zh, {}).value_or(Sentence{.pieces = {""}});
  en_ = ParseSentence(rule.sentence.en, {}).value_or(Sentence{.pieces = {""}});
}

const ParamValue* FindingBuilder::ValueOf(const ParamShown& param, const sql::Rows& rows, int64_t row,
                                          std::string_view county) const {
  std::string_view class_name;
  Date on = as_of_;
  if (param.use->class_column) {
    const int column = rows.ColumnIndex("ev_" + param.use->class_column->column);
    if (column >= 0 && !rows.IsNull(row, column)) class_name = rows.Text(row, column);
  }
  if (param.use->at_column) {
    const int column = rows.ColumnIndex("ev_" + param.use->at_column->column);
    if (column >= 0 && !rows.IsNull(row, column)) on = Date{static_cast<int32_t>(rows.Int(row, column))};
  }
  return param.spec->InForce(county, class_name, on);
}

std::string FindingBuilder::KeyOf(const sql::Rows& rows, int64_t row, RawFinding& finding) const {
  std::string key = rule_.id + "|" + rule_.subject.Text();
  if (rule_.subject.kind != SubjectKind::kRow) key += "|" + std::to_string(finding.subject_id);
  finding.key_values = "{";
  for (const std::string& name : rule_.key) {
    const int column = rows.ColumnIndex(name);
    const std::string_view text = rows.IsNull(row, column) ? std::string_view() : rows.Text(row, column);
    key += "|" + EscapeKey(text);
    AppendField(finding.key_values, name, text);
  }
  finding.key_values += "}";
  return key;
}

std::string FindingBuilder::EvidenceOf(const sql::Rows& rows, int64_t row, std::string_view county) const {
  std::string out = "[";
  for (const EvidenceColumn& column : evidence_) {
    out += out.size() > 1 ? ",{" : "{";
    AppendField(out, "name", column.name);
    AppendField(out, "title_zh", column.title.zh);
    AppendField(out, "title_en", column.title.en);
    AppendField(out, "type", column.type);
    AppendValue(out, column, rows, row);
    AppendField(out, "pii", column.pii);
    AppendField(out, "source", column.source);
    AppendField(out, "table", column.table);
    out += "}";
  }
  for (const ParamShown& param : params_) {
    const ParamValue* value = ValueOf(param, rows, row, county);
    if (value == nullptr) continue;
    out += out.size() > 1 ? ",{" : "{";
    AppendField(out, "name", "param." + param.spec->name);
    AppendField(out, "title_zh", param.spec->title.zh);
    AppendField(out, "title_en", param.spec->title.en);
    AppendField(out, "type", param.spec->unit.starts_with("cents") ? "money" : "text");
    if (std::holds_alternative<int64_t>(value->value)) {
      out += ",\"value\":" + ScalarText(value->value);
    } else {
      AppendField(out, "value", ScalarText(value->value));
    }
    AppendField(out, "pii", "none");
    AppendField(out, "source", "params");
    AppendField(out, "unit", param.spec->unit);
    AppendField(out, "region", value->region);
    AppendField(out, "law", value->law.zh);
    AppendField(out, "law_en", value->law.en);
    out += std::string(",\"verified\":") + (value->verified ? "true}" : "false}");
  }
  return out + "]";
}

std::string FindingBuilder::SentenceOf(const Sentence& sentence, bool chinese, const sql::Rows& rows, int64_t row,
                                       std::string_view county) const {
  return RenderSentence(sentence, [&](const Slot& slot) -> std::string {
    if (slot.name.starts_with("param.")) {
      for (const ParamShown& param : params_) {
        if (param.spec->name != std::string_view(slot.name).substr(6)) continue;
        const ParamValue* value = ValueOf(param, rows, row, county);
        if (value != nullptr) return ShowValue(ScalarText(value->value), UnitFormat(param.spec->unit, slot.format));
      }
      return chinese ? "（无值）" : "(no value)";
    }
    const int index = rows.ColumnIndex(slot.name);
    if (index < 0 || rows.IsNull(row, index)) return chinese ? "（空）" : "(empty)";
    const std::string_view text = rows.Text(row, index);
    const auto column = std::ranges::find(evidence_, slot.name, &EvidenceColumn::name);
    if (column == evidence_.end()) return ShowValue(text, slot.format);
    if (const auto word = column->codes.find(text); word != column->codes.end()) {
      return chinese ? word->second.zh : word->second.en;
    }
    if (column->type == "flag") return text == "true" ? (chinese ? "是" : "yes") : (chinese ? "否" : "no");
    return ShowValue(text, FormatFor(*column, slot.format));
  });
}

void FindingBuilder::SetReturns(const sql::Rows& rows, int64_t row, RawFinding& finding) const {
  const ReturnsWhen& returns = rule_.returns_when;
  std::string values = "{";
  const auto add = [&](const std::string& name) {
    const int index = rows.ColumnIndex(name);
    AppendField(values, name, index < 0 || rows.IsNull(row, index) ? std::string_view() : rows.Text(row, index));
  };
  if (returns.mode == ReturnsWhen::Mode::kAny) {
    for (const EvidenceColumn& column : evidence_) add(column.name);
  } else {
    for (const std::string& name : returns.columns) add(name);
  }
  values += "}";
  finding.values_hash = HashBytes(values).substr(0, 32);
  const char* mode = returns.mode == ReturnsWhen::Mode::kAny       ? "any"
                     : returns.mode == ReturnsWhen::Mode::kColumns ? "columns"
                                                                   : "share";
  finding.returns_json =
      fmt::format("{{\"mode\":\"{}\",\"values\":{},\"share_percent\":{}}}", mode, values, returns.share_percent);
}

RawFinding FindingBuilder::Build(const sql::Rows& rows, int64_t row) const {
  RawFinding finding{.rule = &rule_};
  finding.subject_id = rows.Int(row, rows.ColumnIndex("subject_id"));
  finding.person_id = MaybeInt(rows, row, rows.ColumnIndex("x_person"));
  finding.household_id = MaybeInt(rows, row, rows.ColumnIndex("x_household"));
  finding.area_id = MaybeInt(rows, row, rows.ColumnIndex("x_area"));
  finding.place = places_.at(static_cast<size_t>(rows.Int(row, rows.ColumnIndex("x_place"))));
  finding.finding_key = KeyOf(rows, row, finding);
  finding.evidence = EvidenceOf(rows, row, finding.place.county);
  for (size_t i = 0; i < outputs_.size(); ++i) {
    if (!outputs_[i].starts_with("row_") || std::ranges::find(rule_.key, outputs_[i]) != rule_.key.end()) continue;
    if (const auto ref = MaybeInt(rows, row, static_cast<int>(i))) finding.row_refs.push_back(*ref);
  }
  SetReturns(rows, row, finding);
  finding.sentence_zh = SentenceOf(zh_, true, rows, row, finding.place.county);
  finding.sentence_en = SentenceOf(en_, false, rows, row, finding.place.county);
  return finding;
}

}  // namespace xiuhua::rules
