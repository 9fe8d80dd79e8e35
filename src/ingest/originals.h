// The delivered file as it is kept: byte for byte, or with the columns of class `never` emptied.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "ingest/import_parts.h"

namespace xiuhua::ingest {

// Copies `from` to `to` (new, 0600) and answers the SHA-256 of the bytes, in one reading. Ticks bytes.
Result<std::string> CopyHashed(const std::string& from, const std::string& to, Progress& progress);

struct KeptOriginals {
  std::string sha256;                         // of the file kept, or of the files' hashes together
  std::map<std::string, std::string> hashes;  // path → SHA-256 of each
};

// Writes the files of this delivery below `folder` as <part>_<name>. A file in which some sheet (of any group) has
// columns to drop is written redacted. `received` is the hash of the whole delivered file, `copy` its copy on disk.
// Errors: ING-090 (redaction impossible), reading, writing.
Result<KeptOriginals> KeepOriginals(const SourceGroup& group, const std::vector<SourceGroup>& all,
                                    const std::string& copy, const std::string& received, const std::string& folder,
                                    const OpenOptions& options, Progress& progress);

}  // namespace xiuhua::ingest
