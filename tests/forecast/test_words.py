"""The forecast in sentences."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from projects.forecast import words
from projects.forecast.results import Alternative, Cause
from tests.factories.forecasts import a_forecast

FOUND = a_forecast(date(2026, 11, 30), [])
CREW = Alternative("crew", 1, FOUND.dates, 0, 0.32, Decimal(0))


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "–"), (0, "No change"), (1, "1 day later"), (-57, "57 days earlier")],
)
def test_a_date_moves_in_words(days, said):
    assert words.slip(days) == said


def test_what_would_help_names_date_grant_and_chance():
    plain = "One more crew at each supplier would not bring that date forward."
    assert words.would_help(CREW, 0.32) == plain
    # A few pounds, and less than half a point of chance, are no help.
    assert words.would_help(replace(CREW, saved=Decimal(4), chance=0.323), 0.32) == plain
    helped = words.would_help(replace(CREW, saved=Decimal("900.40"), chance=0.41), 0.32)
    assert helped == (
        f"{plain} It would reduce the grant at risk by £900. The chance of finishing in time would "
        "rise from 32 to 41 in 100."
    )


def test_some_are_never_said_to_be_none():
    assert words.missed(Cause("power", 1, 0.0, None, 1)) == "Under 0.1"
    assert words.in_100(0.002) == "Fewer than 1 in 100"
    assert words.in_100(0.999) == "More than 99 in 100"


def test_grant_at_risk_is_in_whole_pounds_or_unknown():
    unknown = replace(FOUND, at_risk=replace(FOUND.at_risk, pounds=None))

    assert words.at_risk(FOUND).startswith("Grant at risk: £61,000.")
    assert words.at_risk(unknown) == (
        "We cannot say how much grant is at risk: no grant funding is recorded."
    )
    assert words.at_risk(replace(FOUND, at_risk=None)) == ""


def test_the_page_says_how_the_method_did():
    assert "In 78 of 100" in words.tried_out()


def test_what_was_not_left_out_is_not_named():
    none = replace(FOUND, used=replace(FOUND.used, dated_by_import=0, skipped=0))

    assert len([one for one in words.counted(FOUND) if one.startswith("Left out")]) == 2
    assert not [one for one in words.counted(none) if one.startswith("Left out")]
