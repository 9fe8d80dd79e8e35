#!/usr/bin/env python3
"""Compares the pages under docs/ with the program they describe.

  check_docs.py PROGRAM             what ctest runs; exit code 1 when a page is not true any more
  check_docs.py PROGRAM --write     writes docs/errors.md and docs/errors.zh-CN.md

Checks: the error pages are what `xiuhua errors` prints; every error id is raised by some test; every command that a
README or guide shows parses; the links between the pages lead somewhere.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Error ids that no test names. The number may only fall.
UNTESTED_AT_MOST = 0
PAGES = ["README.md", "README.zh-CN.md", "docs/import.md", "docs/import.zh-CN.md", "docs/settings.md", "docs/answers.md",
         "docs/answers.zh-CN.md"]
HEADS = {
    "en": ("docs/errors.md", "# Errors\n\nEvery message of the program has an id. This page is what `xiuhua errors --lang en` prints; "
           "`{0}`, `{1}` stand for\nthe file, line or value in question.\n\n"),
    "zh": ("docs/errors.zh-CN.md", "# 错误目录\n\n程序的每条错误都有编号。本页就是 `xiuhua errors` 的输出；`{0}`、`{1}` 处会写出是哪个文件、哪一行、什么值。\n\n"),
}


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as text:
        return text.read()


def error_pages(program, write):
    wrong = []
    for language, (path, head) in HEADS.items():
        said = subprocess.run([program, "errors", "--lang", language], stdout=subprocess.PIPE, check=True).stdout.decode()
        if write:
            with open(os.path.join(ROOT, path), "w", encoding="utf-8") as page:
                page.write(head + said)
        elif read(path) != head + said:
            wrong.append("%s is not what `xiuhua errors` prints: run tests/docs/check_docs.py PROGRAM --write" % path)
    return wrong


def tracked(*patterns):
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
                            stdout=subprocess.PIPE, text=True, check=True).stdout.split("\n")
    return [path for path in listed if path]


def error_tests():
    """Ids and constants of every catalogue against the tests of the same module and the tables under tests/."""
    tables = "".join(read(path) for path in tracked("tests/*.test", "tests/*.tsv", "tests/*.py", "src/*.test", "src/*.tsv",
                                              "src/*/testdata/*.txt"))
    missing, count = [], 0
    for catalogue in tracked("src/*.def"):
        module = catalogue.split("/")[1]
        declared = re.findall(r'XIUHUA_ERROR\((k\w+), "([A-Z]{3}-\d{3})"', read(catalogue))
        own = "".join(read(path) for path in tracked("src/%s/*_test.cc" % module, "src/%s/test_*.h" % module))
        others = "".join(read(path) for path in tracked("src/*_test.cc"))
        for constant, number in declared:
            count += 1
            if not (number in tables or number in others or re.search(r"errors::%s\b" % constant, own)):
                missing.append(number)
    print("error ids: %d, named by no test: %d (at most %d) %s" % (count, len(missing), UNTESTED_AT_MOST, " ".join(missing)))
    if len(missing) > UNTESTED_AT_MOST:
        return ["more error ids without a test than before; add a test that raises them"]
    return []


def commands(program):
    """`xiuhua WORD [WORD]` in a code block or in backticks: the words must be commands of the program."""
    wrong, shown = [], set()
    for page in PAGES:
        for line in re.findall(r"(?:^|`)(?:build/release/)?xiuhua ([a-z][^`\n]*)", read(page), re.M):
            words = line.split("#")[0].split()
            shown.add((page, tuple(words)))
    for page, words in sorted(shown):
        verbs = []
        for word in words:
            if not re.fullmatch(r"[a-z][a-z-]*", word) or len(verbs) == 2:
                break
            verbs.append(word)
        options = [word.split("=")[0] for word in words if word.startswith("--")]
        done = None
        while verbs:
            done = subprocess.run([program, *verbs, "--help"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode == 0 or len(verbs) == 1:
                break
            verbs.pop()
        if done is None or done.returncode != 0:
            wrong.append("%s: xiuhua %s is no command" % (page, " ".join(words)))
            continue
        overall = subprocess.run([program, "--help"], stdout=subprocess.PIPE, text=True).stdout
        for option in options:
            if not re.search(re.escape(option) + r"\b", done.stdout + overall):
                wrong.append("%s: xiuhua %s has no %s" % (page, " ".join(verbs), option))
    print("commands shown: %d" % len(shown))
    if not shown:
        wrong.append("no command was found in the pages")
    return wrong


def links():
    wrong = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(page)):
            if not os.path.exists(os.path.normpath(os.path.join(ROOT, os.path.dirname(page), target))):
                wrong.append("%s: the link %s leads nowhere" % (page, target))
    return wrong


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    program, write = os.path.abspath(sys.argv[1]), "--write" in sys.argv
    wrong = error_pages(program, write) + error_tests() + commands(program) + links()
    for line in wrong:
        print("FAILED " + line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
