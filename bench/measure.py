#!/usr/bin/env python3
"""Measures the program from outside: wall and processor seconds, peak memory, rows a second. Used by ./dev bench.

  measure.py month  --data-from FOLDER --work FOLDER --json FILE
  measure.py county --data-from FOLDER --work FOLDER --json FILE
  measure.py xlsx   --rows-from CSV    --work FOLDER --json FILE

Only the standard library. Each command is a child process; its figures are those the kernel gives when it ends.
The load of the machine is noted with every figure: wall seconds of a busy machine say more about the other work.
"""
import argparse
import calendar
import csv
import json
import os
import resource
import shutil
import sys
import time
import zipfile
from xml.sax.saxutils import escape

PROGRAM = "build/release/xiuhua"


def run(command, log, memory_cap_mb=None):
    """Runs one command to its end; stdout and stderr go to `log`. Returns its figures."""
    load = os.getloadavg()[0]
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        if memory_cap_mb:
            cap = memory_cap_mb << 20
            resource.setrlimit(resource.RLIMIT_DATA, (cap, cap))
        try:
            os.execv(command[0], command)
        finally:
            os._exit(127)
    _, status, usage = os.wait4(pid, 0)
    return {"wall_s": round(time.monotonic() - started, 2), "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
            "user_s": round(usage.ru_utime, 2), "sys_s": round(usage.ru_stime, 2),
            "peak_mb": usage.ru_maxrss // 1024, "load_before": round(load, 2), "load_after": round(os.getloadavg()[0], 2),
            "exit": os.waitstatus_to_exitcode(status)}


def last_lines(log, count=1):
    with open(log, encoding="utf-8", errors="replace") as lines:
        return [line.rstrip("\n") for line in lines if line.strip()][-count:]


def must(figures, log, what):
    if figures["exit"] != 0:
        sys.exit(f"错误 error: {what} ended with {figures['exit']}: " + " / ".join(last_lines(log, 6)))


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def show(name, figures):
    print(f"  {name:<34} {figures['wall_s']:8.1f} s   处理器 cpu {figures['cpu_s']:7.1f} s   "
          f"内存 peak {figures['peak_mb']:6,d} MB   负载 load {figures['load_before']}-{figures['load_after']}", flush=True)


def only_month(data_from):
    months = sorted(os.listdir(f"{data_from}/deliveries"))
    return months[0]


def month_end(month):
    year, number = map(int, month.split("-"))
    return f"{month}-{calendar.monthrange(year, number)[1]:02d}"


def delivered_rows(data):
    import sqlite3
    for name in ("store.sqlite", "store/store.sqlite", "xiuhua.sqlite"):
        path = f"{data}/{name}"
        if os.path.exists(path):
            store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            return store.execute("SELECT sum(rows_total), count(*) FROM deliveries").fetchone()
    sys.exit(f"错误 error: no store in {data}")


def whole_job(data_from, data, work, cap=None, workbooks=False):
    """init + import + run (+ export). Returns the figures of each step, and all together."""
    month = only_month(data_from)
    shutil.rmtree(data, ignore_errors=True)
    base = [PROGRAM, "--data", data]
    steps = [("init", ["init", "--site", f"{data_from}/site"]),
             ("import", ["import", f"{data_from}/deliveries/{month}", "--list", f"{data_from}/site/delivery_list.csv"]),
             ("run", ["run", "--as-of", month_end(month)])]
    if workbooks:
        steps.append(("export", ["export", "--out", fresh(f"{work}/workbooks"), "--plain"]))
    figures = {}
    for name, words in steps:
        log = f"{work}/{name}.txt"
        figures[name] = run(base + words, log, cap)
        must(figures[name], log, name)
        show(name, figures[name])
    together = {key: round(sum(one[key] for one in figures.values()), 2) for key in ("wall_s", "cpu_s")}
    together["peak_mb"] = max(one["peak_mb"] for one in figures.values())
    rows, deliveries = delivered_rows(data)
    together.update(rows=rows, deliveries=deliveries, rows_per_s=int(rows / together["wall_s"]))
    stages = last_lines(f"{work}/run.txt")[0]
    print(f"  比对各步 stages of the run: {stages}")
    return {"steps": figures, "together": together, "run_stages": stages}


def copy_files(data_from, work):
    month = only_month(data_from)
    folder = f"{data_from}/deliveries/{month}"
    files = sorted(f"{folder}/{name}" for name in os.listdir(folder) if name.endswith(".csv"))
    log = f"{work}/copy.txt"
    out = fresh(f"{work}/copied")
    figures = run(["build/release/bench/copy_csv", out, "2", "4096", *files], log)
    must(figures, log, "copy_csv")
    copied, rows, failed = map(int, last_lines(log)[0].split())
    shutil.rmtree(out)
    figures.update(files=copied, rows=rows, failed=failed, bytes=sum(os.path.getsize(name) for name in files))
    return figures


