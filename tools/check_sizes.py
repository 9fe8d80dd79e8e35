#!/usr/bin/env python3
"""Refuses source files over 600 lines and names that say nothing."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAX_LINES = 600
EMPTY_NAMES = {"util", "utils", "common", "helper", "helpers", "misc", "manager"}


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "src", "tools", "tests", "bench"], cwd=ROOT, capture_output=True,
                            text=True, check=True).stdout.splitlines()
    wrong = []
    for name in listed:
        path = ROOT / name
        if path.suffix not in (".h", ".cc", ".py", ".sh") or not path.exists():
            continue
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MAX_LINES:
            wrong.append(f"{name}: {lines} lines (at most {MAX_LINES})")
        for part in [*path.parent.parts, path.stem]:
            if part.lower() in EMPTY_NAMES:
                wrong.append(f"{name}: the name '{part}' says nothing")
    for line in wrong:
        print(line)
    print(f"sizes: {len(wrong)} violations in {len(listed)} files")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
