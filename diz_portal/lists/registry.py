"""Which lists there are, and what each promises."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from .columns import Column
from .filters import Filter

A_PAGE = 50


@dataclass
class Asking:
    """Who reads a list, and what the page fixes that they read it on: a project, a seminar."""

    user: Any
    fixed: Mapping[str, str] = field(default_factory=dict)
    _known: dict[str, Any] = field(default_factory=dict)

    def once(self, key: str, read: Callable[[], Any]) -> Any:
        """What is asked of every row or filter, read once for a page."""
        if key not in self._known:
            self._known[key] = read()
        return self._known[key]


class List:
    """One list. There is one instance for all threads: it keeps nothing between readers."""

    # In addresses, rows and views: a slug, never changed.
    name: str
    title: str
    # What one of it and what several of it are called: “1 site”, “3 sites”.
    one: str
    many: str
    # The first is what a row is called, and is always shown.
    columns: Sequence[Column]
    filters: Sequence[Filter]
    # The order while nobody chooses, in words and as columns.
    order_said: str
    order: Sequence[Any]
    # Orders of earlier addresses, and what they are called now.
    once_called: Mapping[str, str] = {}
    # Counted no further than this, where a list is too long to be counted for every page.
    counted: int = 0
    # Its place among the lists.
    place: int = 50

    def may_open(self, user: Any) -> bool:
        """Whether the person has the room that this list belongs to."""
        raise NotImplementedError

    def rows(self, asking: Asking) -> QuerySet:
        """What the person may read, beginning at `visible_to` or `worked_on_by`."""
        raise NotImplementedError

    def at_first(self, rows: QuerySet, chosen: Mapping[str, str]) -> QuerySet:
        """What is left out while nobody looks for it."""
        return rows

    def url(self, row: Any, asking: Asking) -> str:
        """The page of a row; none for those who have nothing to open there."""
        return ""

    def told_apart(self, row: Any) -> str:
        """What is read out after the name of a row, where several are called the same."""
        return ""

    def page(self, filters: Mapping[str, str]) -> str:
        """The page on which these filters are read."""
        return reverse("lists:list", args=[self.name])

    def column(self, key: str) -> Column | None:
        return next((one for one in self.columns if one.key == key), None)

    def filter(self, key: str) -> Filter | None:
        return next((one for one in self.filters if one.key == key), None)

    def said(self, number: int) -> str:
        return f"1 {self.one}" if number == 1 else f"{number:,} {self.many}"


_lists: dict[str, List] = {}


def register(kind: type[List]) -> type[List]:
    _lists[kind.name] = kind()
    return kind


def named(name: str) -> List | None:
    """None for one that the code no longer knows: views outlive it."""
    return _lists.get(name)


def open_to(user: Any) -> list[List]:
    found = [one for one in _lists.values() if one.may_open(user)]
    return sorted(found, key=lambda one: (one.place, one.title))


# The organisations that somebody belongs to, said by the app that knows them.
_organisations: list[Callable[[Any], QuerySet]] = []


def organisations_are(of: Callable[[Any], QuerySet]) -> None:
    _organisations[:] = [of]


def organisations_of(user: Any) -> Any:
    return _organisations[0](user) if _organisations else []


def names(kinds: Iterable[List]) -> list[str]:
    return [one.name for one in kinds]
