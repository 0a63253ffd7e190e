"""A count of people that only grows, and is published again and again.

Hiding a small change would hide the number for good, since what was hidden stays hidden. So a
number that was published waits: it moves only when at least five more people are behind it than
at any earlier time, and until then it is what it last was. What is not yet shown by itself is
shown with the others together (`REST`), by the same rule.

    published = in_steps({"Harlow": 12, "Epping": 3, "Broxbourne": 4}, [])
    published == {"Harlow": 12, REST: 7}

Every number that is shown is added up from people who are at least five, and so is the difference
of any two editions: `tests/shell/test_steps.py` tries it with thousands of histories.
"""

from collections.abc import Mapping, Sequence

from . import LEAST

REST = "rest"


def in_steps(now: Mapping[str, int], earlier: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The parts as they may be published after the `earlier` editions, the oldest first; those that
    may not be shown at all are left out."""
    last = dict(earlier[-1]) if earlier else {}
    shown = {}
    for key in dict.fromkeys([*now, *last]):
        if key == REST:
            continue
        number = now.get(key, 0)
        shown[key] = number if _may_move(number, key, earlier) else last.get(key, 0)
    left = sum(now.values()) - sum(shown.values())
    was = last.get(REST, 0)
    # As many as there are, else those who were shown together before, else nobody.
    rest = next(
        (one for one in (left, was) if 0 <= one <= left and _may_move(one, REST, earlier)), 0
    )
    total, before = sum(shown.values()) + rest, sum(last.values())
    if total < before <= sum(now.values()):
        # Nobody is taken from what was published only to be shown elsewhere.
        return last
    return {key: number for key, number in {**shown, REST: rest}.items() if number}


def _may_move(number: int, key: str, earlier: Sequence[Mapping[str, int]]) -> bool:
    known = {0, *(one.get(key, 0) for one in earlier)}
    return all(number == one or abs(number - one) >= LEAST for one in known)
