"""By when somebody must have an answer: months, working days, days the clock stood still."""

from datetime import date, timedelta
from functools import partial

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diz_portal import bank_holidays
from diz_portal.places.models import BankHoliday
from diz_portal.privacy.registers import clock

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2099, 12, 31))
due_on = partial(clock.due_on, calendar=bank_holidays.BY_LAW)


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
    assert due_on(date.fromisoformat(received)) == date.fromisoformat(due)


def test_due_on_is_three_months_when_extended_and_later_by_the_days_it_stood_still():
    received = date(2026, 11, 30)

    assert due_on(received, is_extended=True) == date(2027, 3, 1)  # 28 February: a Sunday
    assert due_on(received, paused_days=3) == date(2027, 1, 4)  # 2 January: a Saturday
    assert due_on(received, is_extended=True, paused_days=10) == date(2027, 3, 10)


def test_acknowledge_by_is_thirty_days_whatever_the_weekday():
    assert clock.acknowledge_by(date(2026, 10, 22)) == date(2026, 11, 21)


@given(received=DAYS, days=st.integers(0, 200), is_extended=st.booleans())
def test_due_on_is_a_working_day_never_before_the_month_is_over(received, days, is_extended):
    due = due_on(received, is_extended=is_extended, paused_days=days)
    bare = clock.months_after(received, 3 if is_extended else 1) + timedelta(days=days)

    assert bank_holidays.BY_LAW.is_working_day(due)
    assert bare <= due <= bare + timedelta(days=4)
    assert (due - received).days >= 28


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # As gov.uk/bank-holidays lists them for England and Wales.
        # Some were moved or proclaimed: two jubilees, 75 years of peace, a funeral, a coronation.
        (2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
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


@pytest.mark.parametrize("year", range(2010, 2061))
def test_bank_holidays_are_those_that_a_library_lists(year):
    listed = holidays.country_holidays("GB", subdiv="ENG", years=year)

    found = bank_holidays.bank_holidays(year)

    assert found == {day for day in listed if day.weekday() < bank_holidays.SATURDAY}


@pytest.mark.django_db
def test_a_day_that_is_proclaimed_moves_what_would_be_due_on_it():
    assert clock.due_on(date(2026, 5, 15)) == date(2026, 6, 15)

    BankHoliday.objects.create(date=date(2026, 6, 15), name="A coronation")

    assert clock.due_on(date(2026, 5, 15)) == date(2026, 6, 16)
    assert clock.due_on(date(2026, 5, 16)) == date(2026, 6, 16)


@pytest.mark.django_db
def test_people_work_on_a_bank_holiday_that_is_moved():
    BankHoliday.objects.create(
        date=date(2027, 5, 7), name="May Day, moved", instead_of=date(2027, 5, 3)
    )

    assert clock.due_on(date(2027, 4, 3)) == date(2027, 5, 4) - timedelta(days=1)
    assert clock.due_on(date(2027, 4, 7)) == date(2027, 5, 10)


@pytest.mark.django_db
def test_many_dates_are_reckoned_by_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = bank_holidays.calendar()
        for days in range(20):
            clock.due_on(date(2026, 5, 1) + timedelta(days=days), calendar=calendar)
