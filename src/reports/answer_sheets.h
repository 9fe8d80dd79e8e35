// Sheets of the county workbook about answers: contradicted ones, second looks, misses.
#pragma once

#include <string>
#include <string_view>

#include "reports/reports.h"
#include "workbook/writer.h"

namespace xiuhua::reports {

// 核实结果不一致: one line an answer, the findings in order of place; who settles them and how stands above.
void AddContradictedSheet(workbook::Writer& writer, const ExportRequest& request);

// 复核抽查: every answer drawn for a second look, who was asked, what came back; the seeds stand above.
void AddSecondLookSheet(workbook::Writer& writer, const ExportRequest& request);

// 漏报: households taken into monitoring that no rule had warned of.
void AddMissesSheet(workbook::Writer& writer, const ExportRequest& request);

// Merges columns 0 to `last_column` of the row for an explanation, as high as its lines need: `characters` fit beside
// each other, a Chinese one counts two.
void NoteRow(workbook::Sheet& sheet, int row, int last_column, std::string_view text, double characters);

// "1 属实，有风险，建议纳入监测" of an answer code; the number alone when it is none of the eight.
std::string AnswerWords(int code);

}  // namespace xiuhua::reports
