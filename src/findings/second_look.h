// Second look: a share of the answers 3-8 ("not so") is answered again by somebody else, chosen by lot.
//
// A run draws from the answers recorded since the last draw. The seed is the SHA-256 of the manifest of the newest run
// that was finished before the first of them was recorded: it was printed on the exports of that run, and nobody could
// choose answers by it. Another township of the county is asked, by the same lot; the county itself where there is no
// other township, or where the rule's findings are not for townships. Who knows the seed and the answers can repeat the
// draw (RepeatDraws). The second answer holds from then on, unless two second answers differ (findings/answered.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "findings/answered.h"
#include "sql/engine.h"
#include "store/store.h"

namespace xiuhua::findings {

// Rules that are drawn from - never red flags -, and whether townships may be asked about their findings.
using DrawnRules = std::map<std::string, bool>;

struct SecondLook {
  int64_t answer_id = 0;
  std::string finding_key;
  std::string answered_township;  // 9-digit codes; empty = not known
  std::string asked_township;     // empty = the county itself
};

struct SecondDraw {
  int64_t run_id = 0;       // the run that drew
  int64_t seed_run_id = 0;  // whose manifest is the seed
  std::string seed;
  int percent = 5;
  int64_t after_answer_id = 0, to_answer_id = 0;  // drawn from the answers after the first, up to the second
  int64_t pool = 0;                               // of them, codes 3-8
  std::vector<SecondLook> looks;
};

struct DrawInput {
  int64_t run_id = 0;
  std::string run_folder;  // holds findings.parquet and cleared.parquet
  std::string register_folder;
  int percent = 5;
  DrawnRules rules;
};
// Writes nothing; nullopt when there is nothing new to draw from. Errors: FND-006, SQL-*, STO-*.
Result<std::optional<SecondDraw>> DrawAnswers(sql::Engine& engine, store::Store& store, const DrawInput& input);
// The draw's rows, inside the caller's transaction.
Result<void> RecordDraw(store::Store& store, const SecondDraw& draw, int64_t now_us);

struct SecondLookLine {
  int64_t draw_id = 0;
  SecondLook look;
  std::string short_code, rule_id;
  std::string answered_name, asked_name;  // townships
  int first_code = 0;
  std::string first_by;
  int second_code = 0;  // 0 = still open
  std::string second_by;
  FindingCard card;
};
// All that were drawn, by draw, township asked and answer; only of these rules.
Result<std::vector<SecondLookLine>> LoadSecondLooks(sql::Engine& engine, store::Store& store,
                                                    const std::string& run_folder, const std::string& register_folder,
                                                    const DrawnRules& rules);

struct DrawCheck {
  int64_t draw_id = 0;
  SecondDraw draw;       // as recorded
  int64_t answered = 0;  // second looks that came back
  bool same = false;     // the draw gives the same answers again
};
Result<std::vector<DrawCheck>> RepeatDraws(store::Store& store, const DrawnRules& rules);

// "second:<draw>:<answer>": the hidden key of a row that asks for a second look.
std::string SecondLookKey(int64_t draw_id, int64_t answer_id);
// Printed before the short code of such a row.
inline constexpr std::string_view kSecondLookMark = "复";

}  // namespace xiuhua::findings
