#!/usr/bin/env python3
"""Writes the C++ tables behind text/names.h and text/pinyin.h from the Unicode Han database (Debian: unicode-data).

usage: make_han_tables.py UNICODE_FOLDER EXTRA_TSV OUT.cc

Folding: every Han character goes to the one form in which names are compared. A character of the 2013 list of
standard characters (kTGH) stays itself, except the pairs of EXTRA_TSV. Any other goes to the standard character that
it is a compatibility, traditional (kSimplifiedVariant), Z, semantic or look-alike (kSpoofingVariant) variant of -
directly, backwards, or over one step; of several, the one that stands first in the list. Without a standard character, its simplified form. Kangxi and
CJK radicals go to the character they look like. kSpecializedSemanticVariant is not used.

Readings: toneless syllables, ü written v, the modern reading (kMandarin) first, then kTGHZ2013, kXHC1983,
kHanyuPinlu, kHanyuPinyin. A character without any has those of its folded form. The same once more with tones.
"""
import bz2
import collections
import pathlib
import re
import sys
import unicodedata
import zipfile

FIRST, LAST = 0x3400, 0x9FFF  # the dense part: extension A and the basic block
SOURCES = ("kMandarin", "kTGHZ2013", "kXHC1983", "kHanyuPinlu", "kHanyuPinyin")


def open_text(folder, name):
    """Lines of a Unicode data file, plain, .bz2 or inside Unihan.zip."""
    plain = folder / name
    if plain.exists():
        return plain.read_text(encoding="utf-8").splitlines()
    packed = folder / (name + ".bz2")
    if packed.exists():
        return bz2.decompress(packed.read_bytes()).decode("utf-8").splitlines()
    bundle = folder / "Unihan.zip"
    if bundle.exists():
        with zipfile.ZipFile(bundle) as archive:
            return archive.read(name).decode("utf-8").splitlines()
    sys.exit(f"{folder}/{name} is not there: install the Debian package unicode-data")


def read_unihan(folder, names):
    table = collections.defaultdict(dict)
    for name in names:
        for line in open_text(folder, name):
            if line.startswith("U+"):
                code, key, value = line.split("\t")
                table[key][int(code[2:], 16)] = value
    return table


def targets(value):
    return [int(word[2:].split("<")[0], 16) for word in value.split()]


def standard_order(table):
    """kTGH: 2013:1 ... 2013:8105, the more common first."""
    return {code: int(value.split()[0].split(":")[1]) for code, value in table["kTGH"].items()}


def fold_table(table, folder, extra):
    order = standard_order(table)
    near = collections.defaultdict(list)  # one step, in either direction
    for key in ("kCompatibilityVariant", "kSimplifiedVariant", "kZVariant", "kSemanticVariant", "kSpoofingVariant"):
        for code, value in table[key].items():
            for other in targets(value):
                near[code].append((key, other))
                if key != "kSimplifiedVariant":
                    near[other].append((key, code))
    for code, value in table["kTraditionalVariant"].items():
        for other in targets(value):
            near[other].append(("kSimplifiedVariant", code))

    def best(codes):
        standard = [code for code in codes if code in order]
        return min(standard, key=lambda code: order[code]) if standard else None

    strength = ("kCompatibilityVariant", "kSimplifiedVariant", "kZVariant", "kSemanticVariant", "kSpoofingVariant")
    fold = {}
    for code in sorted(near):
        if code in order:
            continue
        target = None
        for key in strength:
            target = target or best([other for kind, other in near[code] if kind == key])
        for key in strength:
            steps = [last for kind, other in near[code] if kind == key
                     for kind2, last in near[other] if kind2 in strength[:2]]
            target = target or best(steps)
        if target is None:
            simpler = [other for kind, other in near[code] if kind in strength[:2] and other != code
                       and (code in table[kind] and other in targets(table[kind][code]))]
            target = simpler[0] if simpler else None
        if target is not None and target != code:
            fold[code] = target
    for code, target in extra.items():
        fold[code] = target
    for code, target in radicals(folder).items():
        fold.setdefault(code, target)
    return settle(fold)


def radicals(folder):
    """⻢ U+2EE2 -> 马: pages turned into text carry radicals in place of characters."""
    found = {}
    for line in open_text(folder, "EquivalentUnifiedIdeograph.txt"):
        match = re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", line)
        if match:
            first, last, target = match.groups()
            for code in range(int(first, 16), int(last or first, 16) + 1):
                found[code] = int(target, 16)
    return found


def settle(fold):
    """Follows chains, so that folding twice changes nothing."""
    settled = {}
    for code in fold:
        seen, at = {code}, fold[code]
        while at in fold and at not in seen:
            seen.add(at)
            at = fold[at]
        if at != code:
            settled[code] = at
    for code in list(settled):
        if settled[code] in settled:  # a cycle: its smallest member stands for all
            cycle, at = [], settled[code]
            while at not in cycle:
                cycle.append(at)
                at = settled[at]
            for member in cycle:
                settled.pop(member, None)
                if member != min(cycle):
                    settled[member] = min(cycle)
    return {code: settled.get(target, target) for code, target in settled.items()}


def toneless(syllable):
    plain = unicodedata.normalize("NFD", syllable.lower().replace("ü", "v").replace("ǚ", "v"))
    plain = plain.replace("u\u0308", "v")
    return "".join(c for c in plain if "a" <= c <= "z" or c == "ê").replace("ê", "e")


def syllables(key, value):
    if key == "kMandarin":
        return value.split()
    if key == "kHanyuPinlu":
        return [re.sub(r"\(.*?\)", "", word) for word in value.split()]
    return [s for word in value.split() for s in word.split(":", 1)[1].split(",")]


