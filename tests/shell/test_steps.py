"""A count of people that is published again and again moves by at least five people, or not."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from diz_portal.disclosure import LEAST
from diz_portal.disclosure.steps import REST, in_steps

DISTRICTS = ["Harlow", "Epping", "Uttlesford"]


def test_in_steps_shows_small_parts_together():
    assert in_steps({"Harlow": 12, "Epping": 3, "Uttlesford": 4}, []) == {"Harlow": 12, REST: 7}


def test_in_steps_shows_nothing_of_a_few():
    assert in_steps({"Harlow": 1, "Epping": 3}, []) == {}


def test_in_steps_waits_for_five_more():
    first = in_steps({"Harlow": 12}, [])

    assert in_steps({"Harlow": 16}, [first]) == {"Harlow": 12}
    assert in_steps({"Harlow": 17}, [first]) == {"Harlow": 17}


def test_in_steps_follows_a_number_that_fell_by_five():
    first = in_steps({"Harlow": 12}, [])

    assert in_steps({"Harlow": 9}, [first]) == {"Harlow": 12}
    assert in_steps({"Harlow": 7}, [first]) == {"Harlow": 7}


def test_in_steps_moves_people_out_of_the_rest_together():
    first = in_steps({"Harlow": 12, "Epping": 3, "Uttlesford": 4}, [])

    # Epping would be 5 of its own, and leave 4 of those who were shown together: not so.
    assert in_steps({"Harlow": 12, "Epping": 5, "Uttlesford": 4}, [first]) == first
    assert in_steps({"Harlow": 12, "Epping": 8, "Uttlesford": 0}, [first]) == {
        "Harlow": 12,
        "Epping": 8,
    }


histories = st.lists(
    st.lists(st.integers(-3, 9), min_size=len(DISTRICTS), max_size=len(DISTRICTS)), max_size=12
)


@given(histories)
def test_in_steps_differs_by_five_people_between_any_two_editions(changes):
    now = dict.fromkeys(DISTRICTS, 0)
    editions: list[dict] = []
    for change in changes:
        now = {
            key: max(number + more, 0)
            for (key, number), more in zip(now.items(), change, strict=True)
        }
        editions.append(in_steps(now, editions))

    for one, other in combinations([{}, *editions], 2):
        for key in [*DISTRICTS, REST]:
            apart = abs(one.get(key, 0) - other.get(key, 0))
            assert apart == 0 or apart >= LEAST


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), max_size=12))
def test_in_steps_never_counts_more_people_than_there_are(changes):
    """Of a count that grows."""
    now = dict.fromkeys(DISTRICTS, 0)
    editions: list[dict] = []
    for change in changes:
        now = {key: number + more for (key, number), more in zip(now.items(), change, strict=True)}
        editions.append(in_steps(now, editions))

        assert sum(editions[-1].values()) <= sum(now.values())
    totals = [sum(one.values()) for one in editions]
    assert totals == sorted(totals)
