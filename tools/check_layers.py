#!/usr/bin/env python3
"""Checks who includes whom against src/LAYERS, and that engine headers stay where they belong. No allow-list."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
# Outside headers and the only modules that may see them.
FENCES = {
    "duckdb.h": {"sql"},
    "sqlite3.h": {"store"},
    "libpq-fe.h": {"store"},
    "gdal.h": {"ingest"}, "gdal_priv.h": {"ingest"}, "ogr_api.h": {"ingest"}, "ogrsf_frmts.h": {"ingest"},
    "expat.h": {"ingest"},
    "CLI/CLI.hpp": {"cli"},
}


def main() -> int:
    level = {}
    for line in (SRC / "LAYERS").read_text().splitlines():
        words = line.split()
        if words and words[0].isdigit():
            for module in words[1:]:
                level[module] = int(words[0])
    wrong = []
    for path in sorted(SRC.rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        module = path.relative_to(SRC).parts[0]
        if module not in level:
            wrong.append(f"{path.relative_to(ROOT)}: module {module} is not in src/LAYERS")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = re.match(r'\s*#include\s+(["<])([^">]+)[">]', line)
            if not found:
                continue
            quote, target = found.groups()
            place = f"{path.relative_to(ROOT)}:{number}"
            if target in FENCES and module not in FENCES[target]:
                wrong.append(f"{place}: {target} may be included only in {sorted(FENCES[target])}")
            if quote != '"':
                continue
            other = target.split("/")[0]
            if other not in level:
                wrong.append(f'{place}: "{target}" is not a path from src/')
            elif other != module and level[other] >= level[module]:
                wrong.append(f"{place}: {module} (level {level[module]}) includes {other} (level {level[other]})")
    for line in wrong:
        print(line)
    print(f"layers: {len(wrong)} violations")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