def month(arguments):
    work = arguments.work
    os.makedirs(work, exist_ok=True)
    result = {"what": "month", "from": arguments.data_from}
    # The copy runs before and after: what it needs shows how busy the machine was on both sides of the job.
    before = copy_files(arguments.data_from, work)
    show("DuckDB copy, before", before)
    job = whole_job(arguments.data_from, f"{work}/data", work)
    after = copy_files(arguments.data_from, work)
    show("DuckDB copy, after", after)
    together = job["together"]
    # Against the faster copy: a copy slowed down by other work would flatter the job.
    copy_wall = min(before["wall_s"], after["wall_s"])
    copy_cpu = min(before["cpu_s"], after["cpu_s"])
    steady = max(before["wall_s"], after["wall_s"]) <= 1.25 * copy_wall
    result.update(job, copy_before=before, copy_after=after, ratio_wall=round(together["wall_s"] / copy_wall, 2),
                  ratio_cpu=round(together["cpu_s"] / copy_cpu, 2), steady=steady)
    show_total(together)
    print(f"  (a)/(b) = {result['ratio_wall']} (wall), {result['ratio_cpu']} (cpu)   目标 target: <= 60 s, <= 4, <= 6,144 MB")
    if not steady:
        print("  ! 前后两次拷贝相差超过四分之一：机器忙，只有处理器秒数可信 / the two copies differ by more than a quarter: "
              "the machine was busy, trust the processor seconds only")
    return result


def show_total(together):
    print(f"  合计 together: {together['wall_s']:.1f} s, cpu {together['cpu_s']:.1f} s, {together['rows']:,} rows, "
          f"{together['rows_per_s']:,} rows/s, {together['peak_mb']:,} MB")


def county(arguments):
    os.makedirs(arguments.work, exist_ok=True)
    result = {"what": "county", "memory_cap_mb": 4096}
    result.update(whole_job(arguments.data_from, f"{arguments.work}/data", arguments.work, cap=4096, workbooks=True))
    show_total(result["together"])
    print("  目标 target: <= 300 s under 4,096 MB (RLIMIT_DATA)")
    return result


def write_xlsx(path, header, rows):
    """One sheet, inline strings, deflate: as plain as a workbook can be."""
    def line(number, cells):
        return f'<row r="{number}">' + "".join(
            f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if not cell.isdigit() or len(cell) > 11
            else f"<c><v>{cell}</v></c>" for cell in cells) + "</row>"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", f'<?xml version="1.0"?><Types xmlns="{types}"><Default Extension="rels" '
                      'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
                      f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                      f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>')
        book.writestr("_rels/.rels", f'<?xml version="1.0"?><Relationships xmlns="{relations}"><Relationship Id="rId1" '
                      f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                      '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<?xml version="1.0"?><Relationships xmlns="{relations}"><Relationship '
                      f'Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>'.encode())
            block = [line(1, header)]
            for number, cells in enumerate(rows, 2):
                block.append(line(number, cells))
                if len(block) == 2000:
                    sheet.write("".join(block).encode())
                    block = []
            sheet.write(("".join(block) + "</sheetData></worksheet>").encode())


def make_wide_book(source, path, rows, columns):
    """The rows of a generated household register again and again, widened with columns nobody asked for."""
    with open(source, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        pool = [row for row in reader if len(row) == len(header)]
    spare = columns - len(header)
    header += [f"备用{i + 1}" for i in range(spare)]
    def widened():
        for i in range(rows):
            yield pool[i % len(pool)] + [str((i * 7919 + k * 104729) % 1000003) if k % 3 else f"第{(i + k) % 977}组"
                                         for k in range(spare)]
    write_xlsx(path, header, widened())


def xlsx(arguments):
    work = arguments.work
    os.makedirs(work, exist_ok=True)
    book = f"{work}/公安局_户籍人口_2026年4月_演示数据 人员虚构.xlsx"
    if not os.path.exists(book):
        print("  写工作簿 writing the workbook (500,000 × 30)", flush=True)
        make_wide_book(arguments.rows_from, book + ".part", 500_000, 30)
        os.rename(book + ".part", book)
    log = f"{work}/read.txt"
    read = run(["build/release/bench/read_sheets", book], log)
    must(read, log, "read_sheets")
    sheets, rows, cells = map(int, last_lines(log)[0].split())
    read.update(rows=rows, cells=cells, rows_per_s=int(rows / read["wall_s"]))
    show("read only", read)
    data = f"{work}/data"
    shutil.rmtree(data, ignore_errors=True)
    base = [PROGRAM, "--data", data]
    log = f"{work}/init.txt"
    must(run([*base, "init", "--county", "433199", *(["--site", arguments.site] if arguments.site else [])], log), log, "init")
    log = f"{work}/import.txt"
    imported = run([*base, "import", book, "--source", "hukou", "--period", "2026-04"], log)
    must(imported, log, "import")
    imported.update(rows_per_s=int(rows / imported["wall_s"]), summary=last_lines(log)[0])
    show("import", imported)
    print("  " + imported["summary"])
    return {"what": "xlsx", "bytes": os.path.getsize(book), "read": read, "import": imported}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["month", "county", "xlsx"])
    parser.add_argument("--data-from")
    parser.add_argument("--rows-from")
    parser.add_argument("--site")
    parser.add_argument("--work", required=True)
    parser.add_argument("--json", required=True)
    arguments = parser.parse_args()
    result = {"month": month, "county": county, "xlsx": xlsx}[arguments.what](arguments)
    result["cores"] = os.cpu_count()
    result["at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with open(arguments.json, "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False, indent=1)
    print(f"  {arguments.json}")


if __name__ == "__main__":
    main()
