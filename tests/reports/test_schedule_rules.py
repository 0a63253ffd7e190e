"""When a schedule is due: by the calendar of England and the clock on the wall."""

from datetime import UTC, date, datetime, time

import pytest

from diz_portal.reports.schedules.rules import Covers, Every, Rule

pytestmark = pytest.mark.django_db
EIGHT = time(8)


def at(year, month, day, hour=12, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def said(moments):
    return [f"{one:%Y-%m-%d %H:%M %z}" for one in moments]


@pytest.mark.parametrize(
    ("rule", "since", "dues"),
    [
        # Mondays; on the Monday itself only while the hour is still ahead.
        (Rule(Every.WEEK, 1, EIGHT), at(2026, 11, 27), ["2026-11-30", "2026-12-07"]),
        (Rule(Every.WEEK, 1, EIGHT), at(2026, 11, 30, 7), ["2026-11-30", "2026-12-07"]),
        (Rule(Every.WEEK, 1, EIGHT), at(2026, 11, 30, 9), ["2026-12-07", "2026-12-14"]),
        (Rule(Every.MONTH, 31, EIGHT), at(2027, 1, 31, 9), ["2027-02-28", "2027-03-31"]),
        # Ten working days after Easter's quarter end: Good Friday and Easter Monday do not count.
        (Rule(Every.AFTER_QUARTER, 10, EIGHT), at(2026, 3, 31), ["2026-04-16", "2026-07-14"]),
        # Still due from the quarter before.
        (Rule(Every.AFTER_QUARTER, 10, EIGHT), at(2026, 10, 5), ["2026-10-14", "2027-01-15"]),
    ],
)
def test_days(rule, since, dues):
    assert [f"{one:%Y-%m-%d}" for one in rule.next_ones(since, [], 2)] == dues


def test_working_days_before_each_board():
    boards = [date(2027, 1, 7), date(2026, 12, 10), date(2026, 11, 2)]
    rule = Rule(Every.BEFORE_BOARD, 5, EIGHT)

    # Christmas, Boxing Day (kept on the Monday) and New Year lie before the second.
    assert said(rule.dues(at(2026, 11, 29), boards)) == [
        "2026-12-03 08:00 +0000",
        "2026-12-30 08:00 +0000",
    ]
    assert rule.after(at(2027, 2, 1), boards) is None


def test_the_clocks_change_and_eight_stays_eight():
    rule = Rule(Every.WEEK, 7, EIGHT)

    assert said(rule.next_ones(at(2026, 3, 21), [], 2)) == [
        "2026-03-22 08:00 +0000",
        "2026-03-29 08:00 +0100",
    ]
    assert said(rule.next_ones(at(2026, 10, 17), [], 2)) == [
        "2026-10-18 08:00 +0100",
        "2026-10-25 08:00 +0000",
    ]


@pytest.mark.parametrize(
    ("covers", "due", "days"),
    [
        (Covers.MONTH, date(2027, 1, 15), (date(2026, 12, 1), date(2026, 12, 31))),
        (Covers.QUARTER, date(2027, 1, 15), (date(2026, 10, 1), date(2026, 12, 31))),
        (Covers.QUARTER, date(2026, 12, 31), (date(2026, 7, 1), date(2026, 9, 30))),
        (Covers.YEAR, date(2027, 1, 15), (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_what_a_report_covers(covers, due, days):
    assert covers.days(due) == days
