"""What is measured of people and published with how many they are cannot be undone by division."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diz_portal.disclosure import LEAST
from diz_portal.disclosure.measures import OTHER, PEOPLE, PERCENT, Measured, published


def measured(value, people: int) -> Measured:
    return Measured(Decimal(str(value)), people)


@pytest.mark.parametrize(
    ("kind", "value", "people", "is_shown"),
    [
        (PERCENT, 5, 20, False),  # 1 of 20
        (PERCENT, 95, 20, False),  # all but 1
        (PERCENT, 25, 20, True),
        (PERCENT, 0, 20, True),
        (PERCENT, 100, 20, True),
        (PERCENT, "33.33", 12, False),  # 4 of 12
        (PERCENT, 1, 10_000, True),
        (PEOPLE, 4, 20, False),
        (PEOPLE, 16, 20, False),
        (PEOPLE, 5, 20, True),
        (OTHER, 4, 20, True),  # 4 minutes
        (OTHER, 4, 4, False),
        ("", 4, 20, False),  # nobody has said which
        ("", 40, 20, True),
        ("", 400, 20, True),
    ],
)
def test_a_value_is_shown_where_division_finds_nobody(kind, value, people, is_shown):
    assert published([measured(value, people)], kind) == [is_shown]


def test_one_person_more_is_not_shown_and_later_five_are():
    history = [measured(30, 20), measured(35, 20), measured(60, 20)]

    assert published(history, PERCENT) == [True, False, True]


def test_a_few_people_more_are_not_told_by_an_average():
    assert published([measured(7, 20), measured(9, 21), measured(9, 25)], OTHER) == [
        True,
        False,
        True,
    ]


def test_nothing_is_shown_of_nothing():
    assert published([], PERCENT) == []


# A group whose members answer yes or no, and which changes from one time to the next.
histories = st.lists(
    st.integers(LEAST, 60).flatmap(
        lambda people: st.tuples(st.integers(0, people), st.just(people))
    ),
    max_size=12,
)


def told(kind: str, yes: int, people: int) -> Measured:
    """As it is stored: with two decimals."""
    value = Decimal(yes) if kind == PEOPLE else round(Decimal(100 * yes) / people, 2)
    return Measured(value, people)


@given(histories, st.sampled_from([PEOPLE, PERCENT, ""]))
def test_nobody_is_found_by_dividing_or_by_comparing_two_editions(history, kind):
    stored = kind or PERCENT
    shown = published([told(stored, yes, people) for yes, people in history], kind)

    # Whoever reads a value beside how many they are has those who said yes, and those who did not.
    known = [
        (yes, people - yes, people)
        for (yes, people), is_ in zip(history, shown, strict=True)
        if is_
    ]
    for numbers in known:
        assert all(number == 0 or number >= LEAST for number in numbers)
    for one, other in combinations(known, 2):
        for now, then in zip(one, other, strict=True):
            assert abs(now - then) == 0 or abs(now - then) >= LEAST


@given(histories, st.sampled_from([PEOPLE, PERCENT, OTHER, ""]))
def test_what_was_shown_stays_shown(history, kind):
    values = [told(PEOPLE, yes, people) for yes, people in history]

    whole = published(values, kind)

    for length in range(len(values)):
        assert published(values[:length], kind) == whole[:length]
