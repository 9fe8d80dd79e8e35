#!/usr/bin/env python3
"""Runs the scenarios of this folder against a built program. How a scenario reads: README.md.

  run.py PROGRAM SCENARIO.test ...        each in a fresh data folder; exit code 1 when one fails
  run.py PROGRAM SCENARIO.test --show     also prints what every command said (to write a new one)
"""
import csv
import glob
import io
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTY = "433199"  # no county of this country
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Failed(Exception):
    pass


def id_number(birth, sex, place):
    """The ID number of an invented person: area, birth date, order number (odd = male), check digit of GB 11643."""
    order = 2 * place + (1 if sex == "男" else 2)
    body = COUNTY + birth.replace("-", "") + "%03d" % order
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def says(wanted, line):
    """A line as expected; … stands for anything."""
    parts = [re.escape(part) for part in squeeze(wanted).split("…")]
    return re.fullmatch(".*".join(parts), squeeze(line)) is not None


def column_number(reference):
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_sheets(path):
    """[(sheet name, rows of texts)] of an xlsx workbook."""
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")):
                shared.append("".join(t.text or "" for t in item.iter(SHEET + "t")))
        targets = {r.get("Id"): r.get("Target") for r in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
        sheets = []
        for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(SHEET + "sheet"):
            rows = []
            for row in ElementTree.fromstring(book.read("xl/" + targets[sheet.get(RELATION)])).iter(SHEET + "row"):
                cells = []
                for cell in row:
                    at = column_number(cell.get("r"))
                    cells += [""] * (at + 1 - len(cells))
                    value = cell.find(SHEET + "v")
                    text = "".join(t.text or "" for t in cell.iter(SHEET + "t")) if value is None else value.text or ""
                    cells[at] = shared[int(text)] if cell.get("t") == "s" else text
                rows.append(cells)
            sheets.append((sheet.get("name"), rows))
        return sheets


def write_xlsx(path, rows):
    """A plain workbook of one sheet, every cell a text."""
    types = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join('<c r="%s%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' %
                        (chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26), number, escape(text))
                        for at, text in enumerate(row) if text != "")
        lines.append('<row r="%d">%s</row>' % (number, cells))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", '<Types xmlns="%s/content-types"><Default Extension="rels" ContentType='
                      '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
                      'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
                      'PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                      'spreadsheetml.worksheet+xml"/></Types>' % types)
        book.writestr("_rels/.rels", '<Relationships xmlns="%s/relationships"><Relationship Id="r1" Type="%s/'
                      'officeDocument" Target="xl/workbook.xml"/></Relationships>' % (types, office))
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%s/relationships"><Relationship Id="r1" Type="'
                      '%s/worksheet" Target="worksheets/sheet1.xml"/></Relationships>' % (types, office))
        book.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="1" sheetId="1" r:id="r1"/>'
                      '</sheets></workbook>' % (SHEET[1:-1], office))
        book.writestr("xl/worksheets/sheet1.xml", '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' %
                      (SHEET[1:-1], "".join(lines)))


