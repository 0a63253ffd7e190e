"""Rows that are no record are told from those that are."""

import pytest

from diz_portal.tables.asides import aside

HEADINGS = ["ODS code", "Name", "Cost", "Notes"]


@pytest.mark.parametrize(
    ("cells", "like"),
    [
        (["Total", None, 1250, None], "a total"),
        (["", "Grand total", "£1,250.00", ""], "a total"),
        (["TOTALS:", "", "(400)"], "a total"),
        (["Sub-total", 5, 12.5, "85%"], "a total"),
        (["Total sites: 12"], "a total"),
        (["Prepared by Anna Smith"], "a note about the list"),
        (["Prepared by", "Anna Smith"], "a note about the list"),
        (["", "Last updated 23/11/2026"], "a note about the list"),
        (["Page 1 of 3"], "a note about the list"),
        (["OFFICIAL-SENSITIVE"], "a note about the list"),
        (["© Fibre Ltd 2026"], "a note about the list"),
        (["* estimated"], "a note about the list"),
        (["North area", None, None, None], "a title between the rows"),
        (["ods code", "NAME", "cost", "Notes"], "the headings again"),
        (["-----"], "the end of the list"),
        (["End of list"], "a note about the list"),
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
