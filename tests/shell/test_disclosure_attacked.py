"""The rule for small numbers against somebody who writes down every published number as an
equation, of one edition or of two, and solves them: tables too large to try every number in."""

from fractions import Fraction
from itertools import product
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from diz_portal.disclosure import TOTAL, breakdown, breakdowns, crosstab, is_small
from tests import examples  # noqa: F401  the number of examples

NUMBERS = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 7, 12, 40])
BOTH = list(product(range(1000), range(3)))
STEPS = st.sampled_from([0, 0, 0, 0, 1, 2, -1, 9])


class Attacker:
    """Knows sums of unknown numbers: what follows from them without a guess follows here too."""

    def __init__(self):
        self.rows = []  # each without the first unknowns of those before it

    def reduced(self, sum_of):
        left = {key: Fraction(times) for key, times in sum_of.items() if times}
        for first, row in self.rows:
            if times := left.get(first):
                for key, number in row.items():
                    left[key] = left.get(key, 0) - times * number
                    if not left[key]:
                        del left[key]
        return left

    def learns(self, sum_of):
        left = self.reduced(sum_of)
        if left:
            first, times = next(iter(left.items()))
            self.rows.append((first, {key: number / times for key, number in left.items()}))

    def knows(self, sum_of):
        return not self.reduced(sum_of)


def sums(cells, edition):
    """Each number of an edition as a sum of cells, those that are added up included."""
    for key in edition.numbers:
        if key == TOTAL:
            parts = list(cells)
        elif isinstance(key, tuple) and TOTAL in key:
            parts = [
                c for c in cells if all(k in (TOTAL, one) for k, one in zip(key, c, strict=True))
            ]
        else:
            parts = [key]
        yield key, parts


def worked_out(tables):
    """What an attacker works out of what [(cells, edition), …] hide, one after the other."""
    attacker = Attacker()
    named = [
        {key: {(at, cell): 1 for cell in parts} for key, parts in sums(cells, edition)}
        for at, (cells, edition) in enumerate(tables)
    ]
    for (_, edition), sum_of in zip(tables, named, strict=True):
        for key, parts in sum_of.items():
            if key not in edition.hidden:
                attacker.learns(parts)
    if len(tables) == 2:
        (_, before), (_, after) = tables
        for key in before.numbers.keys() & after.numbers.keys():
            if before.numbers[key] == after.numbers[key]:
                # Somebody guesses rightly which of them have not changed.
                attacker.learns({**named[0][key], **dict.fromkeys(named[1][key], -1)})
    return [
        {key for key in edition.hidden if attacker.knows(sum_of[key])}
        for (_, edition), sum_of in zip(tables, named, strict=True)
    ]


@st.composite
def tables(draw, most=5):
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    keys = list(product("abcdef"[:rows], "uvwxyz"[:columns]))
    return {key: draw(NUMBERS) for key in keys}


@st.composite
def pairs(draw, cells):
    first = draw(cells)
    return first, {key: max(number + draw(STEPS), 0) for key, number in first.items()}


def assert_all_small_are_hidden(edition):
    assert not [key for key in edition.numbers if is_small(edition.shown(key) or 0)]


@given(tables())
def test_no_equation_of_one_edition_gives_a_hidden_cell_away(cells):
    edition = crosstab(cells)

    assert_all_small_are_hidden(edition)
    assert worked_out([(cells, edition)]) == [set()]


def new_to_readers(before, after, found):
    """Less what stood in the edition before, or is nothing at all."""
    if after.hidden == set(after.numbers):
        return set()
    return {key for key in found if not before.knows(key, after.numbers[key])}


@given(pairs(tables(most=4)))
def test_nor_do_those_of_two_editions_together(steps):
    first, second = steps
    before = crosstab(first)
    after = crosstab(second, before=before)

    of_before, of_after = worked_out([(first, before), (second, after)])

    assert_all_small_are_hidden(after)
    assert of_before == set()
    assert new_to_readers(before, after, of_after) == set()


@given(pairs(st.dictionaries(st.sampled_from("abcdefgh"), NUMBERS, min_size=1)))
def test_nor_those_of_two_breakdowns(steps):
    first, second = steps
    before = breakdown(first)
    after = breakdown(second, before=before)

    of_before, of_after = worked_out([(first, before), (second, after)])

    assert of_before == set()
    assert new_to_readers(before, after, of_after) == set()


def split(number, parts):
    """One whole in other parts, some of them small."""
    found = {}
    for at in range(parts - 1):
        found[f"part {at}"] = min(at * 3 % 7, number)
        number -= found[f"part {at}"]
    return {**found, "rest": number}


@given(st.lists(NUMBERS, min_size=1, max_size=5), st.integers(1, 5), st.integers(1, 5))
def test_several_breakdowns_of_one_whole_do_not_give_it_or_one_another_away(numbers, one, two):
    whole = sum(numbers)
    cells = dict(enumerate(numbers)), split(whole, one), split(whole, two)
    editions = breakdowns(*cells)

    attacker = Attacker()
    wholes = [{(at, key): 1 for key in table} for at, table in enumerate(cells)]
    for other in wholes[1:]:
        attacker.learns({**wholes[0], **dict.fromkeys(other, -1)})
    for at, edition in enumerate(editions):
        for key in edition.numbers.keys() - edition.hidden:
            attacker.learns(wholes[at] if key == TOTAL else {(at, key): 1})

    for at, edition in enumerate(editions):
        assert_all_small_are_hidden(edition)
        found = [
            k for k in edition.hidden if attacker.knows(wholes[at] if k == TOTAL else {(at, k): 1})
        ]
        assert found == []


@given(pairs(st.dictionaries(st.sampled_from("abcdefgh"), NUMBERS, min_size=1)))
def test_a_longer_period_less_a_shorter_one_counts_no_few_people(steps):
    first, second = steps
    before = breakdown(first)
    after = breakdown(second, before=before, apart=True)

    for key in after.numbers.keys() - after.hidden - before.hidden:
        assert not is_small(abs(after.numbers[key] - before.numbers[key]))
    _, found = worked_out([(first, before), (second, after)])
    assert new_to_readers(before, after, found) == set()


def test_a_table_of_many_rows_is_looked_at_in_the_time_it_takes_to_read_it():
    numbers = [0, 1, 2, 3, 8, 20, 50]
    cells = {(row, column): numbers[(row * row + column * 3) % 7] for row, column in BOTH}

    started = process_time()
    edition = crosstab(cells)

    assert process_time() - started < 5
    assert_all_small_are_hidden(edition)
