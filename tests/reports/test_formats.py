"""Every format says the same, and nothing that a person wrote becomes more than words."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
from pypdf import PdfReader

from diz_portal.reports.declaring import Column, Kind, Paper, Section, Table
from diz_portal.reports.making import made
from diz_portal.reports.reading import read
from diz_portal.reports.registry import Format
from diz_portal.spreadsheets import BYTE_ORDER_MARK

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(try_out, partnership):
    """The files of the report, as bytes by format."""

    def make(*wanted):
        question = read(try_out, {"edition": "public"}, user=None)
        with made(try_out, question, wanted) as (_, found):
            return {one.format: one.path.read_bytes() for one in found}

    return make


def test_the_csv_is_the_main_table_as_programs_read_it(files):
    rows = list(csv.reader(io.StringIO(files(Format.CSV)["csv"].decode("utf-8-sig"))))

    assert rows == [
        ["name", "people", "cost", "live"],
        ["Foxglove <b>Surgery</b>", "1234", "1700000.50", "true"],
        ["'=HYPERLINK(1)", "[c]", "[x]", "false"],
        ["Ünal & Søn", "-3", "0.10", ""],
    ]


def test_a_csv_opens_right_in_excel_and_the_tables_of_a_zip_in_programs(files):
    mark = BYTE_ORDER_MARK.encode()
    made = files(Format.CSV, Format.ZIP)

    assert made["csv"].startswith(mark)
    with zipfile.ZipFile(io.BytesIO(made["zip"])) as package:
        for name in package.namelist():
            assert not package.read(name).startswith(mark), name


def test_without_a_main_table_the_csv_is_every_figure(files, try_out):
    try_out.csv_table = ""
    rows = list(csv.DictReader(io.StringIO(files(Format.CSV)["csv"].decode("utf-8-sig"))))

    assert {
        "table": "figures",
        "row": "1",
        "name": "sites",
        "column": "value",
        "value": "74",
    } in rows
    assert {
        "table": "rows",
        "row": "3",
        "name": "Ünal & Søn",
        "column": "cost",
        "value": "0.10",
    } in rows


def test_the_workbook_is_one_that_a_blind_person_can_use(files):
    book = openpyxl.load_workbook(io.BytesIO(files(Format.XLSX)["xlsx"]))

    assert book.sheetnames == [
        "Cover",
        "Contents",
        "Notes",
        "Commentary",
        "Key figures",
        "Rows",
        "No rows",
    ]
    for sheet in book:
        assert sheet["A1"].value, f"{sheet.title} begins in its first cell"
        assert not sheet.merged_cells.ranges
        for row in sheet.iter_rows():
            assert any(cell.value is not None for cell in row), f"{sheet.title} has a blank row"
    rows = book["Rows"]
    assert len(rows.tables) == 1
    assert rows.freeze_panes == "A2"
    assert [cell.value for cell in rows[2]] == ["Foxglove <b>Surgery</b>", 1234, 1700000.5, "Yes"]
    assert [cell.value for cell in rows[3]] == ["=HYPERLINK(1)", "[c]", "[x]", "No"]
    assert rows["A3"].data_type == "s"
    assert rows["C2"].number_format == "£#,##0.00"
    notes = {row[0].value: row[1].value for row in book["Notes"].iter_rows(min_row=3)}
    assert "no one can be recognised" in notes["[c]"]


def test_beyond_twenty_thousand_rows_the_workbook_is_written_row_by_row(files, try_out):
    try_out.rows = [("Site", 1, Decimal(1), True)] * 20_001

    book = openpyxl.load_workbook(io.BytesIO(files(Format.XLSX)["xlsx"]), read_only=False)

    rows = book["Rows"]
    assert rows.max_row == 20_002
    assert not rows.tables
    assert rows.freeze_panes == "A2"
    assert rows.auto_filter.ref == "A1:D20002"


def test_the_pdf_is_tagged_and_says_the_same(files):
    pdf = PdfReader(io.BytesIO(files(Format.PDF)["pdf"]))

    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == "A report to try"
    assert pdf.outline
    text = " ".join(page.extract_text() for page in pdf.pages)
    for words in (
        "Foxglove <b>Surgery</b>",
        "£1,700,000.50",
        "not shown",
        "not available",
        "Was 51, now 50: correction of 3 May",
        "29 March 2026",
        "No rows.",
    ):
        assert words in " ".join(text.split()), words


def test_a_wide_first_table_leaves_no_page_to_the_title_or_the_notes(files, try_out, monkeypatch):
    """And its numbers do not run into one."""
    sums = [Column(f"sum_{number}", f"Sum {number} (£)", Kind.POUNDS) for number in range(9)]
    row = ("Project management", *[Decimal("32999.50")] * 9)
    table = Table("wide", "A wide table", [Column("name", "Name"), *sums], lambda: [row], 1)
    paper = Paper("A wide report", [Section("wide", "Wide", [table])], notes=("One note.",))
    monkeypatch.setattr(try_out, "paper", lambda question: paper)

    (page,) = PdfReader(io.BytesIO(files(Format.PDF)["pdf"])).pages

    begins = []

    def at(text, page_to, text_to, *_):
        if "32,999" in text:
            begins.append(page_to[4] + page_to[0] * text_to[4])

    text = page.extract_text(visitor_text=at)
    assert "A wide report" in text
    assert "One note." in text
    assert len(begins) == 9
    # 10 signs of 9 points, each a little over half as wide.
    assert min(later - sooner for sooner, later in pairwise(begins)) > 50


def test_the_web_page_stands_alone(files):
    page = files(Format.HTML)["html"].decode()

    assert "Foxglove &lt;b&gt;Surgery&lt;/b&gt;" in page
    assert "<b>Surgery" not in page
    assert 'href="http://127.0.0.1:8000/workspace/"' in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert "<script" not in page
    assert ".app-report" in page
    assert "Was 51, now 50: correction of 3 May" in page


def test_the_zip_describes_its_tables(files):
    with zipfile.ZipFile(io.BytesIO(files(Format.ZIP)["zip"])) as archive:
        package = json.loads(archive.read("datapackage.json"))
        [_, rows, _] = package["resources"]
        body = archive.read(rows["path"])

    assert rows["bytes"] == len(body)
    assert [one["type"] for one in rows["schema"]["fields"]] == [
        "string",
        "integer",
        "number",
        "boolean",
    ]
    assert body.decode().splitlines()[3] == "Ünal & Søn,-3,0.10,"


def test_long_tables_are_cut_on_the_page_and_whole_in_the_files(files, try_out):
    try_out.rows = [(f"Site {number}", number, None, None) for number in range(350)]

    found = files(Format.HTML, Format.CSV)

    assert "The first 300 of 350 rows are shown here" in found["html"].decode()
    assert "Site 349" not in found["html"].decode()
    assert "Site 349" in found["csv"].decode("utf-8-sig")
