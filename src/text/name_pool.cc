// Preparing names: what a comparison needs to know, once for each distinct name and each distinct character.
#include <algorithm>
#include <array>
#include <string>

#include "text/name_relation.h"
#include "text/names.h"
#include "text/sound.h"
#include "text/values.h"
#include "text/width.h"

namespace xiuhua::text {
namespace {

constexpr size_t kChunk = size_t{1} << 16U;
constexpr size_t kMostNameUnits = 32;
constexpr size_t kMostNameBytes = 4096;  // of a cell; what is longer is no name

uint64_t HashBit(uint64_t value) { return uint64_t{1} << (value * 0x9E3779B97F4A7C15ULL >> 58U); }

NameSign SignFor(char32_t c) {
  NameSign sign;
  const std::span<const uint16_t> readings = TonedReadings(c);
  sign.readings = readings.data();
  sign.reading_count = static_cast<uint16_t>(readings.size());
  for (const uint16_t reading : readings) sign.sounds |= HashBit(NearSyllable(static_cast<uint16_t>(reading / 8U)));
  sign.shape = ShapeCodeOf(c);
  std::array<uint8_t, 32> before{};
  for (int shift = 20; shift >= 0; shift -= 5) {
    const uint32_t letter = sign.shape.cangjie >> static_cast<unsigned>(shift) & 31U;
    if (letter == 0) continue;
    ++sign.shape_letters;
    const uint32_t times = before.at(letter)++;
    sign.strokes |= uint64_t{1} << (times < 2 ? times * 26 + (letter - 1) % 26 : 52 + letter % 12);
  }
  return sign;
}

// The forms of a name that its comparison needs, of one walk over the cell.
struct Forms {
  std::string folded;
  std::string written;       // half width, lower case, without spaces
  std::string without_dots;  // that without dots
  std::u32string units;      // of folded
  uint32_t parts = 0;
};

Forms FormsOf(std::string_view name) {
  Forms forms;
  std::string one;
  bool parted = true;
  for (size_t at = 0; at < name.size();) {
    const size_t from = at;
    char32_t c = NextCodePoint(name, at);
    if (IsInvisible(c)) continue;
    FoldName(name.substr(from, at - from), one);
    c = HalfWidth(c);
    if (c >= 'A' && c <= 'Z') c = c - 'A' + 'a';
    if (!IsSpace(c)) AppendCodePoint(c, forms.written);
    if (one.empty()) {
      parted = true;
      continue;
    }
    AppendCodePoint(c, forms.without_dots);
    if (parted && forms.units.size() < kMostNameUnits) forms.parts |= 1U << forms.units.size();
    parted = false;
    forms.folded += one;
    for (const char32_t unit : CodePoints(one)) forms.units += unit;
  }
  return forms;
}

bool SaysNothing(std::string_view name, const Forms& forms) {
  std::string buffer;
  return std::ranges::all_of(forms.units, [](char32_t c) { return c == kReplacement; }) ||
         IsPlaceholder(CleanCell(name, buffer));
}

}  // namespace

NamePool::NamePool() = default;
NamePool::NamePool(NamePool&&) noexcept = default;
NamePool& NamePool::operator=(NamePool&&) noexcept = default;
NamePool::~NamePool() = default;

const NameSign* NamePool::SignOf(char32_t c) {
  const auto [at, added] = signs_.try_emplace(c, nullptr);
  if (added) {
    sign_store_.push_back(SignFor(c));
    at->second = &sign_store_.back();
    bytes_ += sizeof(NameSign) + 32;
  }
  return at->second;
}

void* NamePool::Take(size_t size) {
  size = (size + 15) / 16 * 16;
  if (size > left_) {
    const size_t chunk = std::max(size, kChunk);
    chunks_.push_back(std::make_unique<std::byte[]>(chunk));
    next_ = chunks_.back().get();
    left_ = chunk;
    bytes_ += chunk;
  }
  std::byte* taken = next_;
  next_ += size;
  left_ -= size;
  return taken;
}

PreparedName NamePool::Add(std::string_view name) {
  name = SplitNameNote(name).name;
  PreparedName prepared;
  const bool long_cell = name.size() > kMostNameBytes;
  const Forms forms = FormsOf(name.substr(0, kMostNameBytes));
  if (SaysNothing(name.substr(0, kMostNameBytes), forms)) return prepared;
  prepared.key = NameKey(long_cell ? name : std::string_view(forms.folded));
  prepared.written = NameKey(long_cell ? name : std::string_view(forms.written));
  prepared.without_dots = NameKey(forms.without_dots);
  prepared.size = kTooLong;
  if (long_cell || forms.units.size() > kMostNameUnits) return prepared;
  prepared.size = static_cast<uint8_t>(forms.units.size());
  prepared.parts = forms.parts;
  auto* units = static_cast<NameUnit*>(Take(forms.units.size() * sizeof(NameUnit)));
  for (size_t i = 0; i < forms.units.size(); ++i) {
    const char32_t c = forms.units[i];
    units[i] = {c, SignOf(c)};
    if (c == kReplacement) ++prepared.unknowns;
    prepared.has_letters = prepared.has_letters || (c >= 'a' && c <= 'z');
    prepared.has_han = prepared.has_han || IsHan(c);
  }
  prepared.units = units;
  prepared.bag = BagOf(forms.units);
  auto* folded = static_cast<char*>(Take(forms.folded.size()));
  std::ranges::copy(forms.folded, folded);
  prepared.folded = folded;
  prepared.folded_size = static_cast<uint16_t>(forms.folded.size());
  const bool dotted = prepared.written != prepared.without_dots;  // 阿里·买买提 has no surname
  if (!dotted) prepared.surname = static_cast<uint8_t>(CountCodePoints(SplitSurname(forms.folded).surname));
  return prepared;
}

}  // namespace xiuhua::text
