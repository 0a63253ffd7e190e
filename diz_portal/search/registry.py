"""What can be found: each app registers its own, in its `searchable.py`."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from .asked import Asked
from .columns import Code, Ending, Words


@dataclass(frozen=True)
class Hit:
    """One line of the results: what it is called, where it is, where it belongs (its project, its
    team), and its status."""

    title: str
    url: str
    about: str = ""
    state: str = ""


def anybody(user: Any) -> bool:
    return True


def nothing_more(user: Any, asked: Asked) -> Sequence[QuerySet]:
    return ()


@dataclass(frozen=True)
class Searchable:
    """Records of one kind.

    kind: what addresses call the group. label: its heading, a plural.
    rows: what the person may see, from `visible_to`; it is asked again when the hits are read.
    hit: how one of them is shown, from what `rows` and `related` have brought: it asks nothing.
    title: the column of `rows` by which hits are put into order.
    words, codes: looked for by everybody who may look; indexed by `words_index`, `code_index`, or
        unique. A plain string is a column of references (`diz_portal.references`).
    private_words, private_codes: of people; looked for by POST alone.
    also, private_also: querysets of the same model that are found by other means.
    may_look: asked first; where it says no, the database is not asked.
    order: of the groups, the lower first.
    is_ones_own: `rows` differ between two people of the same roles, or from one hour to the next:
        what looks for them is built anew for each search.
    """

    kind: str
    label: str
    rows: Callable[[Any], QuerySet]
    hit: Callable[[Any, Any], Hit]
    order: int
    title: str = "title"
    words: Words | None = None
    codes: Sequence[str | Code | Ending] = ()
    private_words: Words | None = None
    private_codes: Sequence[str | Code | Ending] = ()
    also: Callable[[Any, Asked], Sequence[QuerySet]] = nothing_more
    private_also: Callable[[Any, Asked], Sequence[QuerySet]] = nothing_more
    related: Sequence[str] = ()
    may_look: Callable[[Any], bool] = anybody
    is_ones_own: bool = False


_searchables: dict[str, Searchable] = {}


def register(one: Searchable) -> None:
    _searchables[one.kind] = one


def searchables() -> list[Searchable]:
    return sorted(_searchables.values(), key=lambda one: (one.order, one.label))


def searchable(kind: str) -> Searchable | None:
    return _searchables.get(kind)


_standings: list[Callable[[Any], Hashable]] = []


def rows_depend_on(fact: Callable[[Any], Hashable]) -> None:
    """What decides which rows somebody may see, such as roles: an app that knows it says so."""
    _standings.append(fact)


def standing(user: Any) -> Hashable:
    """Equal for two people whose `rows` are the same, `is_ones_own` aside; on the same day."""
    facts = tuple(fact(user) for fact in _standings) or user.pk
    return user.is_superuser, timezone.localdate(), facts
