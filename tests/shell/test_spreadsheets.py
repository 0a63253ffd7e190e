"""Cells that came from people open as text in a spreadsheet, whatever they begin with."""

import csv
import io

import pytest

from diz_portal.spreadsheets import cell, csv_parts

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
