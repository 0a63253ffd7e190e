"""Ours beside theirs: the two numbers of a figure, their dates, and how each side counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from diz_portal.impact.published import Published, written

from .reading import METHOD, Theirs

# More days than this between the two, and the page says how many.
SAME_TIME = 31


@dataclass(frozen=True)
class Difference:
    what: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Beside:
    """A figure that both publish."""

    ours: Published
    theirs: Theirs

    @property
    def is_same_unit(self) -> bool:
        return self.ours.kind == self.theirs.kind

    @property
    def our_number(self) -> str:
        return _said(self.ours.kind, self.ours.done, self.ours.promised)

    @property
    def their_number(self) -> str:
        return _said(self.theirs.kind, self.theirs.number, self.theirs.of)

    @property
    def our_share(self) -> str:
        return _share(self.ours.done, self.ours.promised)

    @property
    def their_share(self) -> str:
        return _share(self.theirs.number, self.theirs.of)

    @property
    def days_apart(self) -> int:
        days = abs((self.ours.as_at - self.theirs.day).days)
        return days if days > SAME_TIME else 0

    @cached_property
    def differences(self) -> list[Difference]:
        """Of what both say about how they count."""
        pairs = [
            Difference(what, getattr(self.ours, name), getattr(self.theirs, name))
            for name, what in METHOD.items()
        ]
        found = [one for one in pairs if one.theirs and _plain(one.ours) != _plain(one.theirs)]
        if not self.is_same_unit:
            found.insert(0, Difference("Unit", UNITS[self.ours.kind], UNITS[self.theirs.kind]))
        return found

    @cached_property
    def unsaid(self) -> list[str]:
        """What their file says nothing of, in lower case."""
        return [what.lower() for name, what in METHOD.items() if not getattr(self.theirs, name)]

    @property
    def is_same_method(self) -> bool:
        return not self.differences and not self.unsaid


UNITS = {"number": "A number", "pounds": "Pounds", "mb": "Mobile data"}


@dataclass(frozen=True)
class Comparison:
    both: list[Beside]
    only_ours: list[Published]
    only_theirs: list[Theirs]

    @property
    def differing(self) -> list[Beside]:
        return [one for one in self.both if not one.is_same_method]


def compared(ours: Sequence[Published], theirs: Iterable[Theirs]) -> Comparison:
    """By the names of the figures: an address that is never changed, the same in each portal."""
    there = {one.name: one for one in theirs}
    here = {one.name: one for one in ours}
    return Comparison(
        both=[Beside(one, there[one.name]) for one in ours if one.name in there],
        only_ours=[one for one in ours if one.name not in there],
        only_theirs=[one for name, one in there.items() if name not in here],
    )


def _said(kind: str, done: Decimal, promised: Decimal | None) -> str:
    of = "" if promised is None else f" of {written(kind, promised)}"
    return f"{written(kind, done)}{of}"


def _share(done: Decimal, promised: Decimal | None) -> str:
    """Of what was promised: what two places of different size can be compared by."""
    return f"{round(100 * done / promised)}%" if promised else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")