def dress(path):
    """A sender's workbook: the same cells with colours, a merged title, a formula, protection and macros."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    main = SHEET[1:-1]
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    xml = xml.replace("<sheetData>", '<sheetPr><tabColor rgb="FFFF0000"/></sheetPr><cols><col min="1" max="30" width="14" style="1" '
                      'customWidth="1"/></cols><sheetData>')
    xml = re.sub(r'<c r="([A-Z]+1)"', r'<c r="\1" s="1"', xml)
    last = max(int(n) for n in re.findall(r'<row r="(\d+)"', xml))
    xml = xml.replace("</sheetData>", '<row r="%d" ht="33" customHeight="1"><c r="A%d" s="1" t="str"><f>CONCATENATE("合","计")</f><v>合计</v>'
                      '</c></row></sheetData><sheetProtection sheet="1" password="CC1A"/><mergeCells count="1"><mergeCell ref='
                      '"A1:D1"/></mergeCells><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" '
                      'footer="0.3"/>' % (last + 1, last + 1))
    parts["xl/worksheets/sheet1.xml"] = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + xml).encode()
    parts["xl/styles.xml"] = ('<styleSheet xmlns="%s"><fonts count="1"><font/></fonts><fills count="3"><fill/><fill/><fill><patternFill '
                              'patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill></fills><borders count="1"><border/>'
                              '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fillId="2" '
                              'applyFill="1"/></cellXfs></styleSheet>' % main).encode()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", b'<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'styles" Target="styles.xml"/></Relationships>')
    parts["xl/vbaProject.bin"] = bytes(range(256)) * 9
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


class Scenario:
    def __init__(self, program, path, show):
        self.program = os.path.abspath(program)
        self.path = path
        self.show = show
        self.people = {}
        self.folder = tempfile.mkdtemp(prefix="xiuhua-scenario-")
        site = os.path.join(self.folder, "county")
        shutil.copytree(os.path.join(HERE, "county"), site)

    def fill_in(self, text):
        def number_of(match):
            name, slip, place = re.fullmatch("([^!~]*)(?:([!~])([0-9]+))?", match.group(1)).groups()
            if name not in self.people:
                raise Failed("{%s}: this person stands in no == people" % name)
            digits = list(self.people[name])
            if slip == "!":
                at = int(place) - 1
                digits[at] = str((int(digits[at]) + 1) % 10)
            elif slip == "~":
                at = int(place) - 1
                digits[at], digits[at + 1] = digits[at + 1], digits[at]
            return "".join(digits)
        return re.sub(r"\{([^{}]+)\}", number_of, text)

    def sections(self):
        title, body, start = None, [], 0
        with open(self.path, encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                line = line.rstrip("\n")
                if line.startswith("== "):
                    if title is not None:
                        yield start, title, body
                    title, body, start = line[3:].strip(), [], number
                elif title is not None:
                    body.append(line)
        if title is not None:
            yield start, title, body

    def run(self):
        try:
            for number, title, body in self.sections():
                try:
                    self.section(title, [line for line in body])
                except Failed as failure:
                    raise Failed("%s:%d == %s\n%s" % (os.path.relpath(self.path), number, title, failure)) from None
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def section(self, title, body):
        word, _, rest = title.partition(" ")
        while body and body[-1].strip() == "":
            body.pop()
        if word in ("why", "note"):
            return
        if word == "people":
            for place, row in enumerate(line.split() for line in body if line.strip()):
                self.people[row[0]] = id_number(row[2], row[1], place + 1)
        elif word == "file":
            self.write_file(rest, body)
        elif word == "$":
            self.command(rest, body)
        elif word == "in":
            self.look_in(rest, body)
        elif word == "fill":
            self.fill(rest, body)
        elif word == "unpack":
            self.unpack(rest)
        elif word == "sql":
            with sqlite3.connect(os.path.join(self.folder, rest)) as store:
                store.executescript("\n".join(body))
            store.close()
        elif word == "dress":
            dress(os.path.join(self.folder, rest))
        elif word == "filled":
            self.only_filled(rest, body)
        elif word == "code":
            self.take_code(rest)
        elif word == "exists":
            if not glob.glob(os.path.join(self.folder, rest), recursive=True):
                raise Failed("no such file")
        else:
            raise Failed("no such kind of section: " + word)

    def write_file(self, name, body):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        text = "\n".join(body) + "\n"
        if name.endswith((".csv", ".xlsx")):
            text = self.fill_in(text)
        if name.endswith(".xlsx"):
            write_xlsx(path, list(csv.reader(io.StringIO(text))))
        else:
            with open(path, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)

    def command(self, line, body):
        expected_code = 0
        arguments = []
        for word in shlex.split(self.fill_in(line)):
            found = sorted(glob.glob(os.path.join(self.folder, word), recursive=True)) if "*" in word else []
            arguments += found or [word]
        done = subprocess.run([self.program, "--data", "data", "--as", "测试员", "-q"] + arguments, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        if self.show:
            never_asked = re.compile(r"( 0){4}$")  # lines of `rules` about rules that were not run
            print("== $ " + line)
            print("\n".join(at for at in done.stdout.split("\n") if not never_asked.search(squeeze(at))))
        lines = [at for at in done.stdout.split("\n") if at.strip()]
        position = 0
        for wanted in body:
            wanted = self.fill_in(wanted)
            if wanted.strip() == "":
                continue
            if wanted.startswith("exit "):
                expected_code = int(wanted[5:])
                continue
            if wanted.startswith("! "):
                if any(squeeze(wanted[2:]) in squeeze(at) for at in lines):
                    raise Failed("should not be said: %s\n--- said:\n%s" % (wanted[2:], done.stdout))
                continue
            at = next((i for i in range(position, len(lines)) if says(wanted, lines[i])), None)
            if at is None:
                raise Failed("not said (in this order): %s\n--- said:\n%s" % (wanted, done.stdout))
            position = at + 1
        if done.returncode != expected_code:
            raise Failed("exit code %d, expected %d\n--- said:\n%s" % (done.returncode, expected_code, done.stdout))

    def workbooks(self, pattern):
        found = sorted(glob.glob(os.path.join(self.folder, pattern), recursive=True))
        if not found:
            raise Failed("no file like " + pattern)
        return found

    def look_in(self, pattern, body):
        rows = []
        for path in self.workbooks(pattern):
            for name, sheet in read_sheets(path):
                rows += [squeeze(name + " | " + " | ".join(cells)) for cells in sheet]
        for wanted in body:
            wanted = self.fill_in(wanted)
            if wanted.strip() == "":
                continue
            absent = wanted.startswith("! ")
            text = wanted[2:] if absent else wanted
            if any(says("…" + text + "…", row) for row in rows) == absent:
                raise Failed(("should not stand there: " if absent else "does not stand there: ") + text +
                             ("" if absent else "\n--- rows:\n" + "\n".join(rows)))

    def fill(self, rest, body):
        """PATTERN into FILE [as HEADING]: the rows of every list pasted together, last first, with these cells filled."""
        pattern, _, target = rest.partition(" into ")
        target, _, heading = target.partition(" under ")
        heading = heading.strip() or "核实结果"
        pasted, width = [], 0
        used = set()
        for path in self.workbooks(pattern.strip()):
            for _, sheet in read_sheets(path):
                head = next((i for i, row in enumerate(sheet) if any(squeeze(c).startswith(heading) for c in row)), None)
                if head is None:
                    continue
                column = next(i for i, c in enumerate(sheet[head]) if squeeze(c).startswith(heading))
                if not pasted:
                    pasted.append(sheet[head])
                rows = []
                for row in sheet[head + 1:]:
                    row = row + [""] * (len(sheet[head]) - len(row))
                    for number, line in enumerate(body):
                        words, _, value = self.fill_in(line).partition("=>")
                        if all(word in " ".join(row) for word in words.split()):
                            row[column] = value.strip()
                            used.add(number)
                    rows.append(row)
                pasted += reversed(rows)
        for number, line in enumerate(body):
            if line.strip() and number not in used:
                raise Failed("no row for: %s\n--- rows:\n%s" % (line, "\n".join(" | ".join(row) for row in pasted)))
        path = os.path.join(self.folder, target.strip())
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_xlsx(path, pasted)

    def only_filled(self, rest, body):
        """A as B: every part of the packages is the same to the byte, and the sheet too once these cells are cut out."""
        after, _, before = rest.partition(" as ")
        with zipfile.ZipFile(self.workbooks(after.strip())[0]) as a, zipfile.ZipFile(self.workbooks(before.strip())[0]) as b:
            new, old = ({n: book.read(n) for n in book.namelist()} for book in (a, b))
        if list(new) != list(old):
            raise Failed("the parts are others: %s, %s" % (list(new), list(old)))
        sheet = "xl/worksheets/sheet1.xml"
        for name in old:
            if name != sheet and new[name] != old[name]:
                raise Failed("this part was changed: " + name)
        changed, original = new[sheet].decode(), old[sheet].decode()
        for line in body:
            cell, _, text = self.fill_in(line).partition(" ")
            pattern = r'<c r="%s"[^>]*(?:/>|>(.*?)</c>)' % cell
            found = re.search(pattern, changed)
            if found is None or "".join(re.findall("<t[^>]*>(.*?)</t>", found.group(0))) != text.strip():
                raise Failed("%s holds %s" % (cell, found and found.group(0)))
            changed = re.sub(pattern, "", changed)
            original = re.sub(pattern, "", original)
        if changed != original:
            raise Failed("more than these cells was changed:\n%s\n%s" % (original, changed))

    def take_code(self, rest):
        """NAME PATTERN WORDS: {NAME} is from now on the short code of the row of these lists that holds the words."""
        name, pattern, words = rest.split(" ", 2)
        found = set()
        for path in self.workbooks(pattern):
            for _, sheet in read_sheets(path):
                head = next((i for i, row in enumerate(sheet) if "短码" in [squeeze(c) for c in row]), None)
                for row in sheet[head + 1:] if head is not None else []:
                    if all(word in " ".join(row) for word in words.split()):
                        found.add(row[[squeeze(c) for c in sheet[head]].index("短码")])
        if len(found) != 1:
            raise Failed("these words stand in rows of %d short codes" % len(found))
        self.people[name] = found.pop()

    def unpack(self, rest):
        pattern, _, target = rest.partition(" into ")
        target, _, password = target.partition(" with ")
        tool = shutil.which("7z") or shutil.which("7zz") or shutil.which("7za")
        if tool is None:
            raise Failed("7z is not installed (Debian package p7zip-full)")
        for path in self.workbooks(pattern.strip()):
            for secret, works in (("-pnot-" + password.strip(), False), ("-p" + password.strip(), True)):
                done = subprocess.run([tool, "x", "-y", secret, "-o" + os.path.join(self.folder, target.strip()), path],
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                if (done.returncode == 0) != works:
                    raise Failed("%s the archive: %s" % ("could not open" if works else "a wrong password opened", done.stdout))


def main():
    show = "--show" in sys.argv
    words = [word for word in sys.argv[1:] if word != "--show"]
    if len(words) < 2:
        print(__doc__)
        return 2
    failed = 0
    for path in words[1:]:
        try:
            Scenario(words[0], path, show).run()
            print("ok      " + os.path.basename(path))
        except Failed as failure:
            failed += 1
            print("FAILED  " + os.path.basename(path) + "\n" + str(failure))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
