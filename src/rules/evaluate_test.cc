// What a run does beyond the answers themselves: failing rules, authorisation, purpose, earlier findings, files.
#include "rules/evaluate.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "rules/evaluate_sql.h"
#include "rules/memory_sink.h"
#include "rules/run_output.h"

namespace xiuhua::rules {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPack = XIUHUA_SOURCE_DIR "/src/rules/testdata/pack";
constexpr const char* kPersons =
    "select 1 as person_id, 1 as household_id, '433199101' as township, '433199' as county, true as registered, "
    "'石甲' as name, '433199197001010017' as id_number union all "
    "select 2, 1, '433199101', '433199', true, '石乙', null union all "
    "select 3, 2, '433199102', '433199', true, '石丙', null";

CheckedRules Checked() {
  auto checked = LoadRules(kPack, "");
  EXPECT_TRUE(checked) << Render(checked.error(), Language::kEnglish);
  return std::move(*checked);
}

EvaluateInput Input(const std::string& rule) {
  EvaluateInput input{
      .as_of = *ParseIsoDate("2026-06-30"), .rules = {rule}, .engine = {.threads = 1, .memory_limit_mb = 512}};
  input.inline_rows["persons"] = kPersons;
  for (const char* table : {"settlements", "deaths", "payments", "insured", "incomes"}) {
    input.delivered[table].areas = lake::AreaSet(std::vector<std::string>{"433199"});
  }
  return input;
}

EvaluateReport RunRules(const CheckedRules& checked, const EvaluateInput& input, ResultSink& sink) {
  SilentProgress progress;
  auto report = Evaluate(checked, input, sink, progress);
  EXPECT_TRUE(report) << Render(report.error(), Language::kEnglish);
  return std::move(*report);
}

// The rule with another statement or header, as if the pack said so.
CheckedRules With(const std::string& rule, const std::function<void(RuleSpec&)>& change) {
  CheckedRules checked = Checked();
  for (RuleSpec& one : checked.set.rules) {
    if (one.id == rule) change(one);
  }
  return checked;
}

TEST(Evaluate, AFailingRuleIsToldAndTheOthersGoOn) {
  struct Case {
    const char* sql;
    const char* inner;
  };
  for (const Case& one :
       {Case{"select 99 as subject_id, name as ev_name, id_number as ev_id_number from persons", "RUL-025"},
        Case{"select cast(null as bigint) as subject_id, name as ev_name, id_number as ev_id_number from persons",
             "RUL-026"},
        Case{"select person_id as subject_id, cast(cast(name as bigint) as varchar) as ev_name, id_number "
             "as ev_id_number from persons",
             "SQL-001"}}) {
    const CheckedRules checked = With("TS-003", [&](RuleSpec& rule) { rule.file.sql = one.sql; });
    EvaluateInput input = Input("TS-003");
    input.rules = {"TS-003", "TS-004"};
    MemorySink sink;
    const EvaluateReport report = RunRules(checked, input, sink);
    ASSERT_EQ(report.rules.size(), 2U);
    ASSERT_TRUE(report.rules[0].failed);
    EXPECT_EQ(report.rules[0].failed->id, "RUL-029");
    EXPECT_THAT(report.rules[0].failed->en, testing::HasSubstr(one.inner));
    EXPECT_EQ(report.rules[0].total.population, 3);
    EXPECT_EQ(report.rules[0].total.cannot_tell, 3);
    EXPECT_TRUE(sink.findings.empty());
    EXPECT_FALSE(report.rules[1].failed);
  }
}

TEST(Evaluate, ARegisterThatNamesAPersonTwiceIsNotCounted) {
  EvaluateInput input = Input("TS-003");
  input.inline_rows["persons"] += " union all select 3, 2, '433199102', '433199', true, '石丙', null";
  MemorySink sink;
  const EvaluateReport report = RunRules(Checked(), input, sink);
  ASSERT_TRUE(report.rules[0].failed);
  EXPECT_THAT(report.rules[0].failed->en, testing::HasSubstr("RUL-027"));
}

TEST(Evaluate, ARuleThatTakesTooLongIsStopped) {
  const CheckedRules checked = With("TS-003", [](RuleSpec& rule) {
    rule.file.sql =
        "select min(a.x) as subject_id, cast(count(*) as varchar) as ev_name, '' as ev_id_number from range(3000000) "
        "a(x), "
        "range(3000000) b(y), range(1000) c(z) where (a.x * b.y + z) % 7 = 3";
  });
  EvaluateInput input = Input("TS-003");
  input.seconds_per_statement = 1;
  MemorySink sink;
  const EvaluateReport report = RunRules(checked, input, sink);
  ASSERT_TRUE(report.rules[0].failed);
  EXPECT_THAT(report.rules[0].failed->en, testing::HasSubstr("RUL-028"));
  EXPECT_EQ(report.rules[0].total.cannot_tell, 3);
}

TEST(Evaluate, AFailingFactFailsTheRulesThatReadIt) {
  CheckedRules checked = Checked();
  checked.set.facts[0].file.sql =
      "select 1 as subject_id, cast('x' as bigint) as self_pay_cents, 1 as settlement_count";
  MemorySink sink;
  EvaluateInput input = Input("TS-002");
  input.inline_rows["households"] = "select 1 as household_id, '433199101' as township, '433199' as county";
  const EvaluateReport report = RunRules(checked, input, sink);
  ASSERT_EQ(report.failed_facts.size(), 1U);
  EXPECT_EQ(report.failed_facts[0].second.id, "RUL-030");
  ASSERT_TRUE(report.rules[0].failed);
  EXPECT_EQ(report.rules[0].failed->id, "RUL-030");
}

TEST(Evaluate, WithoutAuthorisationNobodyIsAHit) {
  const CheckedRules checked = With("TS-003", [](RuleSpec& rule) { rule.authorisation = "assets"; });
  EvaluateInput input = Input("TS-003");
  input.authorisations = {{.purpose = "assets", .id = 1}, {.purpose = "other", .id = 2}};
  input.status_of_everyone = true;
  MemorySink sink;
  const EvaluateReport report = RunRules(checked, input, sink);
  EXPECT_EQ(report.rules[0].total.hits, 1);
  ASSERT_EQ(sink.findings.size(), 1U);
  EXPECT_EQ(sink.findings[0].subject_id, 1);
  EXPECT_EQ(sink.statuses["TS-003"][2].reason_kind, "authorisation");
  EXPECT_EQ(sink.statuses["TS-003"][3].reason, "assets");
}

TEST(Evaluate, AHouseholdIsAuthorisedWhenAllItsMembersAre) {
  const CheckedRules checked = With("TS-002", [](RuleSpec& rule) { rule.authorisation = "assets"; });
  EvaluateInput input = Input("TS-002");
  input.inline_rows["households"] =
      "select 1 as household_id, '433199101' as township, '433199' as county union all select 2, '433199102', '433199'";
  input.inline_rows["members"] =
      "select 1 as household_id, 1 as person_id, 'registered' as membership union all select 1, 2, 'registered' union "
      "all "
      "select 2, 3, 'registered'";
  input.inline_rows["settlements"] =
      "select 11 as row_ref, 1 as person_id, 1 as household_id, 900000 as self_pay_cents union all select 12, 3, 2, "
      "900000";
  input.authorisations = {{.purpose = "assets", .id = 1}, {.purpose = "assets", .id = 3}};
  input.status_of_everyone = true;
  MemorySink sink;
  RunRules(checked, input, sink);
  EXPECT_EQ(sink.statuses["TS-002"][1].reason_kind, "authorisation");
  EXPECT_EQ(sink.statuses["TS-002"][2].answer, Answer::kHit);
}

TEST(Evaluate, DataIsUsedOnlyForThePurposeItWasDeliveredFor) {
  EvaluateInput input = Input("TS-003");
  input.delivered["insured"].purposes = {"entitlement"};
  MemorySink sink;
  const EvaluateReport report = RunRules(Checked(), input, sink);
  EXPECT_TRUE(sink.findings.empty());
  EXPECT_EQ(report.rules[0].total.cannot_tell, 3);
  EXPECT_EQ(sink.cannot_tell[0].reason_kind, "purpose");
  EXPECT_EQ(sink.cannot_tell[0].reason, "insured");
  input.delivered["insured"].purposes = {"entitlement", "return_to_poverty"};
  MemorySink allowed;
  EXPECT_EQ(RunRules(Checked(), input, allowed).rules[0].total.hits, 3);
}

TEST(Evaluate, ATownshipThatSentNothingDoesNotLookCleanNorGuilty) {
  EvaluateInput input = Input("TS-003");
  input.delivered["insured"].areas = lake::AreaSet(std::vector<std::string>{"433199101"});
  MemorySink sink;
  RunRules(Checked(), input, sink);
  ASSERT_EQ(sink.counts.size(), 2U);
  EXPECT_EQ(sink.counts[0].hits, 2);
  EXPECT_EQ(sink.counts[1].place.township, "433199102");
  EXPECT_EQ(sink.counts[1].hits, 0);
  EXPECT_EQ(sink.counts[1].cannot_tell, 1);
}

// TS-003: registered and not among the insured.
TEST(Evaluate, WhoWaitsInQuarantineIsNotGone) {
  EvaluateInput input = Input("TS-003");
  input.inline_rows["insured"] =
      "select 11 as row_ref, 2 as person_id, '石乙' as person_name, '433199101' as township, '433199' as county";
  const std::string waiting =
      "select 'insured' as table_name, false as is_previous, 12 as row_ref, {} as person_id, 1 as household_id, "
      "1 as area_id";
  const auto Answers = [&](const std::string& quarantined) {
    input.inline_rows["xh.quarantined"] = quarantined;
    input.status_of_everyone = true;
    MemorySink sink;
    const EvaluateReport report = RunRules(Checked(), input, sink);
    EXPECT_FALSE(report.rules[0].failed);
    std::string text;
    for (const auto& [subject, status] : sink.statuses["TS-003"]) {
      text += fmt::format("{} {} {} {}\n", subject, AnswerName(status.answer), status.reason_kind, status.reason);
    }
    return text;
  };
  const std::string nobody =
      "select '' as table_name, false as is_previous, 0 as row_ref, 0 as person_id, 0 as household_id, 0 as "
      "area_id where false";
  EXPECT_EQ(Answers(nobody), "1 hit  \n2 no_hit  \n3 hit  \n");
  // 1's row of the insured waits: not a hit, and not clean either.
  EXPECT_EQ(Answers(fmt::format(fmt::runtime(waiting), 1)), "1 cannot_tell quarantine insured\n2 no_hit  \n3 hit  \n");
  // 2 has a good row beside the one that waits: its answer is not sure.
  EXPECT_EQ(Answers(fmt::format(fmt::runtime(waiting), 2)), "1 hit  \n2 cannot_tell quarantine insured\n3 hit  \n");
  // Nobody knows who it is: nothing changes (the run counts such rows).
  EXPECT_EQ(Answers(fmt::format(fmt::runtime(waiting), "cast(null as bigint)")), "1 hit  \n2 no_hit  \n3 hit  \n");
  // A row of another list, or of last month's, says nothing about this one.
  EXPECT_EQ(
      Answers(
          "select 'deaths' as table_name, false as is_previous, 12 as row_ref, 1 as person_id, 1 as household_id, 1 as "
          "area_id"),
      "1 hit  \n2 no_hit  \n3 hit  \n");
}

TEST(Evaluate, AFindingStaysOpenWhileTheRegistersRowWaits) {
  EvaluateInput input = Input("TS-003");
  input.base_table = "deaths";  // any delivered table serves as the base register here
  input.inline_rows["persons"] =
      "select 1 as person_id, 1 as household_id, '433199101' as township, '433199' as county, "
      "false as registered, '石甲' as name, null as id_number";
  input.earlier = {{.finding_key = "TS-003|person|1", .rule_id = "TS-003", .subject_id = 1, .person_id = 1},
                   {.finding_key = "TS-003|person|9", .rule_id = "TS-003", .subject_id = 9, .person_id = 9}};
  input.inline_rows["xh.quarantined"] =
      "select 'deaths' as table_name, false as is_previous, 12 as row_ref, 9 as person_id, "
      "cast(null as bigint) as household_id, 1 as area_id";
  MemorySink sink;
  RunRules(Checked(), input, sink);
  ASSERT_EQ(sink.told.size(), 2U);
  EXPECT_EQ(sink.told[1].answer, Answer::kCannotTell);
  EXPECT_EQ(sink.told[1].reason_kind + ":" + sink.told[1].reason, "quarantine:persons");
}

TEST(Evaluate, SaysWhatBecameOfEarlierFindings) {
  EvaluateInput input = Input("TS-003");
  input.inline_rows["insured"] = "select 21 as row_ref, 2 as person_id, '石乙' as person_name";
  input.delivered["insured"].areas = lake::AreaSet(std::vector<std::string>{"433199101"});
  for (const int64_t id : {1, 2, 3, 4}) {
    input.earlier.push_back(
        {.finding_key = "TS-003|person|" + std::to_string(id), .rule_id = "TS-003", .subject_id = id});
  }
  MemorySink sink;
  RunRules(Checked(), input, sink);
  ASSERT_EQ(sink.told.size(), 4U);
  EXPECT_EQ(sink.told[0].answer, Answer::kHit);
  EXPECT_EQ(sink.told[1].answer, Answer::kNoHit);
  EXPECT_EQ(sink.told[2].answer, Answer::kCannotTell);
  EXPECT_EQ(sink.told[2].reason, "insured");
  EXPECT_EQ(sink.told[3].answer, Answer::kLeftPopulation);
}

TEST(Evaluate, EarlierFindingsOnRowsAreFoundAgainByTheirKey) {
  EvaluateInput input = Input("TS-001");
  input.inline_rows["settlements"] =
      "select 31 as row_ref, 'inpatient' as kind, date '2026-05-01' as settled_on, '石甲' as person_name, null as "
      "id_number, "
      "'433199' as county union all select 32, 'inpatient', date '2026-05-01', '石乙', 'x', '433199'";
  const auto add = [&](const char* name) {
    input.earlier.push_back({.finding_key = std::string("TS-001|row:settlements|2026-05-01|") + name,
                             .rule_id = "TS-001",
                             .subject_id = 11,
                             .key = {"2026-05-01", name}});
  };
  add("石甲");
  add("石乙");
  add("石丙");
  MemorySink sink;
  RunRules(Checked(), input, sink);
  ASSERT_EQ(sink.told.size(), 3U);
  EXPECT_EQ(sink.told[0].answer, Answer::kHit);
  EXPECT_EQ(sink.told[1].answer, Answer::kNoHit);
  EXPECT_EQ(sink.told[2].answer, Answer::kLeftPopulation);
}

TEST(Evaluate, AnotherKeyOfTheSameSubjectDoesNotKeepAFindingOpen) {
  EvaluateInput input = Input("TS-004");
  input.inline_rows["deaths"] = "select 41 as row_ref, 1 as person_id, date '2026-05-01' as died_on";
  input.inline_rows["payments"] =
      "select 42 as row_ref, 1 as person_id, 'A2' as payment_no, date '2026-06-01' as paid_on, 100 as amount_cents";
  input.earlier = {{.finding_key = "TS-004|person|1|A1", .rule_id = "TS-004", .subject_id = 1},
                   {.finding_key = "TS-004|person|1|A2", .rule_id = "TS-004", .subject_id = 1}};
  MemorySink sink;
  RunRules(Checked(), input, sink);
  ASSERT_EQ(sink.findings.size(), 1U);
  EXPECT_EQ(sink.findings[0].finding_key, "TS-004|person|1|A2");
  EXPECT_EQ(sink.told[0].answer, Answer::kNoHit);
  EXPECT_EQ(sink.told[1].answer, Answer::kHit);
}

TEST(Evaluate, EvidenceCarriesTypeClassSourceAndTheParameterUsed) {
  EvaluateInput input = Input("TS-002");
  input.inline_rows["households"] =
      "select 1 as household_id, 1 as head_person_id, '433199101' as township, '433199' as county";
  input.inline_rows["members"] = "select 1 as household_id, 1 as person_id, 'registered' as membership";
  input.inline_rows["settlements"] =
      "select 11 as row_ref, 1 as person_id, 1 as household_id, 400000 as self_pay_cents union all select 12, 1, 1, "
      "200000";
  MemorySink sink;
  RunRules(Checked(), input, sink);
  ASSERT_EQ(sink.findings.size(), 1U);
  const RawFinding& finding = sink.findings[0];
  EXPECT_EQ(finding.finding_key, "TS-002|household.registered|1");
  EXPECT_THAT(finding.row_refs, testing::ElementsAre(11, 12));
  EXPECT_EQ(
      finding.evidence,
      R"([{"name":"ev_self_pay_cents","title_zh":"自付","title_en":"Self-paid","type":"money","value":600000,"pii":"health",)"
      R"("source":"医疗费用结算","table":"settlements"},{"name":"param.self_pay_line_cents","title_zh":"户自付警戒线",)"
      R"("title_en":"Line of a household's own medical cost","type":"money","value":500000,"pii":"none","source":"params",)"
      R"("unit":"cents_per_household_year","region":"4331","law":"测试用","law_en":"for tests","verified":true}])");
  EXPECT_EQ(finding.returns_json, R"({"mode":"share","values":{"ev_self_pay_cents":"600000"},"share_percent":20})");
  EXPECT_EQ(finding.sentence_en, "The household paid 6,000.00 yuan itself, above the line of 5,000.00.");
  EXPECT_EQ(finding.person_id, 1);
}

TEST(Evaluate, ARuleOutsideItsDatesIsNotAsked) {
  const CheckedRules checked = With("TS-003", [](RuleSpec& rule) { rule.valid_to = ParseIsoDate("2026-06-29"); });
  MemorySink sink;
  const EvaluateReport report = RunRules(checked, Input("TS-003"), sink);
  EXPECT_FALSE(report.rules[0].in_force);
  EXPECT_TRUE(sink.counts.empty());
}

TEST(RunOutput, WritesTheFilesOfARun) {
  const std::string folder = (fs::temp_directory_path() / ("xiuhua_run_" + std::to_string(::getpid()))).string();
  fs::create_directories(folder);
  auto engine = sql::Engine::Open({.threads = 1});
  ASSERT_TRUE(engine);
  ASSERT_TRUE((*engine)->Execute(std::string("copy (") + kPersons + ") to '" + folder + "/persons.parquet'"));
  EvaluateInput input = Input("TS-003");
  input.inline_rows.clear();
  input.files["persons"] = folder + "/persons.parquet";
  input.rules = {"TS-002", "TS-003"};
  input.earlier = {{.finding_key = "TS-003|person|9", .rule_id = "TS-003", .subject_id = 9}};
  RunOutput output(**engine, folder);
  const CheckedRules checked = Checked();
  RunRules(checked, input, output);
  ASSERT_TRUE(output.Finish());
  const auto one = [&](const std::string& sql) { return (*engine)->QueryInt(sql).value_or(-1); };
  const std::string from = " from read_parquet('" + folder + "/";
  EXPECT_EQ(one("select count(*)" + from +
                "raw_findings.parquet') where rule_id = 'TS-003' and audience = "
                "'[\"county_data_officer\",\"township\"]' and household_id is not null"),
            3);
  EXPECT_EQ(one("select sum(population)" + from + "counts.parquet') where state = 'ok'"), 3);
  EXPECT_EQ(one("select count(*)" + from + "statuses.parquet') where answer = 'left_population'"), 1);
  EXPECT_EQ(one("select count(*)" + from + "cannot_tell.parquet')"), 0);
  EXPECT_EQ(one("select count(*)" + from + "facts/household_medical.parquet')"), 0);
  EXPECT_FALSE(fs::exists(folder + "/raw_findings.part0.parquet"));
  fs::remove_all(folder);
}

TEST(EvaluateSql, TextOfAPopulationAndOfSubjects) {
  const CheckedRules checked = Checked();
  const RuleSpec& rule = *checked.set.FindRule("TS-004");
  EXPECT_EQ(
      PopulationSql(checked.set, rule),
      "select o.subject_id, coalesce(k.place, 0) as place from (select distinct person_id as subject_id from payments "
      "where person_id is not null and true) o join xh.of_person k on k.subject_id = o.subject_id union all select "
      "o.subject_id, coalesce(l.place, 0) as place from (select t.person_id as subject_id, min(t.township) as "
      "township, "
      "min(t.county) as county from (select * from payments where person_id is not null and true) t anti join "
      "xh.of_person k on k.subject_id = t.person_id group by t.person_id) o left join xh.place l on l.township is not "
      "distinct from o.township and l.county is not distinct from o.county");
  EXPECT_EQ(SubjectsOfRowsSql(checked.set, rule, "incomes", "select 1", ""),
            "select r.subject_id from (select 1) n join xh.of_person r on r.household_id = n.household_id");
  EXPECT_EQ(NullCountsSql("deaths", std::vector<std::string>{"died_on"}),
            "select count(*) - count(died_on) as died_on from deaths");
}

}  // namespace
}  // namespace xiuhua::rules
