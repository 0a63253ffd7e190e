"""Sums to the penny, and the periods of a financial year."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.money import periods
from projects.money.amounts import PENNY, eligible, rounded, shared_out

pennies = st.integers(-10_000_000, 10_000_000).map(lambda number: number * PENNY)
weights = st.lists(st.integers(0, 1000).map(Decimal), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("2.345", "2.35"), ("-0.005", "-0.01"), ("1", "1.00")],
)
def test_a_line_is_rounded_half_up(amount, said):
    assert rounded(Decimal(amount)) == Decimal(said)


def test_vat_counts_where_it_is_not_recovered():
    net, vat = Decimal("100.00"), Decimal("20.00")

    assert eligible(net, vat, vat_recoverable=True) == 100
    assert eligible(net, vat, vat_recoverable=False) == 120


@given(amount=pennies, by=weights)
def test_what_is_shared_out_is_the_whole_to_the_penny(amount, by):
    parts = shared_out(amount, by)

    assert sum(parts) == amount
    assert all(part == 0 for part, weight in zip(parts, by, strict=True) if not weight)
    exact = [amount * weight / sum(by) for weight in by]
    assert all(abs(part - one) <= PENNY for part, one in zip(parts, exact, strict=True))


def test_the_spare_penny_goes_to_the_largest_then_the_first():
    thirds = shared_out(Decimal("100.00"), [Decimal(1)] * 3)

    assert thirds == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert shared_out(Decimal("0.01"), [Decimal(1), Decimal(2)]) == [0, PENNY]


@pytest.mark.parametrize("by", [[0, 0], [1, -1]])
def test_nothing_is_shared_out_by_no_weight(by):
    with pytest.raises(ValueError, match="0 or more"):
        shared_out(Decimal(1), [Decimal(one) for one in by])


@pytest.mark.parametrize(
    ("day", "quarter", "name"),
    [
        (date(2026, 3, 31), date(2026, 1, 1), "Q4 2025-26"),
        (date(2026, 4, 1), date(2026, 4, 1), "Q1 2026-27"),
        (date(2026, 11, 30), date(2026, 10, 1), "Q3 2026-27"),
        (date(2000, 1, 1), date(2000, 1, 1), "Q4 1999-00"),
    ],
)
def test_the_financial_year_begins_in_april(day, quarter, name):
    assert periods.quarter_of(day) == quarter
    assert periods.quarter_name(quarter) == name


def test_quarters_follow_one_another():
    found = periods.quarters(date(2025, 12, 31), date(2026, 7, 1))

    assert [periods.quarter_name(one) for one in found] == [
        "Q3 2025-26",
        "Q4 2025-26",
        "Q1 2026-27",
        "Q2 2026-27",
    ]
    assert periods.quarter_end(date(2026, 1, 1)) == date(2026, 3, 31)
    assert periods.month_name(date(2026, 3, 1), is_outturn=True) == "Outturn 2025-26"
