#!/usr/bin/env python3
"""Writes the hostile files that reading must survive into a folder: make_corpus.py FOLDER.

Deterministic, standard library only. What each file must lead to stands in expected.tsv. Persons are invented.
"""
import pathlib
import struct
import sys
import zipfile

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = ["姓名", "身份证号", "金额"]
PEOPLE = [["张三", "433124199001010012", "300.50"], ["李四", "433124198505050025", "1,200"], ["王五", "43312419700303003X", "0"]]


def put(name, data):
    (OUT / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


def table(rows=None, delimiter=",", end="\n"):
    return end.join(delimiter.join(row) for row in [HEADER] + (rows or PEOPLE)) + end


def archive(name, parts, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(OUT / name, "w", method) as out:
        for part, data in parts.items():
            info = zipfile.ZipInfo(part, (2026, 3, 1, 0, 0, 0))
            info.compress_type = method
            if isinstance(data, str) or isinstance(data, bytes):
                out.writestr(info, data)
            else:
                with out.open(info, "w", force_zip64=True) as stream:
                    for piece in data:
                        stream.write(piece.encode("utf-8") if isinstance(piece, str) else piece)


def esc(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def inline(row, column, text):
    return f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t>{esc(text)}</t></is></c>'


def sheet_rows(rows, start=1):
    return "".join(f'<row r="{i}">' + "".join(inline(i, c, t) for c, t in enumerate(row)) + "</row>" for i, row in enumerate(rows, start))


def sheet(rows=None, before="", after="", data=None):
    body = data if data is not None else sheet_rows([HEADER] + PEOPLE if rows is None else rows)
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def parts(xml, **more):
    made = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns:r="{REL}"><sheets><sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="{REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": xml,
    }
    for key, value in more.items():
        path = {"strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml", "workbook": "xl/workbook.xml", "rels": "xl/_rels/workbook.xml.rels"}[key]
        made[path] = value
    return made


def book(name, xml, **more):
    archive(name, parts(xml, **more))


def ole(streams):
    """A compound file of 512-byte sectors; each stream starts on its own sector, at least 4096 bytes long."""
    sectors, entries = [], []
    for stream_name, data in streams:
        data = data.ljust(max(4096, (len(data) + 511) // 512 * 512), b"\0")
        entries.append((stream_name, 2, len(sectors), len(data)))
        sectors += [data[i:i + 512] for i in range(0, len(data), 512)]
    fat, start = [], 0
    for _, _, first, size in entries:
        count = size // 512
        fat += [first + i + 1 for i in range(count - 1)] + [0xFFFFFFFE]
        start += count
    directory = b""
    for stream_name, kind, first, size in [("Root Entry", 5, 0xFFFFFFFE, 0)] + entries:
        raw = (stream_name + "\0").encode("utf-16-le")
        child = 1 if kind == 5 else 0xFFFFFFFF
        right = 0xFFFFFFFF
        directory += raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child) + b"\0" * 36 + struct.pack("<III", first, size, 0)
    directory = directory.ljust((len(directory) + 511) // 512 * 512, b"\0")
    directory_at = len(sectors)
    fat += [directory_at + i + 1 for i in range(len(directory) // 512 - 1)] + [0xFFFFFFFE]
    sectors += [directory[i:i + 512] for i in range(0, len(directory), 512)]
    fat_at = len(sectors)
    fat += [0xFFFFFFFD]
    sectors.append(struct.pack("<128I", *(fat + [0xFFFFFFFF] * (128 - len(fat)))))
    head = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *([fat_at] + [0xFFFFFFFF] * 108))
    return head + b"".join(sectors)


def biff(rows, encrypted=False):
    def record(kind, data):
        return struct.pack("<HH", kind, len(data)) + data
    texts = [t for row in rows for t in row if isinstance(t, str)]
    sst = struct.pack("<II", len(texts), len(texts)) + b"".join(struct.pack("<HB", len(t), 1) + t.encode("utf-16-le") for t in texts)
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    body += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, 3, 0))
    index = 0
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                body += record(0x00FD, struct.pack("<HHHI", r, c, 0, index))
                index += 1
            else:
                body += record(0x0203, struct.pack("<HHHd", r, c, 0, value))
    body += record(0x000A, b"")
    name = "表1"
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x05, 0, 0, 0, 0))
    if encrypted:
        start += record(0x002F, b"\0" * 54)
    start += record(0x0042, struct.pack("<H", 1200)) + record(0x0022, struct.pack("<H", 0))
    xf = record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    tail = record(0x00FC, sst) + record(0x000A, b"")
    size = len(start) + len(xf) + 4 + 8 + len(name.encode("utf-16-le")) + len(tail)
    bound = record(0x0085, struct.pack("<IHBB", size, 0, len(name), 1) + name.encode("utf-16-le"))
    return start + xf + bound + tail + body


def csv_files():
    put("csv_utf8.csv", table())
    put("csv_utf8_bom.csv", b"\xef\xbb\xbf" + table().encode())
    put("csv_gb18030.csv", table().encode("gb18030"))
    put("csv_gb18030_rare.csv", table([["㐂𠀀龘", "433124199001010012", "1"]]).encode("gb18030"))
    put("csv_gbk_late.csv", ("a,b\n" + "1,2\n" * 300000 + "张三,3\n").encode("gb18030"))
    put("csv_utf16le_bom.csv", b"\xff\xfe" + table().encode("utf-16-le"))
    put("csv_utf16be_bom.csv", b"\xfe\xff" + table().encode("utf-16-be"))
    put("csv_utf16le_no_bom.txt", "name,id,sum\nAnn,1,2\nBob,3,4\n".encode("utf-16-le"))
    put("csv_big5_like.csv", b"\xa9\x6d\xa6\x57,b\n\xb1\x69\xa4\x54,2\n")
    put("csv_bad_bytes.csv", (table() * 3).encode() + "赵".encode()[:2] + b",1,2\n" + table().encode())
    put("csv_random_bytes.csv", bytes((i * 7919 + i // 256 * 31) % 256 for i in range(20000)))
    put("csv_nul.csv", b"a,b\n1,2\n3,\x004\n")
    put("csv_many_nuls.csv", b"a,b\n" + b"\0" * 100000)
    put("csv_mixed_line_ends.csv", "a,b\r\n1,2\n3,4\r5,6\r\n")
    put("csv_unclosed_quote_end.csv", table() + '"赵六,1,2\n')
    put("csv_unclosed_quote_middle.csv", table() + '"赵六,1,2\n' + "".join(f"甲{i},{i},{i}\n" for i in range(3000)))
    put("csv_unclosed_then_quoted.csv", table() + '"赵六,1,2\n"钱七","3","4"\n孙八,5,6\n')
    put("csv_only_quotes.csv", '"' * 99999 + "\n")
    put("csv_quote_every_line.csv", "a,b\n" + '"x,1\n' * 20000)
    put("csv_newlines_in_cells.csv", 'a,b\n"1\n2\n3",x\n"4\r\n5",y\n')
    put("csv_10mb_cell.csv", "a,b\n1," + "x" * (10 << 20) + "\n2,3\n")
    put("csv_10mb_quoted_cell.csv", 'a,b\n1,"' + "x" * (10 << 20) + '"\n2,3\n')
    put("csv_one_line_20mb.csv", "x" * (20 << 20))
    put("csv_100000_columns.csv", "a,b\n" + "," * 100000 + "\n")
    put("csv_blank_lines.csv", "\n\n" + table() + "\n,,\n \n" * 1000)
    put("csv_only_line_ends.csv", "\n" * 500000)
    put("csv_only_spaces.csv", " \n \t \n")
    put("csv_duplicate_columns.csv", "姓名,姓名,金额,金额\n张三,李四,1,2\n")
    put("csv_header_twice.csv", table() + table())
    put("csv_no_header.csv", "\n".join(",".join(p) for p in PEOPLE) + "\n")
    put("csv_formula_injection.csv", "a,b\n=cmd|' /C calc'!A0,1\n@SUM(1+1),2\n+1,-1\n")
    put("csv_bom_only.csv", b"\xef\xbb\xbf")
    put("csv_dates.csv", "日期\n1900-01-01\n1900-02-29\n9999-12-31\n99999-01-01\n")
    put("csv_amounts.csv", "金额\n99999999999999999999999999\n-1\n1e308\nNaN\n")
    put("csv_semicolons.csv", table([["张三", "433124199001010012", "300,50"]], ";"))
    put("csv_tabs.xls", table(delimiter="\t").encode("gb18030"))
    put("csv_pretends_xlsx.xlsx", table())
    put("empty.csv", b"")
    put("empty.xlsx", b"")


def other_kinds():
    put("html_pretends_xls.xls", "<html><head><meta charset='utf-8'></head><body><table><tr><td>姓名</td></tr></table></body></html>")
    put("mhtml_pretends_xls.xls", "MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html/>")
    put("xml_2003.xls", '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>')
    put("pdf_pretends_xlsx.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    put("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    put("rar.zip", b"Rar!\x1a\x07\x01\x00" + b"\0" * 100)
    put("ole_password.xlsx", ole([("EncryptedPackage", b"\1" * 5000), ("EncryptionInfo", b"\2" * 300)]))
    put("ole_word.xls", ole([("WordDocument", b"\xec\xa5" + b"\0" * 5000)]))
    put("ole_cut.xls", ole([("Workbook", biff([["a"]]))])[:700])
    put("ole_garbage.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(i * 37 % 256 for i in range(5000)))
    put("ole_loop.xls", ole([("Workbook", b"\0" * 5000)]).replace(struct.pack("<I", 0xFFFFFFFE), struct.pack("<I", 1)))
    put("xls_good.xls", ole([("Workbook", biff([HEADER] + [[p[0], p[1], 300.5] for p in PEOPLE]))]))
    put("xls_id_as_number.xls", ole([("Workbook", biff([["姓名", "身份证号"], ["张三", 433124199001010012.0]]))]))
    put("xls_password.xls", ole([("Workbook", biff([HEADER], encrypted=True))]))
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    cells = "".join("<table:table-row>" + "".join(cell.format(t) for t in row) + "</table:table-row>" for row in [HEADER] + PEOPLE)
    ns = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = f'<?xml version="1.0"?><office:document-content {ns}><office:body><office:spreadsheet><table:table table:name="表1">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    mime = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    archive("ods_good.ods", {**mime, "content.xml": content})
    archive("ods_pretends_xlsx.xlsx", {**mime, "content.xml": content})
    archive("ods_bomb.ods", {**mime, "content.xml": (" " * (1 << 20) for _ in range(200))})
    archive("ods_cut_xml.ods", {**mime, "content.xml": content[:300]})
    repeated = content.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="99999999" ', 1)
    archive("ods_repeated_cells.ods", {**mime, "content.xml": repeated})
    archive("ods_repeated_rows.ods", {**mime, "content.xml": content.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="99999999">', 1)})
    archive("odt.ods", {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
    archive("docx.xlsx", {"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"})
    archive("xlsb.xlsb", {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\0\1"})


def zips():
    archive("zip_of_legacy.zip", {"甲.xls": (OUT / "xls_good.xls").read_bytes(), "乙.ods": (OUT / "ods_good.ods").read_bytes()})
    good = parts(sheet())
    archive("zip_of_tables.zip", {"一月/甲.csv": table(), "乙.csv": table().encode("gb18030"), "__MACOSX/._甲.csv": b"\0\5", "~$乙.xlsx": b"x", ".DS_Store": b"\0", "说明.pdf": b"%PDF-1.4"})
    archive("zip_nested.zip", {"inner.zip": b"PK\5\6" + b"\0" * 18})
    archive("zip_no_tables.zip", {"readme.pdf": b"%PDF-1.4"})
    archive("zip_empty.zip", {})
    archive("zip_slip.zip", {"../../../../tmp/xiuhua_slip.csv": table()})
    archive("zip_5000_files.zip", {f"{i}.csv": "a,b\n1,2\n" for i in range(5000)})
    archive("zip_bomb.zip", {"a.csv": (b"\n" * (1 << 20) for _ in range(300))})
    archive("xlsx_bomb_sheet.xlsx", parts(("x" if i else '<worksheet><sheetData><row><c t="str"><v>') * (1 << 20 if i else 1) for i in range(200)))
    archive("xlsx_bomb_strings.xlsx", parts(sheet(data='<row><c t="s"><v>0</v></c></row>'), strings=("<sst>" if i == 0 else "<si/>" * (1 << 18) for i in range(100))))
    with zipfile.ZipFile(OUT / "zip_gbk_names.zip", "w") as out:
        out.writestr(zipfile.ZipInfo("AAAAAAAA.csv", (2026, 3, 1, 0, 0, 0)), table())
    data = (OUT / "zip_gbk_names.zip").read_bytes().replace(b"AAAAAAAA", "乡镇报表".encode("gbk"))
    put("zip_gbk_names.zip", data)
    archive("zip_encrypted.zip", {"a.csv": table()}, zipfile.ZIP_STORED)
    raw = bytearray((OUT / "zip_encrypted.zip").read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\1\2") + 8] |= 1
    put("zip_encrypted.zip", bytes(raw))
    archive("whole.xlsx", good)
    whole = (OUT / "whole.xlsx").read_bytes()
    put("xlsx_cut_half.xlsx", whole[:len(whole) // 2])
    put("xlsx_cut_tail.xlsx", whole[:-10])
    flipped = bytearray(whole)
    at = whole.index(b"xl/worksheets/sheet1.xml") + 60
    flipped[at] ^= 0x55
    flipped[at + 40] ^= 0xFF
    put("xlsx_flipped_bytes.xlsx", bytes(flipped))
    put("xlsx_junk_before.xlsx", b"junk" + whole)
    archive("xlsx_upper_case_parts.xlsx", {("XL/Worksheets/Sheet1.xml" if k.endswith("sheet1.xml") else k): v for k, v in good.items()})
    archive("xlsx_backslashes.xlsx", {k.replace("/", "\\"): v for k, v in good.items()})


def books():
    book("xlsx_no_strings_part.xlsx", sheet(data='<row><c t="s"><v>0</v></c></row>'))
    book("xlsx_string_index_huge.xlsx", sheet(data='<row><c t="s"><v>99999999999</v></c></row>'), strings="<sst><si><t>a</t></si></sst>")
    book("xlsx_string_index_negative.xlsx", sheet(data='<row><c t="s"><v>-1</v></c></row>'), strings="<sst><si><t>a</t></si></sst>")
    missing = parts(sheet())
    del missing["xl/worksheets/sheet1.xml"]
    archive("xlsx_sheet_missing.xlsx", missing)
    book("xlsx_no_sheets.xlsx", sheet(), workbook="<workbook/>")
    book("xlsx_chart_only.xlsx", sheet(), rels=f'<Relationships><Relationship Id="rId1" Type="{REL}/chartsheet" Target="worksheets/sheet1.xml"/></Relationships>')
    book("xlsx_rels_loop.xlsx", sheet(), rels=f'<Relationships><Relationship Id="rId1" Type="{REL}/worksheet" Target="../../../../../etc/passwd"/></Relationships>')
    archive("xlsx_1048576_empty_rows.xlsx", parts(big_sheet(lambda i: f'<row r="{i}" s="1"/>', sheet_rows([HEADER]), sheet_rows([PEOPLE[0]], 1048576))))
    archive("xlsx_1048576_rows.xlsx", parts(big_sheet(lambda i: f'<row r="{i}"><c r="A{i}"><v>{i * 7919 % 100003}</v></c></row>', sheet_rows([HEADER]), sheet_rows([PEOPLE[0]], 1048576))))
    book("xlsx_row_beyond_end.xlsx", sheet(data='<row r="1048577"><c><v>1</v></c></row>'))
    book("xlsx_row_zero.xlsx", sheet(data='<row r="0"><c><v>1</v></c></row>'))
    book("xlsx_row_negative.xlsx", sheet(data='<row r="-5"><c><v>1</v></c></row>'))
    book("xlsx_row_twice.xlsx", sheet(data='<row r="3"><c><v>1</v></c></row><row r="3"><c><v>2</v></c></row>'))
    book("xlsx_rows_backwards.xlsx", sheet(data='<row r="3"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>'))
    book("xlsx_cell_beyond_end.xlsx", sheet(data='<row r="1"><c r="XFE1"><v>1</v></c></row>'))
    book("xlsx_cell_of_other_row.xlsx", sheet(data='<row r="1"><c r="A9"><v>1</v></c></row>'))
    book("xlsx_cells_backwards.xlsx", sheet(data='<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>'))
    book("xlsx_no_places.xlsx", sheet(data="<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))
    book("xlsx_last_column.xlsx", sheet(data="".join(f'<row r="{i}"><c r="XFD{i}"><v>{i}</v></c></row>' for i in range(1, 2001))))
    book("xlsx_lying_dimension.xlsx", sheet(before='<dimension ref="A1:XFD1048576"/>'))
    book("xlsx_10mb_cell.xlsx", sheet(data=f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>{"甲乙丙" * (4 << 20)}</t></is></c></row>'))
    book("xlsx_10mb_string.xlsx", sheet(data='<row><c t="s"><v>0</v></c></row>'), strings=f"<sst><si><t>{'x' * (10 << 20)}</t></si></sst>")
    book("xlsx_20mb_attribute.xlsx", sheet(data=f'<row spans="{"9" * (20 << 20)}"/>'))
    book("xlsx_deep.xlsx", sheet(data="<row><c>" + "<a>" * 100000))
    book("xlsx_billion_laughs.xlsx", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet><sheetData><row><c t="str"><v>&c;</v></c></row></sheetData></worksheet>')
    book("xlsx_external_entity.xlsx", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>')
    book("xlsx_cut_xml.xlsx", sheet()[:-60])
    book("xlsx_binary_sheet.xlsx", b"\0\1\2\3" * 1000)
    book("xlsx_utf16_xml.xlsx", ('<?xml version="1.0" encoding="UTF-16"?>' + sheet().split("?>", 1)[1]).encode("utf-16"))
    book("xlsx_errors.xlsx", sheet(data='<row><c t="e"><v>#REF!</v></c><c t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'))
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    days = [0, 1, 59, 60, 61, 2958465, 2958466, -1, 1e300]
    book("xlsx_odd_dates.xlsx", sheet(data="<row>" + "".join(f'<c s="1"><v>{d}</v></c>' for d in days) + "</row>"), styles=styles)
    book("xlsx_odd_numbers.xlsx", sheet(data="<row>" + "".join(f"<c><v>{v}</v></c>" for v in ["1e999", "NaN", "-INF", "0x10", "1,5", "", "433124199001010012"]) + "</row>"))
    book("xlsx_style_index_huge.xlsx", sheet(data='<row><c s="999999999"><v>5</v></c></row>'), styles=styles)
    merges = "".join(f'<mergeCell ref="A{i}:C{i + 1}"/>' for i in range(1, 100000, 2))
    book("xlsx_many_merges.xlsx", sheet(after=f"<mergeCells>{merges}</mergeCells>"))
    book("xlsx_merge_all.xlsx", sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    book("xlsx_merges_overlap.xlsx", sheet(after="<mergeCells>" + '<mergeCell ref="A1:B9"/>' * 50000 + '<mergeCell ref="broken"/></mergeCells>'))
    book("xlsx_strict_prefixed.xlsx", '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>')
    book("xlsx_duplicate_columns.xlsx", sheet([["姓名", "姓名"], ["张三", "李四"]]))
    book("xlsx_merged_header.xlsx", sheet([["家庭", ""], ["户主", "成员"], ["张三", "李四"]], after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'))
    many = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 3000))
    book("xlsx_3000_sheets.xlsx", sheet(), workbook=f'<workbook xmlns:r="{REL}"><sheets>{many}</sheets></workbook>')


def big_sheet(row, first, last):
    yield "<worksheet><sheetData>" + first
    for start in range(2, 1048576, 4096):
        yield "".join(row(i) for i in range(start, min(start + 4096, 1048576)))
    yield last + "</sheetData></worksheet>"


csv_files()
other_kinds()
zips()
books()
print(len(list(OUT.iterdir())), "files")
