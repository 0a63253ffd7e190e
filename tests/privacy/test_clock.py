"""By when somebody must have an answer: months, working days, days the clock stood still."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diz_portal import bank_holidays
from diz_portal.privacy.registers import clock

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-17", "2026-04-17"),  # the corresponding day
        ("2026-01-31", "2026-03-02"),  # no 31 February, and 28 February is a Saturday
        ("2028-01-31", "2028-02-29"),  # of a leap year
        ("2028-02-29", "2028-03-29"),  # from 29 February
        ("2026-08-31", "2026-09-30"),
        ("2026-10-21", "2026-11-23"),  # 21 November is a Saturday
        ("2026-11-25", "2026-12-29"),  # Christmas, Boxing Day on a Saturday kept on Monday
        ("2026-12-01", "2027-01-04"),  # New Year's Day, then a weekend
        ("2026-03-03", "2026-04-07"),  # Good Friday to Easter Monday
        ("2026-03-28", "2026-04-28"),  # the clocks go forward that night
        ("2026-10-24", "2026-11-24"),  # and back
    ],
)
def test_due_on_is_one_calendar_month_after_it_came(received, due):
    assert clock.due_on(date.fromisoformat(received)) == date.fromisoformat(due)


def test_due_on_is_three_months_when_extended_and_later_by_the_days_it_stood_still():
    received = date(2026, 11, 30)

    assert clock.due_on(received, is_extended=True) == date(2027, 3, 1)  # 28 February: a Sunday
    assert clock.due_on(received, paused_days=3) == date(2027, 1, 4)  # 2 January: a Saturday
    assert clock.due_on(received, is_extended=True, paused_days=10) == date(2027, 3, 10)


def test_acknowledge_by_is_thirty_days_whatever_the_weekday():
    assert clock.acknowledge_by(date(2026, 10, 22)) == date(2026, 11, 21)


@given(received=DAYS, days=st.integers(0, 200), is_extended=st.booleans())
def test_due_on_is_a_working_day_never_before_the_month_is_over(received, days, is_extended):
    due = clock.due_on(received, is_extended=is_extended, paused_days=days)
    bare = clock.months_after(received, 3 if is_extended else 1) + timedelta(days=days)

    assert bank_holidays.is_working_day(due)
    assert bare <= due <= bare + timedelta(days=4)
    assert (due - received).days >= 28


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # As gov.uk/bank-holidays lists them for England and Wales.
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
    ],
)
def test_bank_holidays_are_those_of_england_and_wales(year, days):
    found = {f"{day:%m-%d}" for day in bank_holidays.bank_holidays(year)}

    # Boxing Day of 2021 and 2027 is a Sunday: Monday and Tuesday are kept.
    assert found == set(days.split())


def test_bank_holidays_on_a_weekend_are_kept_on_the_next_free_weekday():
    # Christmas Day of 2022 is a Sunday, Boxing Day the Monday: Tuesday is kept for Christmas.
    assert {date(2022, 12, 26), date(2022, 12, 27)} <= bank_holidays.bank_holidays(2022)
    assert date(2022, 1, 3) in bank_holidays.bank_holidays(2022)  # 1 January is a Saturday
