// ErrorModel: every rate with which the generator spoils what it writes. Parts per million of the cells (or rows)
// named.
//
// No per-field error rate of Chinese departmental files is published: all are assumed (docs/demo-county.md says on what
// ground). `hand` stands for files typed at the village, `office` for lists kept in workbooks, `system` for exports.
#pragma once

#include "synth/rng.h"

namespace xiuhua::synth {

struct CellErrors {
  Ppm id_wrong_digit = 0;      // one digit mistyped
  Ppm id_swapped = 0;          // two neighbours swapped
  Ppm id_excel_destroyed = 0;  // 4.33E+17
  Ppm id_missing = 0;
  Ppm id_fifteen = 0;      // old 15-digit number, right
  Ppm id_lower_x = 0;      // of numbers that end in X
  Ppm id_spaced = 0;       // spaces inside, or a leading quote
  Ppm id_full_width = 0;   // full-width digits
  Ppm id_other_valid = 0;  // a second valid number for the same person (same name and birth date)
  Ppm name_other = 0;      // another person's name behind the right number
  Ppm name_homophone = 0;  // one character replaced by one that sounds alike
  Ppm name_variant = 0;    // variant or traditional form, 萧 / 肖
  Ppm name_spaced = 0;     // 张  三
  Ppm name_nickname = 0;   // baby name or missing generation character
  Ppm text_padded = 0;     // stray blanks and quotes around other cells
  Ppm money_dressed = 0;   // ¥, thousands separators, 元
  Ppm date_other = 0;      // another way to write the date than the file's usual one
};

struct ErrorModel {
  CellErrors hand{.id_wrong_digit = 2000,
                  .id_swapped = 800,
                  .id_excel_destroyed = 600,
                  .id_missing = 1500,
                  .id_fifteen = 900,
                  .id_lower_x = 300'000,
                  .id_spaced = 3000,
                  .id_full_width = 600,
                  .id_other_valid = 300,
                  .name_other = 250,
                  .name_homophone = 4000,
                  .name_variant = 1500,
                  .name_spaced = 30'000,
                  .name_nickname = 600,
                  .text_padded = 10'000,
                  .money_dressed = 60'000,
                  .date_other = 80'000};
  CellErrors office{.id_wrong_digit = 700,
                    .id_swapped = 250,
                    .id_excel_destroyed = 150,
                    .id_missing = 200,
                    .id_fifteen = 250,
                    .id_lower_x = 120'000,
                    .id_spaced = 1500,
                    .id_full_width = 100,
                    .id_other_valid = 250,
                    .name_other = 150,
                    .name_homophone = 1500,
                    .name_variant = 800,
                    .name_spaced = 10'000,
                    .name_nickname = 100,
                    .text_padded = 4000,
                    .money_dressed = 30'000,
                    .date_other = 20'000};
  CellErrors system{.id_wrong_digit = 60,
                    .id_swapped = 20,
                    .id_excel_destroyed = 0,
                    .id_missing = 100,
                    .id_fifteen = 50,
                    .id_lower_x = 5000,
                    .id_spaced = 100,
                    .id_full_width = 0,
                    .id_other_valid = 150,
                    .name_other = 60,
                    .name_homophone = 500,
                    .name_variant = 500,
                    .name_spaced = 500,
                    .name_nickname = 0,
                    .text_padded = 200,
                    .money_dressed = 0,
                    .date_other = 0};
  Ppm id_masked_in_export = 30'000;  // national export: number shown as 433199********0012
  Ppm rare_character_replaced =
      600'000;                     // of names with a character outside GBK, in an old system: pinyin, ? or homophone
  Ppm guardian_id = 20'000;        // children's lists: the guardian's number in the child's column
  Ppm payment_failed = 6000;       // a payment comes back and is issued again
  Ppm settlement_reversed = 4000;  // a settlement is cancelled by a negative row
  Ppm old_village_name = 30'000;   // addresses that still name a village merged years ago
  Ppm death_cancelled_late = 450'000;  // of deaths: hukou cancelled more than a month later
  Ppm fact_in_remark = 700'000;        // rosters: 外嫁, 去世 ... stands in 备注 instead of the row being taken out
};

}  // namespace xiuhua::synth
