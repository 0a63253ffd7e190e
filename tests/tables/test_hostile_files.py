"""A file made to harm, or harmed on its way, is refused with the place and the cure."""

import io
import zipfile

import pytest

from diz_portal.tables import MAX_UPLOAD

from .files import as_excel, as_xlsx, cell, changed, ods, row, sheet
from .test_reading import read, refused

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
SEALED = '<m xmlns="m"><encryption-data/></m>'
HEAD = row(cell("Code"), cell("Name"))


def bomb(name: str, megabytes: int, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * 1_000_000)
    return out.getvalue()


ODS_MARK = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
BOMBS = {
    "xlsx": lambda size: bomb("xl/worksheets/sheet1.xml", size, **{"xl/workbook.xml": "<w/>"}),
    "ods": lambda size: bomb("content.xml", size, **ODS_MARK),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_zip_bomb(kind):
    large = BOMBS[kind](101)

    assert len(large) < MAX_UPLOAD
    assert refused(large, f"a.{kind}").startswith("The workbook is 101MB once unpacked.")
    assert "too compressed" in refused(BOMBS[kind](2), f"a.{kind}")


def test_a_zip_of_a_million_parts_is_refused_unopened():
    assert "more than 1,000 parts" in refused(b"PK\x03\x04" + b"PK\x01\x02" * 1_001, "a.xlsx")


def test_entities_of_xml():
    of_ods = ods(sheet(HEAD), before=LAUGHS)
    of_xlsx = as_excel([["Code", "Name"], ["A", "Elm"]])

    assert "damaged" in refused(of_ods, "a.ods")
    for part in ("workbook", "sheet1", "sharedStrings", "styles"):
        laughing = changed(of_xlsx, **{part: lambda xml: xml.replace("?>", f"?>{LAUGHS}")})
        assert "damaged" in refused(laughing, "a.xlsx"), part


def test_16384_columns():
    wide = ",".join(["x"] * 16_384)
    headings = [f"h{number}" for number in range(16_384)]
    repeated = ods(sheet(HEAD, row(cell("x", repeat=16_384))))

    assert "has 16,384 columns. We can read up to 200" in refused(f"code,name\n{wide}\n".encode())
    assert "a value in column GS" in refused(as_xlsx([headings]), "a.xlsx")
    assert "a value in column XFD" in refused(repeated, "a.ods")


def test_rows_and_columns_that_repeat_for_ever():
    endless = "9" * 40
    blank = ods(sheet(HEAD, row(cell("A"), cell(repeat=endless)), row(cell(), repeat=int(endless))))
    full = ods(sheet(HEAD, row(cell("A"), repeat=int(endless))))

    assert read(blank, "a.ods")[0] == [["A"]]
    assert "has more than 200,000 rows" in refused(full, "a.ods")


def test_a_nul():
    assert refused(b"code,name\nA,E\0m\n").startswith("Row 2, column B contains a NUL character")
    assert refused("code,name\nA,E\0m\n".encode("utf-16")).startswith(
        "Row 2, column B contains a NUL character"
    )


def test_a_cell_of_300000_characters():
    long = "x" * 300_000
    of_xlsx = changed(
        as_excel([["Code", "Name"], ["A", "Elm"]]),
        sharedStrings=lambda xml: xml.replace("Elm", long),
    )
    of_ods = ods(sheet(HEAD, row(cell("A"), cell(long))))

    assert refused(f"code,name\nA,{long}\n".encode()).startswith(
        "Row 2, column B has more than 16,000 characters"
    )
    for content, name in ((of_xlsx, "a.xlsx"), (of_ods, "a.ods")):
        assert "row 2, column B has 300,000 characters" in refused(content, name)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'code,name\nA,"Elm\nB,Oak\n',
            "Row 2, column B begins with a quotation mark, and has more",
        ),
        (
            'code,name\nA,Elm\nB,"Oak\n' + "C,Ash\n" * 4_000,
            "Row 3, column B begins with a quotation mark, and has more",
        ),
        ('code,name\nA,"12" pipe"\n', "Row 2, column B has a quotation mark inside a cell"),
    ],
)
def test_quotation_marks_that_do_not_match(text, sentence):
    assert refused(text.encode()).startswith(sentence)


def test_a_mark_for_inches_in_a_bare_cell_is_a_mark():
    assert read(b'code,name\nA,12" pipe\n')[0] == [["A", '12" pipe']]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"code,name\nA,Caf\xc3\xa9\nB,Caf\xe9\n",
            "Row 3, column B contains a byte (0xE9) that is not",
        ),
        (
            b"\xef\xbb\xbfcode,name\nA,Caf\xe9\n",
            ("Row 2, column B contains a byte (0xE9) that is not"),
        ),
        (
            b"code,name\nA,Caf\xe9\nB,\x81x\n",
            "Row 3, column B contains a byte (0x81) that is not",
        ),
        ("code,name\nA,x\n".encode("utf-16") + b"\xd8", "Row 3, column A is not UTF-16"),
    ],
)
def test_a_byte_whose_letter_cannot_be_known(content, sentence):
    assert refused(content).startswith(sentence)


def test_a_letter_across_two_reads_is_one_letter(monkeypatch):
    monkeypatch.setattr("diz_portal.tables.encodings.CHUNK", 16)
    text = "code,name\n" + "A,é\n" * 20

    assert read(text.encode())[0] == [["A", "é"]] * 20
    assert refused(text.encode() + b"B,\xe9\n").startswith(
        "Row 22, column B contains a byte (0xE9)"
    )
    assert refused(text.encode() + b"B,\0\n").startswith("Row 22, column B contains a NUL")


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b",,\n"])
def test_an_empty_file(content):
    assert refused(content).startswith("The file is empty")


def test_an_empty_workbook():
    empty = (
        "The workbook is empty, or the sheets that have rows are hidden. Select another file, or "
        "unhide the sheet and upload it again"
    )

    assert refused(as_xlsx([]), "a.xlsx") == empty
    assert refused(ods(sheet(HEAD, style="away")), "a.ods") == empty


def test_headings_alone_are_a_table_without_rows():
    assert read(b"code,name\n") == ([], [])


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a.xls", "Save it as .xlsx or as CSV"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "Remove the password",
        ),
        (bomb("xl/vbaProject.bin", 0, **{"xl/workbook.xml": "<w/>"}), "a.xlsm", "without macros"),
        (bomb("xl/workbook.bin", 0), "a.xlsx", "(.xlsb)"),
        (bomb("a.csv", 0), "a.zip", "Unpack it"),
        (bomb("a.csv", 0), "a.xlsx", "not a workbook"),
        (
            ods(sheet(HEAD), **{"META-INF/manifest.xml": '<m xmlns="m"><encryption-data/></m>'}),
            "a.ods",
            "Remove the password",
        ),
        (b"code,name\n", "a.ods", "is not an OpenDocument workbook"),
        (ods(sheet(HEAD))[:-60], "a.ods", "damaged or incomplete"),
    ],
)
def test_what_is_not_a_table_is_refused_with_its_cure(content, name, sentence):
    assert sentence in refused(content, name)
