from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from diz_portal import words

TODAY = date(2026, 11, 22)


def test_uk_date_writes_the_month_out():
    assert words.uk_date(date(2026, 3, 4)) == "4 March 2026"


@pytest.mark.parametrize(
    ("day", "from_hour", "to_hour", "said"),
    [
        (date(2026, 11, 22), 14, 16, "2pm to 4pm"),
        (date(2026, 11, 22), 10, 12, "10am to midday"),
        # The clocks go back on 25 October: the zone is named in that week, and once.
        (date(2026, 10, 21), 13, 15, "2pm to 4pm BST"),
        (date(2026, 10, 25), 0, 2, "1am BST to 2am GMT"),
    ],
)
def test_uk_hours_names_the_zone_once(day, from_hour, to_hour, said):
    starts, ends = (datetime.combine(day, time(hour), UTC) for hour in (from_hour, to_hour))

    assert words.uk_hours(starts, ends) == said


def test_uk_date_of_a_time_is_the_day_in_the_united_kingdom():
    # Half past eleven at night in UTC is already tomorrow in British Summer Time.
    assert words.uk_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 22, 14, 30, tzinfo=UTC), "22 November 2026 at 2:30pm"),
        (datetime(2026, 11, 22, 9, 0, tzinfo=UTC), "22 November 2026 at 9am"),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "22 November 2026 at midday"),
        (datetime(2026, 11, 22, 0, 0, tzinfo=UTC), "22 November 2026 at midnight"),
        # The clocks go back on 25 October 2026: half past one happens twice.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026 at 1:30am BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026 at 1:30am GMT"),
    ],
)
def test_uk_datetime_names_the_zone_only_near_a_change_of_the_clocks(moment, said):
    assert words.uk_datetime(moment) == said


def test_uk_day_names_the_weekday_of_the_day_in_the_united_kingdom():
    assert words.uk_day_time(datetime(2026, 11, 26, 10, 0, tzinfo=UTC)) == (
        "Thursday 26 November 2026 at 10am"
    )
    assert words.uk_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wednesday 1 July 2026"
    assert words.uk_day(date(2026, 11, 26)) == "Thursday 26 November 2026"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 19), "3 days overdue"),
        (date(2026, 11, 21), "1 day overdue"),
        (date(2026, 11, 22), "due today"),
        (date(2026, 11, 23), "due tomorrow"),
        (date(2026, 12, 4), "due in 12 days"),
        (date(2027, 3, 4), "due 4 March 2027"),
    ],
)
def test_due_counts_days_until_a_date_says_more(day, said):
    assert words.due(day, TODAY) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 10), "12 days ago"),
        (date(2026, 3, 4), "4 March 2026"),
        (date(2026, 11, 30), "30 November 2026"),
    ],
)
def test_ago_counts_days_until_a_date_says_more(day, said):
    assert words.ago(day, TODAY) == said


@pytest.mark.parametrize(
    ("amount", "how", "said"),
    [
        (Decimal("1700000.00"), "", "£1,700,000"),
        (Decimal("1700000.50"), "", "£1,700,000.50"),
        (Decimal("-250"), "", "−£250"),
        (Decimal("1700000"), "short", "£1.7m"),
        (2_000_000, "short", "£2m"),
        (84_000, "short", "£84k"),
        (999, "short", "£999"),
        (Decimal("999999"), "short", "£1m"),
        (None, "", ""),
    ],
)
def test_pounds_shows_pence_only_where_there_are_any(amount, how, said):
    assert words.pounds(amount, how) == said


@pytest.mark.parametrize(
    ("speed", "said"),
    [
        (None, "not measured"),
        (Decimal("76.40"), "76.4 Mbit/s"),
        (940, "940 Mbit/s"),
        (0, "0 Mbit/s"),
    ],
)
def test_mbps_tells_nothing_measured_from_nothing_there(speed, said):
    assert words.mbps(speed) == said


@pytest.mark.parametrize(
    "say",
    [
        words.uk_date,
        words.uk_datetime,
        words.uk_day,
        words.uk_day_time,
        words.due,
        words.ago,
    ],
)
def test_a_date_nobody_knows_is_left_blank(say):
    assert say(None) == ""


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (time(14, 30), "2:30pm"),
        (time(9), "9am"),
        (time(12), "midday"),
        (time(12, 5), "12:05pm"),
        (time(0), "midnight"),
        (time(0, 5), "12:05am"),
    ],
)
def test_clock_says_midday_and_leaves_out_minutes_that_are_none(hour, said):
    assert words.clock(hour) == said


def test_uk_short_saves_letters_and_keeps_the_weekday():
    assert words.uk_short(datetime(2026, 11, 26, 14, 30, tzinfo=UTC)) == "Thu 26 Nov 2:30pm"
    assert words.uk_short(None) == ""


def test_uk_month_is_of_the_united_kingdom():
    assert words.uk_month(date(2026, 10, 1)) == "October 2026"
    assert words.uk_month(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "July 2026"
    assert words.uk_month(None) == ""


@pytest.mark.parametrize(
    ("megabytes", "said"),
    [
        (20_000, "20GB"),
        (2_500, "2.5GB"),
        (1_000, "1GB"),
        (250, "250MB"),
        (1_250_000, "1,250GB"),
        (0, "0GB"),
        (None, ""),
    ],
)
def test_data_size_has_no_space_and_no_needless_decimals(megabytes, said):
    assert words.data_size(megabytes) == said


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (62_375_900_000, "62.4GB"),
        (1_000_000_000, "1GB"),
        (1_240_000, "1.2MB"),
        (340_499, "340KB"),
        (12, "1KB"),
        (None, ""),
    ],
)
def test_file_size_is_rounded_to_what_somebody_waits_for(octets, said):
    assert words.file_size(octets) == said


def test_possessive_of_a_name_that_ends_in_s_has_no_second():
    assert words.possessive("Stort Valley Fibre") == "Stort Valley Fibre’s"
    assert words.possessive("Harlow Libraries") == "Harlow Libraries’"


def test_listed_joins_the_last_name_by_a_word():
    assert words.listed([]) == ""
    assert words.listed(["Ann"]) == "Ann"
    assert words.listed(["Ann", "Ben"]) == "Ann and Ben"
    assert words.listed(["Ann", "Ben", "Cem"], "or") == "Ann, Ben or Cem"
