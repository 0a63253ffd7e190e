"""A public figure, as an app declares it in its `impact_figures.py`:

    @figure(
        "surgeries-live",
        title="surgeries live on full fibre",
        question="How many of the surgeries in scope have a live connection today?",
        …
        columns=[Column("reference", "Reference"), …, Column("live", "Live")],
        done="live",
        version="SELECT max(id) FROM projects_stageentry",
    )
    def surgeries_live(today: date) -> list[tuple] | None: …

The figure is the sum of its column `done`, so whoever adds up the rows of its file gets it. A
column called `district` or `programme` gives its parts. `promised` names a column of the same kind.

A figure that counts people answers cells instead, with the people behind each of them
(`counts_people=True`): it is published in steps of at least five people
(`diz_portal.disclosure.steps`), once a day. So is one that a manager has to release. All others are
read whenever the page has changed: `version` says by what.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DISTRICT, PROGRAMME = "district", "programme"


@dataclass(frozen=True)
class Column:
    """`name` is a public name, which scripts rely on."""

    name: str
    label: str


@dataclass(frozen=True)
class Cell:
    """One row of a figure about people: its key and what the row says, the people behind it, and
    what is added up, where that is not the people themselves."""

    key: str
    said: tuple[Any, ...]
    people: int
    amount: int | None = None

    @property
    def number(self) -> int:
        return self.people if self.amount is None else self.amount


@dataclass(frozen=True)
class PublicFigure:
    name: str
    title: str  # after the number: "surgeries live"
    question: str
    definition: str
    source: str
    not_counted: str
    group: str
    order: int
    columns: Sequence[Column]
    done: str
    read: Callable[[date], list[Any] | None]
    promised: str = ""
    # After the number that was promised: "surgeries in scope".
    promised_title: str = ""
    # How the number is written: "number", "pounds" or "mb".
    kind: str = "number"
    # Queries of one value each, which change with the rows; a figure without any is published once
    # a day. One that several figures need is asked once.
    version: str | tuple[str, ...] = ()
    counts_people: bool = False
    # The words of the row of those who are not shown by themselves.
    rest: tuple[Any, ...] = ()
    # What is published by releasing it: the sentence that a manager confirms.
    releases: str = ""
    # Why there is no number, where nothing is loaded.
    without: str = "There is nothing to count yet."
    # From its rows: a title that fits them better, and a sentence to go with it.
    titled: Callable[[Sequence[Sequence[Any]]], str] | None = None
    says: Callable[[Sequence[Sequence[Any]]], str] | None = None

    @property
    def is_live(self) -> bool:
        return bool(self.version)

    @property
    def needs_release(self) -> bool:
        return bool(self.releases)


@dataclass(frozen=True)
class Panel:
    """A part of the page that an app adds: `find` answers None where there is nothing to show, and
    `version` is as of a figure."""

    template: str
    find: Callable[[], dict[str, Any] | None]
    version: str | tuple[str, ...]
    order: int


_panels: list[Panel] = []


def panel(*, order: int, template: str, version: str | tuple[str, ...], find: Callable) -> None:
    _panels.append(Panel(template, find, version, order))


def panels() -> list[Panel]:
    return sorted(_panels, key=lambda one: one.order)


_figures: dict[str, PublicFigure] = {}


def figure(name: str, **facts: Any) -> Callable:
    """Declare a public figure. The name is its web address, and stays."""

    def register(read: Callable[[date], list[Any] | None]) -> Callable:
        _figures[name] = PublicFigure(name=name, read=read, **facts)
        return read

    return register


def figures() -> list[PublicFigure]:
    return sorted(_figures.values(), key=lambda one: (one.order, one.name))


def named(name: str) -> PublicFigure | None:
    return _figures.get(name)
