#!/usr/bin/env python3
"""Writes the C++ table behind text/shape.h from the Unicode Han database (Debian: unicode-data).

usage: make_shape_table.py UNICODE_FOLDER OUT.cc

Each entry packs a character's Cangjie code (kCangjie, at most five letters, five bits each, A = 1) and its four-corner
code (kFourCornerCode, the first one, as the number of its five digits plus one, 0 = none).
"""
import bz2
import pathlib
import re
import sys


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    path = folder / "Unihan_DictionaryLikeData.txt.bz2"
    if not path.exists():
        sys.exit(f"{path} is not there: install the Debian package unicode-data")
    cangjie, corners = {}, {}
    for line in bz2.decompress(path.read_bytes()).decode("utf-8").splitlines():
        if not line.startswith("U+"):
            continue
        code, key, value = line.split("\t")
        if key == "kCangjie":
            cangjie[int(code[2:], 16)] = value.split()[0]
        elif key == "kFourCornerCode":
            corners[int(code[2:], 16)] = re.sub(r"\D", "", value.split()[0]).ljust(5, "0")[:5]
    rows = []
    for point in sorted(cangjie.keys() | corners.keys()):
        packed = 0
        for letter in cangjie.get(point, "")[:5]:
            packed = packed << 5 | (ord(letter) - ord("A") + 1)
        corner = int(corners[point]) + 1 if point in corners else 0
        rows.append(f"{{0x{point:X},{packed},{corner}}}")
    lines = ['#include "text/shape_table.h"', "", "namespace xiuhua::text {",
             "const HanShape kHanShapes[] = {"]
    for start in range(0, len(rows), 6):
        lines.append(",".join(rows[start:start + 6]) + ",")
    lines += ["};", f"const size_t kHanShapesSize = {len(rows)};", "}  // namespace xiuhua::text", ""]
    out.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
