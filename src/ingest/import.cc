#include "ingest/import.h"

#include "ingest/import_file.h"

namespace xiuhua::ingest {

Result<ImportReport> Import(const ImportRequest& request, const ImportContext& context) {
  TRY_ASSIGN(std::unique_ptr<lake::Staging> staging, context.lake.NewStaging("import"));
  TRY_ASSIGN(const std::unique_ptr<ImportingFile> file, ImportingFile::Receive(request, context, std::move(staging)));
  std::unique_ptr<sql::Engine> engine;
  while (file->more()) {
    TRY(file->Decide());
    if (engine == nullptr) {
      TRY_ASSIGN(engine, sql::Engine::Open(context.engine));
    }
    TRY(file->Write(*engine, context.engine.threads));
    TRY(file->Commit());
  }
  return file->Take();
}

}  // namespace xiuhua::ingest
