"""The rule for small numbers, against a reader who tries every table that would look the same."""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diz_portal.disclosure import LEAST, TOTAL, breakdown, breakdowns, crosstab, said
from tests import examples  # noqa: F401  the number of examples

# What a reader tries for a number that is not shown, at least.
MOST = 9
NUMBERS = st.integers(0, 9)


def added_up(cells) -> dict:
    """The cells with their totals, as `breakdown` and `crosstab` name them."""
    if not all(isinstance(key, tuple) for key in cells):
        return {**cells, TOTAL: sum(cells.values())}
    sums: dict = {}
    for (row, column), number in cells.items():
        for key in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            sums[key] = sums.get(key, 0) + number
    return sums


def worlds(cells, edition, least=1):
    """Every table that would be shown as this edition is; `least` is what a hidden one can be."""
    open_cells = [key for key in cells if key in edition.hidden]
    # The true table is one of them, and never the last that is tried.
    most = max(MOST, *(number + 1 for number in cells.values()))
    shown = [(key, number) for key, number in edition.numbers.items() if key not in edition.hidden]
    for tried in product(range(least, most + 1), repeat=len(open_cells)):
        numbers = added_up({**cells, **dict(zip(open_cells, tried, strict=True))})
        if all(numbers[key] == number for key, number in shown):
            yield numbers


def told(edition, seen) -> set:
    """The hidden numbers that are the same in all of them."""
    return {key for key in edition.hidden if len({numbers[key] for numbers in seen}) < 2}


def assert_tells_nothing(cells, make):
    edition = make(cells)

    assert told(edition, list(worlds(cells, edition))) == set()
    assert not [key for key, number in edition.numbers.items() if 0 < (edition.shown(key) or 0) < 5]
    return edition


@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_no_hidden_part_of_a_whole_can_be_worked_out(numbers):
    cells = dict(zip("abcd", numbers, strict=False))

    edition = assert_tells_nothing(cells, breakdown)

    hidden = sum(number for key, number in cells.items() if key in edition.hidden)
    assert TOTAL in edition.hidden or hidden == 0 or hidden >= LEAST


@given(st.lists(NUMBERS, min_size=4, max_size=4))
def test_no_hidden_cell_of_rows_and_columns_can_be_worked_out(numbers):
    assert_tells_nothing(dict(zip(product("ab", "xy"), numbers, strict=True)), crosstab)


@given(st.lists(st.sampled_from([0, 1, 3, 8]), min_size=6, max_size=6))
def test_nor_of_a_table_of_two_by_three(numbers):
    cells = dict(zip(product("ab", "xyz"), numbers, strict=True))
    edition = crosstab(cells)
    if sum(key in edition.hidden for key in cells) <= 4:
        assert_tells_nothing(cells, crosstab)


def both_editions(first, second, make):
    """The pairs of tables that look as the two editions do, and agree in what did not change."""
    before = make(first)
    after = make(second, before=before)
    same = [key for key, number in before.numbers.items() if after.numbers[key] == number]
    fitting: dict[tuple, list] = {}
    for numbers in worlds(first, before):
        fitting.setdefault(tuple(numbers[key] for key in same), []).append(numbers)
    # What was hidden before stays so also when it is nothing now.
    return (
        before,
        after,
        [
            (one, numbers)
            for numbers in worlds(second, after, least=0)
            for one in fitting.get(tuple(numbers[key] for key in same), [])
        ],
    )


@given(st.lists(st.tuples(NUMBERS, st.sampled_from([0, 0, 0, 1, 4, -2])), min_size=2, max_size=3))
@example([(1, 0), (4, 0), (5, -2)])
def test_two_editions_together_tell_nothing_either(steps):
    first = dict(zip("abc", (number for number, _ in steps), strict=False))
    second = dict(zip("abc", (max(n + step, 0) for n, step in steps), strict=False))

    before, after, pairs = both_editions(first, second, breakdown)

    assert told(before, [one for one, _ in pairs]) == set()
    hidden = {key for key in after.hidden if not before.knows(key, after.numbers[key])}
    if after.hidden != set(after.numbers):
        assert told(after, [one for _, one in pairs]) & hidden == set()


@given(
    st.lists(
        st.tuples(st.sampled_from([0, 1, 3, 6, 8]), st.sampled_from([0, 0, 0, 2])),
        min_size=4,
        max_size=4,
    )
)
def test_nor_do_two_editions_of_rows_and_columns(steps):
    keys = list(product("ab", "xy"))
    first = dict(zip(keys, (number for number, _ in steps), strict=True))
    second = dict(zip(keys, (n + step for n, step in steps), strict=True))
    before = crosstab(first)
    after = crosstab(second, before=before)
    if sum(key in before.hidden for key in keys) + sum(key in after.hidden for key in keys) > 6:
        return

    _, _, pairs = both_editions(first, second, crosstab)

    assert told(before, [one for one, _ in pairs]) == set()


def test_one_small_number_takes_the_next_with_it():
    edition = breakdown({"a": 7, "b": 4, "c": 9})

    assert [edition.shown(key) for key in ("a", "b", "c", TOTAL)] == [None, None, 9, 20]


@pytest.mark.parametrize("small", [(1, 1), (2, 1), (1, 1, 1, 1, 1), (4,)])
def test_small_numbers_that_their_sum_would_give_away_take_another_with_them(small):
    edition = breakdown({**{str(at): number for at, number in enumerate(small)}, "c": 30, "d": 40})

    assert edition.shown("c") is None
    assert edition.shown("d") == 40


def test_a_small_whole_is_hidden_with_all_its_parts():
    edition = breakdown({"a": 4, "b": 0})

    assert (edition.shown("a"), edition.shown("b"), edition.shown(TOTAL)) == (None, 0, None)


def test_zeros_are_shown():
    assert breakdown({"a": 0, "b": 12}).hidden == frozenset()


def test_a_whole_that_one_breakdown_must_hide_is_shown_by_none():
    by_kind, by_district = breakdowns(dict.fromkeys("vwxyz", 1), {"Harlow": 5})

    assert by_kind.shown(TOTAL) is None
    # Its only part is the whole.
    assert by_district.hidden == {"Harlow", TOTAL}


def test_what_was_hidden_stays_hidden_in_the_next_edition():
    before = breakdown({"a": 3, "b": 7, "c": 8})

    after = breakdown({"a": 3, "b": 7, "c": 6}, before=before)

    # Shown, b would tell what it was in the first edition, and with it a.
    assert after.hidden >= {"a", "b"}


def test_a_number_that_readers_know_hides_nothing():
    before = breakdown({"a": 6, "b": 7, "c": 8})

    after = breakdown({"a": 3, "b": 7, "c": 8}, before=before)

    # b and c stand in the first edition: only the whole can keep a from being worked out.
    assert after.shown("a") is None
    assert after.shown(TOTAL) is None


def test_a_number_that_stands_alone_is_said_in_words():
    assert [said(number) for number in (0, 1, 4, 5, 1200)] == [
        "0",
        "fewer than 5",
        "fewer than 5",
        "5",
        "1,200",
    ]
