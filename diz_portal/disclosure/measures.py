"""A value that was measured of people, published beside how many they are: nobody is found by
dividing, and nobody by comparing two that were published.

5% of 20 people is one person. So what a value counts depends on its kind: a number of people counts
itself and those who are left; a percentage the same, after a division; a total or an average counts
nobody but those it was measured of. None of these numbers may be small, nor differ by a small
number from the same number at any earlier time: the one less the other would be those people.

    published([Measured(Decimal(5), 20)], PERCENT) == [False]          # 1 of 20
    published([Measured(Decimal(30), 20), Measured(Decimal(35), 20)], PERCENT) == [True, False]

`tests/shell/test_measures.py` divides and compares whatever thousands of histories would publish.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from . import is_small

PEOPLE, PERCENT, OTHER = "people", "percent", "other"
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Measured:
    value: Decimal
    people: int

    def counts(self, kind: str) -> tuple[int, ...]:
        """The numbers of people that a reader of the value has, or works out."""
        counted = None
        if kind == PEOPLE:
            counted = _whole(self.value)
        elif kind == PERCENT:
            counted = _whole(self.value * self.people / WHOLE)
        elif not kind and 0 <= self.value <= WHOLE:
            # It may be either: what would give somebody away in one of them is not shown.
            return (*self.counts(PERCENT), *self.counts(PEOPLE)[1:])
        return (self.people,) if counted is None else (self.people, counted, self.people - counted)


def published(history: Sequence[Measured], kind: str) -> list[bool]:
    """Which of them may be shown, in the order in which they became known. What was shown once
    stays shown, whatever comes after it. `kind` is empty where nobody has said what it is."""
    shown: list[tuple[int, ...]] = []
    found = []
    for one in history:
        counts = one.counts(kind)
        may = not any(is_small(number) for number in counts) and all(
            not _tells(counts, former) for former in shown
        )
        if may:
            shown.append(counts)
        found.append(may)
    return found


def _tells(counts: tuple[int, ...], former: tuple[int, ...]) -> bool:
    return any(is_small(abs(now - then)) for now, then in zip(counts, former, strict=False))


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))
