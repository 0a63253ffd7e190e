"""A figure as readers see it, whether it was read just now or on a past day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import number_format

from diz_portal.words import data_size, pounds

from .declaring import DISTRICT, PROGRAMME, Column, PublicFigure
from .models import Reading

WRITTEN = ("name", "title", "question", "definition", "source", "not_counted", "group", "order")
ALSO = ("done", "promised", "promised_title", "kind", "counts_people")


def written(kind: str, number: Any) -> str:
    if kind == "pounds":
        return pounds(number)
    if kind == "mb":
        return data_size(number)
    return number_format(number, force_grouping=True)


@dataclass(frozen=True)
class Part:
    """What was done, of what was promised, in one district or programme."""

    name: str
    done: Any
    promised: Any = None


@dataclass(frozen=True)
class Published:
    name: str
    title: str
    question: str
    definition: str
    source: str
    not_counted: str
    group: str
    order: int
    columns: Sequence[Column]
    done_in: str
    promised_in: str
    promised_title: str
    kind: str
    counts_people: bool
    says: str
    as_at: date
    rows: Sequence[Sequence[Any]]

    @cached_property
    def done(self) -> Any:
        return self._sum(self.done_in, self.rows)

    @cached_property
    def promised(self) -> Any:
        return self._sum(self.promised_in, self.rows) if self.promised_in else None

    @property
    def number(self) -> str:
        return self.written(self.done)

    @property
    def short(self) -> str:
        """As a heading has it: £1.9m."""
        return pounds(self.done, "short") if self.kind == "pounds" else self.number

    @property
    def of(self) -> str:
        return "" if self.promised is None else self.written(self.promised)

    @property
    def sentence(self) -> str:
        of = f" of {self.of}" if self.of else ""
        return f"{self.number}{of} {self.title}"

    def written(self, number: Any) -> str:
        return written(self.kind, number)

    @cached_property
    def by_district(self) -> dict[str, Part]:
        return self._parts(DISTRICT)

    @cached_property
    def by_programme(self) -> dict[str, Part]:
        return self._parts(PROGRAMME)

    def _parts(self, name: str) -> dict[str, Part]:
        at = self._at(name)
        if at is None:
            return {}
        rows: dict[str, list[Sequence[Any]]] = {}
        for row in self.rows:
            rows.setdefault(row[at], []).append(row)
        return {
            key: Part(
                key,
                self._sum(self.done_in, found),
                self._sum(self.promised_in, found) if self.promised_in else None,
            )
            for key, found in sorted(rows.items())
        }

    def _at(self, name: str) -> int | None:
        names = [column.name for column in self.columns]
        return names.index(name) if name in names else None

    def _sum(self, name: str, rows: Sequence[Sequence[Any]]) -> Any:
        at = self._at(name)
        return sum(row[at] for row in rows) if at is not None else 0


def of_rows(figure: PublicFigure, rows: Sequence[Sequence[Any]], as_at: date) -> Published:
    said = declared(figure, rows)
    return Published(
        **{name: said[name] for name in WRITTEN},
        columns=figure.columns,
        done_in=figure.done,
        promised_in=figure.promised,
        promised_title=figure.promised_title,
        kind=figure.kind,
        counts_people=figure.counts_people,
        says=said["says"],
        as_at=as_at,
        rows=rows,
    )


def of_reading(reading: Reading) -> Published:
    """With the words of its day."""
    said = reading.declared
    return Published(
        **{name: said[name] for name in WRITTEN},
        columns=[Column(*one) for one in said["columns"]],
        done_in=said["done"],
        promised_in=said["promised"],
        promised_title=said["promised_title"],
        kind=said["kind"],
        counts_people=said["counts_people"],
        says=said["says"],
        as_at=reading.day,
        rows=reading.rows,
    )


def declared(figure: PublicFigure, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """What a reading keeps of what the figure means."""
    return {
        **{name: getattr(figure, name) for name in (*WRITTEN, *ALSO)},
        "title": figure.titled(rows) if figure.titled else figure.title,
        "says": figure.says(rows) if figure.says else "",
        "columns": [[one.name, one.label] for one in figure.columns],
    }
