"""Rows that are no record are told from those that are."""

import pytest

from diz_portal.tables.asides import A_NOTE, A_TITLE, A_TOTAL, HEADINGS_AGAIN, THE_END, aside

HEADINGS = ["ODS code", "Name", "Cost", "Notes"]


@pytest.mark.parametrize(
    ("cells", "like"),
    [
        (["Total", None, 1250, None], A_TOTAL),
        (["", "Grand total", "£1,250.00", ""], A_TOTAL),
        (["TOTALS:", "", "(400)"], A_TOTAL),
        (["Sub-total", 5, 12.5, "85%"], A_TOTAL),
        (["Total sites: 12"], A_TOTAL),
        (["Prepared by Anna Smith"], A_NOTE),
        (["Prepared by", "Anna Smith"], A_NOTE),
        (["", "Last updated 23/11/2026"], A_NOTE),
        (["Page 1 of 3"], A_NOTE),
        (["OFFICIAL-SENSITIVE"], A_NOTE),
        (["© Fibre Ltd 2026"], A_NOTE),
        (["* estimated"], A_NOTE),
        (["North area", None, None, None], A_TITLE),
        (["ods code", "NAME", "cost", "Notes"], HEADINGS_AGAIN),
        (["-----"], THE_END),
        (["End of list"], A_NOTE),
    ],
)
def test_a_row_that_is_no_record_looks_like_what_it_is(cells, like):
    assert aside(cells, HEADINGS) == like


@pytest.mark.parametrize(
    "cells",
    [
        ["E82001", "Total Health Clinic", 1250],
        ["E82001"],
        ["Total Health Clinic", "Harlow", 5],
        ["E82001", "Sum House", "", "Prepared by hand"],
        ["E82001", "Source Surgery"],
        [None, "", None],
    ],
)
def test_a_record_looks_like_nothing_else(cells):
    assert aside(cells, HEADINGS) == ""


def test_in_a_list_of_one_column_one_cell_is_a_record():
    assert aside(["ABCDEF"], ["Code"]) == ""
