// Comparing pairs: for each comparison of the spec the level a pair of records reaches.
//
// Values are compared by number first; unlike values by the tests of their column, on data prepared once for each
// distinct value, many right values against one left one. What is dear (names, sets of words) is remembered in a small
// table of value pairs for each thread. The levels come out as codes: 0 = silent (missing), 1 = the first level, ...,
// levels + 1 = else.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "linkage/link_spec.h"
#include "linkage/link_table.h"
#include "text/prepared_text.h"

namespace xiuhua::linkage {

inline constexpr uint8_t kSilent = 0;

// The tests that comparisons put to one column; bit i of a mask = test i holds.
class ColumnTests {
 public:
  ColumnTests(const LinkColumn& column, std::vector<ValueTest> tests, const Dictionary& dictionary, int threads);
  ~ColumnTests();
  ColumnTests(ColumnTests&&) noexcept;

  [[nodiscard]] const std::vector<ValueTest>& tests() const { return tests_; }
  [[nodiscard]] uint32_t all() const { return (1U << tests_.size()) - 1; }  // what equal values reach
  [[nodiscard]] bool only_exact() const { return tests_.size() == 1 && tests_[0].kind == TestKind::kExact; }

  // Memory of one thread for one column.
  struct Scratch {
    std::vector<text::PreparedText> rights;
    std::vector<double> likeness;
    std::vector<uint32_t> edits;
    struct Remembered {
      uint64_t pair = 0;
      uint32_t mask = 0;
    };
    std::vector<Remembered> remembered;
  };
  [[nodiscard]] std::unique_ptr<Scratch> NewScratch() const;
  // Masks of `left` against unlike, non-missing `rights`.
  void Unlike(uint32_t left, std::span<const uint32_t> rights, Scratch& scratch, uint32_t* masks) const;
  [[nodiscard]] bool ValidId(uint32_t value) const;

 private:
  struct Prepared;
  void Texts(uint32_t left, std::span<const uint32_t> rights, Scratch& scratch, uint32_t* masks) const;
  void Dear(uint32_t left, std::span<const uint32_t> rights, Scratch& scratch, uint32_t* masks) const;
  void Cheap(uint32_t left, std::span<const uint32_t> rights, uint32_t* masks) const;
  [[nodiscard]] uint32_t DearMask(uint32_t left, uint32_t right) const;
  std::vector<ValueTest> tests_;
  std::unique_ptr<Prepared> prepared_;
};

// What all threads share.
class CompareTables {
 public:
  CompareTables(const LinkSpec& spec, const LinkTable& table, int threads);

  struct Term {
    int slot = 0;      // index into columns
    uint32_t bit = 0;  // of the test
  };
  struct Level {
    LinkLevel::Mode mode = LinkLevel::Mode::kAll;
    std::vector<Term> terms;
  };
  struct Comparison {
    std::vector<int> slots;
    std::vector<Level> levels;
    std::vector<uint8_t> code_of_mask;  // comparisons of one column: code by mask
    [[nodiscard]] uint8_t else_code() const { return static_cast<uint8_t>(levels.size() + 1); }
  };

  [[nodiscard]] const std::vector<Comparison>& comparisons() const { return comparisons_; }
  [[nodiscard]] const std::vector<int>& columns() const { return columns_; }  // of the spec, per slot
  [[nodiscard]] const ColumnTests& tests(size_t slot) const { return tests_[slot]; }
  [[nodiscard]] const LinkTable& table() const { return table_; }

 private:
  const LinkTable& table_;
  std::vector<int> columns_;
  std::vector<ColumnTests> tests_;
  std::vector<Comparison> comparisons_;
};

// For one thread.
class PairComparer {
 public:
  explicit PairComparer(const CompareTables& tables);
  ~PairComparer();
  // Compares one record with others; codes(c)[i] is then the level of rights[i] in comparison c.
  void Compare(uint32_t left, std::span<const uint32_t> rights);
  // Only comparison `c`.
  void CompareOne(size_t c, uint32_t left, std::span<const uint32_t> rights);
  [[nodiscard]] const uint8_t* codes(size_t c) const { return codes_[c].data(); }

 private:
  void Masks(size_t slot, uint32_t left, std::span<const uint32_t> rights);
  void Codes(size_t c, uint32_t left, std::span<const uint32_t> rights);
  [[nodiscard]] uint8_t CodeOf(const CompareTables::Comparison& comparison, uint32_t left, uint32_t right,
                               size_t at) const;
  const CompareTables& tables_;
  std::vector<std::unique_ptr<ColumnTests::Scratch>> scratch_;  // per slot
  std::vector<std::vector<uint32_t>> masks_;                    // per slot
  std::vector<std::vector<uint8_t>> codes_;                     // per comparison
  std::vector<uint32_t> unlike_;
  std::vector<uint32_t> unlike_at_;
  std::vector<uint32_t> unlike_masks_;
};

}  // namespace xiuhua::linkage
