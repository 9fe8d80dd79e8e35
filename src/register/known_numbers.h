// KnownNumbers: the ID numbers of reg_identities in memory, so that a scan over all other tables drops the rows of
// known people before it reads their other columns.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "sql/engine.h"

namespace xiuhua::registry {

class KnownNumbers {
 public:
  // Reads reg_identities and adds the SQL function that UnknownSql names. The memory is given back with this object.
  static Result<std::unique_ptr<KnownNumbers>> Load(sql::Engine& engine);
  ~KnownNumbers();
  KnownNumbers(const KnownNumbers&) = delete;
  KnownNumbers& operator=(const KnownNumbers&) = delete;

  // True for a number (id_key, an SQL expression, not NULL) that reg_identities does not hold.
  [[nodiscard]] std::string UnknownSql(const std::string& id_key) const;

 private:
  struct Keys;
  KnownNumbers();

  std::shared_ptr<Keys> keys_;
  std::string function_;
};

}  // namespace xiuhua::registry
