"""The impact figures as open data: see diz_portal.open_data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from diz_portal.open_data.declaring import Dataset, Kind, Reading, dataset, text, typed

from . import selectors
from .published import Part, Published

WHOLE = "whole"


@dataclass(frozen=True)
class Row:
    figure: Published
    of: str
    part: str
    done: Any
    promised: Any

    @property
    def as_at(self) -> date:
        return self.figure.as_at


@dataset
class ImpactFigures(Dataset):
    slug = "impact-figures"
    title = "Impact figures"
    about = (
        "What the partnership has promised and done: each figure as a whole, by district and by "
        "programme."
    )
    withheld = (
        "Figures that are not released. Numbers of people change in steps of at least 5, and small "
        "ones are counted together."
    )
    keywords = ("impact", "outcomes")
    order = 5
    fields = (
        text("figure", "Figure", "figure.name"),
        text("title", "Title", "figure.title"),
        text("question", "Question", "figure.question"),
        text("of", "Whole, district or programme"),
        text("part", "Name of the part"),
        typed(Kind.WHOLE, "done", "Done"),
        typed(Kind.WHOLE, "promised", "Promised"),
        text("kind", "Unit: number, pounds or mb", "figure.kind"),
        typed(Kind.DAY, "as_at", "As at"),
        text("definition", "What it counts", "figure.definition"),
        text("not_counted", "What it does not count", "figure.not_counted"),
        text("source", "Source", "figure.source"),
    )
    key = ("figure", "of", "part")

    def rows(self, reading: Reading) -> Iterable[Row]:
        for figure in selectors.current():
            yield Row(figure, WHOLE, "", figure.done, figure.promised)
            yield from _parts(figure, "district", figure.by_district)
            yield from _parts(figure, "programme", figure.by_programme)

    def count(self) -> int:
        return sum(1 for _ in self.rows(Reading()))


def _parts(figure: Published, of: str, parts: dict[str, Part]) -> Iterator[Row]:
    for part in parts.values():
        yield Row(figure, of, part.name, part.done, part.promised)
