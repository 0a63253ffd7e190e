"""Each kind of work that somebody has in hand; the pages that end anything show all of it.

An app registers its kinds in its `open_work.py`, which is discovered when the portal starts:

    from diz_portal import open_work

    open_work.register(
        open_work.Kind(
            name="risks", one="risk owned", many="risks owned", whose=open_work.ORGANISATION,
            rows=lambda: Risk.objects.open(), owner="owner",
            candidates=organisations_but, hand_over=services.risks.hand_over,
        )
    )

`rows` is everything of that kind that waits for anybody; `owner` is the path to the id of the
organisation or person who has it. So one query counts what one of them has, and one what all of
them have who can no longer deal with it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .endings import End, Ending

ORGANISATION, PERSON, PARTNERSHIP, AGREEMENT = "organisation", "person", "partnership", "agreement"


def nobody(ending: Ending) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of work in hand.

    one, many: its name in words, to follow a number: "9 open cases".
    whose: ORGANISATION or PERSON (by `owner`), PARTNERSHIP (every row is the managers'), or
        AGREEMENT (`rows_of` gives those that rest on it).
    inside: of a person's work, the path to the organisation they do it for.
    hands: the role without which nobody can do it.
    ends: at which endings it is asked about; without any, at all.
    candidates: organisations or people it may go to, in the order of the list.
    hand_over: `hand_over(rows=…, to=…, by=…, ending=…)` moves them, and writes it down.
    to_nobody: the words for giving it to nobody in particular, where that is an answer.
    if_it_stays: what becomes of it otherwise, in a sentence.
    how: what happens to it when it goes, where that is not plain.
    url: `url(user, ending)`, where the reader sees the list; empty when they may not.
    stranded: narrows a person's `rows` to those whose owner can no longer do them.
    """

    name: str
    one: str
    many: str
    whose: str
    rows: Callable[[], QuerySet]
    owner: str = ""
    inside: str = ""
    hands: str = ""
    ends: frozenset[End] = frozenset()
    rows_of: Callable[[Any], QuerySet] | None = None
    candidates: Callable[[Ending], Iterable[Any]] = nobody
    hand_over: Callable[..., None] | None = None
    to_nobody: str = ""
    if_it_stays: str = ""
    how: str = ""
    url: Callable[[Any, Ending], str] | None = None
    stranded: Callable[[QuerySet], QuerySet] | None = None

    def counted(self, number: int) -> str:
        return f"{number:,} {self.one if number == 1 else self.many}"

    def in_hand(self, ending: Ending) -> QuerySet | None:
        """The rows that stop with this ending; None when it does not touch them."""
        if self.ends and ending.what not in self.ends:
            return None
        # A team that takes no more requests goes on with all that is not said to end with it.
        if ending.what == End.TEAM and not self.ends:
            return None
        if self.whose == ORGANISATION:
            stopped = {*ending.organisations, *ending.without.get(self.hands or "-", ())}
            return self.rows().filter(**{f"{self.owner}__in": stopped}) if stopped else None
        if self.whose == PERSON:
            return self._of_person(ending)
        if self.whose == PARTNERSHIP:
            return self.rows() if ending.without_manager else None
        if ending.agreement is not None and self.rows_of:
            return self.rows_of(ending.agreement)
        return None

    def _of_person(self, ending: Ending) -> QuerySet | None:
        if ending.gone_from and self.stranded and self.inside:
            return self.stranded(self.rows()).filter(**{f"{self.inside}__in": ending.gone_from})
        if ending.person is None or ending.hands not in ("", self.hands):
            return None
        rows = self.rows().filter(**{self.owner: ending.person})
        if ending.inside is None:
            return rows
        if self.inside:
            return rows.filter(**{f"{self.inside}__in": ending.inside})
        return rows if ending.for_good else None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())