def toned(syllable):
    """zhāng -> ("zhang", 1); the neutral tone is 0."""
    marks = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
    tones = [marks[c] for c in unicodedata.normalize("NFD", syllable) if c in marks]
    return toneless(unicodedata.normalize("NFC", syllable)), tones[0] if tones else 0


def tones_table(table):
    tones = collections.defaultdict(list)
    for key in SOURCES:
        for code, value in table[key].items():
            for syllable in syllables(key, value):
                pair = toned(syllable)
                if pair[0] and pair not in tones[code]:
                    tones[code].append(pair)
    return tones


def readings_table(table):
    readings = collections.defaultdict(list)
    for key in SOURCES:
        for code, value in table[key].items():
            for syllable in syllables(key, value):
                plain = toneless(unicodedata.normalize("NFC", syllable))
                if plain and plain not in readings[code]:
                    readings[code].append(plain)
    return readings


def rows(numbers, width=16):
    for i in range(0, len(numbers), width):
        yield "    " + ", ".join(str(n) for n in numbers[i:i + width]) + ",\n"


def numbered_sets(table):
    """The number of each character's set (dense list, sparse pairs), the offsets of the sets, their members."""
    sets, flat, offsets = {(): 0}, [], [0, 0]
    dense, sparse = [0] * (LAST - FIRST + 1), []
    for code, members in sorted(table.items()):
        key = tuple(members)
        if key not in sets:
            sets[key] = len(sets)
            flat += members
            offsets.append(len(flat))
        if FIRST <= code <= LAST:
            dense[code - FIRST] = sets[key]
        else:
            sparse.append((code, sets[key]))
    return dense, sparse, offsets, flat


def write_sets(f, name, sets):
    dense, sparse, offsets = sets
    f.write(f"const uint16_t k{name}Dense[{len(dense)}] = {{\n")
    f.writelines(rows(dense))
    f.write(f"}};\nconst HanPair k{name}Sparse[] = {{\n")
    f.writelines(f"    {{{a}, {b}}},\n" for a, b in sparse)
    f.write(f"}};\nconst size_t k{name}SparseSize = {len(sparse)};\n")
    f.write(f"const uint16_t k{name}Offsets[{len(offsets)}] = {{\n")
    f.writelines(rows(offsets))
    f.write("};\n")


def write(out, fold, readings, tones):
    far = 0xFFFF  # the target lies outside the basic plane: look in the sparse table
    dense = [0] * (LAST - FIRST + 1)
    sparse = []
    for code, target in sorted(fold.items()):
        if FIRST <= code <= LAST and target <= 0xFFFE:
            dense[code - FIRST] = target
        else:
            if FIRST <= code <= LAST:
                dense[code - FIRST] = far
            sparse.append((code, target))
    *reading_sets, words = numbered_sets(readings)
    known = sorted({syllable for pairs in tones.values() for syllable, _ in pairs})
    number = {syllable: i for i, syllable in enumerate(known)}
    *tone_sets, toned_ids = numbered_sets({c: [number[s] * 8 + t for s, t in pairs] for c, pairs in tones.items()})
    with open(out, "w", encoding="utf-8") as f:
        f.write("// Written by tools/make_han_tables.py from the Unicode Han database; do not edit.\n"
                '#include "text/han_tables.h"\n\nnamespace xiuhua::text {\n\n')
        f.write(f"const uint16_t kFoldDense[{len(dense)}] = {{\n")
        f.writelines(rows(dense))
        f.write(f"}};\nconst HanPair kFoldSparse[] = {{\n")
        f.writelines(f"    {{{a}, {b}}},\n" for a, b in sparse)
        f.write(f"}};\nconst size_t kFoldSparseSize = {len(sparse)};\n\n")
        write_sets(f, "Reading", reading_sets)
        f.write("const std::string_view kReadingWords[] = {\n")
        f.writelines(f'    "{word}",\n' for word in words)
        f.write("};\n\n")
        write_sets(f, "Tone", tone_sets)
        f.write(f"const uint16_t kToneIds[{len(toned_ids)}] = {{\n")
        f.writelines(rows(toned_ids))
        f.write("};\nconst std::string_view kSyllables[] = {\n")
        f.writelines(f'    "{word}",\n' for word in known)
        f.write(f"}};\nconst size_t kSyllablesSize = {len(known)};\n\n}}  // namespace xiuhua::text\n")


def read_extra(path, order):
    extra = {}
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        words = line.split("\t")
        if len(words) < 2 or len(words[0]) != 1 or len(words[1]) != 1 or ord(words[1]) not in order:
            sys.exit(f"{path}:{number}: two characters parted by a tab are wanted, the second a standard one")
        extra[ord(words[0])] = ord(words[1])
    return extra


def main():
    folder, extra_path, out = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    table = read_unihan(folder, ["Unihan_Variants.txt", "Unihan_Readings.txt", "Unihan_OtherMappings.txt",
                                 "Unihan_IRGSources.txt", "Unihan_DictionaryLikeData.txt"])
    extra = read_extra(extra_path, standard_order(table))
    fold = fold_table(table, folder, extra)
    readings = readings_table(table)
    for code, target in fold.items():
        if code not in readings and target in readings:
            readings[code] = readings[target]
    tones = tones_table(table)
    for code, target in fold.items():
        if code not in tones and target in tones:
            tones[code] = tones[target]
    write(out, fold, readings, tones)
    print(f"han tables: {len(fold)} characters folded, {len(readings)} with readings")


if __name__ == "__main__":
    main()
