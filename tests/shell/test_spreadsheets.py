"""Cells that came from people open as text in a spreadsheet, whatever they begin with."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.http import FileResponse

from diz_portal.spreadsheets import cell, csv_parts, csv_response, xlsx_response
from diz_portal.tables import open_table
from diz_portal.tables.values import lines

# OWASP's list of what begins a formula, the full-width signs of a Japanese keyboard with it.
BEGINS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\r\n=", "\0\n="]


@pytest.mark.parametrize("begin", BEGINS)
def test_a_cell_that_would_run_opens_as_text(begin):
    words = f"{begin}HYPERLINK(1)"

    (file,) = csv_parts([words], [[words, 7, -0.11, "harmless\n=1"]])

    rows = list(csv.reader(io.StringIO(file, newline="")))
    shown = words.replace("\0", "")
    assert cell(words) == f"'{shown}"
    assert rows == [[f"'{shown}"], [f"'{shown}", "7", "-0.11", "harmless\n=1"]]


# What goes out ---------------------------------------------------------------------------------

HOSTILE = [
    *BEGINS[:11],
    "=1+1",
    "'=1+1",
    "''@you",
    "'Twas the night",
    '="00042"',
    "00042",
    "1E5",
    "8944110065432109876",
    "-0.5",
    "03/04/2026",
    "#1 Surgery",
    "Zoë’s “Café”, Łódź; Ŵyn | É…",
    'a "quoted" word',
    "two\nlines",
    "n/a",
]


def content(response) -> bytes:
    found = b"".join(response.streaming_content)
    if isinstance(response, FileResponse):
        response.file_to_stream.close()
    return found


def test_files_of_the_workspace_open_in_excel_and_public_data_have_no_mark():
    rows = [["Zoë"]]

    ours = content(csv_response("a.csv", ["name"], rows))
    public = content(csv_response("a.csv", ["name"], rows, for_programs=True))

    assert ours == b"\xef\xbb\xbf" + public
    assert public.decode() == "name\r\nZoë\r\n"


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_text_that_goes_out_comes_back_unchanged(text):
    for name, response in (
        ("a.csv", csv_response("a.csv", ["code", "name"], [["1", text]])),
        ("a.csv", csv_response("a.csv", ["code", "name"], [["1", text]], for_programs=True)),
        ("a.xlsx", xlsx_response("a.xlsx", ["code", "name"], [["1", text]])),
    ):
        file = io.BytesIO(content(response))
        (row,) = open_table(file, name, {"code", "name"}.__contains__).rows()

        assert lines(500)(row.cells[1]) == text.strip()


def test_a_workbook_has_typed_days_text_that_stays_text_widths_and_a_filter():
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    header = ["code", "day", "moment", "said", "count", "note"]
    row = ["00042", date(2026, 11, 23), moment, "2026-11-23 14:30", 10**18, "n" * 90]

    response = xlsx_response("a.xlsx", header, [row], moments=["said"])

    book = openpyxl.load_workbook(io.BytesIO(content(response)))
    sheet = book.active
    assert [cell.value for cell in sheet[2]] == [
        "00042",
        datetime(2026, 11, 23),
        # By the clock on the wall here.
        datetime(2026, 7, 2, 0, 30),
        datetime(2026, 11, 23, 14, 30),
        str(10**18),
        "n" * 90,
    ]
    assert [cell.number_format for cell in sheet[2]][1:4] == [
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
        "dd/mm/yyyy hh:mm",
    ]
    assert sheet.auto_filter.ref == "A1:F2"
    assert sheet.freeze_panes == "A2"
    assert 60 <= sheet.column_dimensions["F"].width <= 63
    assert sheet.column_dimensions["C"].width >= 16
