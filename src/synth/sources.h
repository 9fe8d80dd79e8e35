// One function per department file; each writes the file(s) of scene.month. All are called by synth.cc, in this order.
#pragma once

#include "base/result.h"
#include "synth/output.h"

namespace xiuhua::synth {

// Police and townships (sources_people.cc, sources_roster.cc)
Result<void> WriteHukou(Scene scene);
Result<void> WriteDeaths(Scene scene);
Result<void> WriteMoves(Scene scene);
Result<void> WriteCremations(Scene scene);
Result<void> WriteRoster(Scene scene);
// Insurance and health (sources_health.cc)
Result<void> WriteInsured(Scene scene);
Result<void> WriteSettlements(Scene scene);
Result<void> WriteSeriousIllness(Scene scene);
Result<void> WriteDisabled(Scene scene);
// Civil affairs (sources_civil.cc)
Result<void> WriteDibao(Scene scene);
Result<void> WriteTekun(Scene scene);
Result<void> WriteTemporaryAid(Scene scene);
Result<void> WriteDisabilitySubsidies(Scene scene);
Result<void> WriteOldAge(Scene scene);
Result<void> WriteOrphans(Scene scene);
Result<void> WriteChildrenInNeed(Scene scene);
// Money (sources_money.cc)
Result<void> WriteSubsidyPayments(Scene scene);
Result<void> WritePensionInsured(Scene scene);
Result<void> WritePensionPayments(Scene scene);
Result<void> WriteLand(Scene scene);
Result<void> WriteLandSubsidy(Scene scene);
Result<void> WriteMicroloans(Scene scene);
// Schools (sources_school.cc)
Result<void> WritePupils(Scene scene);
Result<void> WriteDropouts(Scene scene);
Result<void> WriteYulu(Scene scene);
// Work (sources_work.cc)
Result<void> WriteJobs(Scene scene);
Result<void> WritePublicPosts(Scene scene);
Result<void> WritePayroll(Scene scene);
Result<void> WriteVillageCadres(Scene scene);
// Houses, water, disasters, accidents (sources_place.cc)
Result<void> WriteHouses(Scene scene);
Result<void> WriteWaterOutages(Scene scene);
Result<void> WriteDisasters(Scene scene);
Result<void> WriteAccidents(Scene scene);
Result<void> WriteRelocation(Scene scene);
// National system exports (sources_national.cc)
Result<void> WriteMonitored(Scene scene);
Result<void> WriteMeasures(Scene scene);
Result<void> WriteFormerPoor(Scene scene);
Result<void> WriteConditions(Scene scene);
Result<void> WriteMigrantWork(Scene scene);
Result<void> WriteVillageFacts(Scene scene);
Result<void> WriteHelpers(Scene scene);
// Inquiries and clues (sources_asset.cc)
Result<void> WriteVehicles(Scene scene);
Result<void> WriteCompanies(Scene scene);
Result<void> WriteRealEstate(Scene scene);
Result<void> WriteHotline(Scene scene);
Result<void> WritePayouts(Scene scene);

}  // namespace xiuhua::synth
