"""What the pages show of the published figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.words import uk_date

from .drawings import bars
from .published import Part, Published

# A page shows as many rows of a figure; its file has all.
MOST_ROWS = 25
NOT_SHOWN = "Not shown"


@dataclass(frozen=True)
class Chart:
    title: str
    svg: SafeString
    figure: Published
    rows: list[tuple[str, str, str]]


class Picture:
    """The page of all figures; each part is made when the template comes to it."""

    def __init__(self, figures: Sequence[Published]):
        self.figures = list(figures)

    @cached_property
    def headline(self) -> str:
        """The first figure that has a promise, and the first about people."""
        found = [one for one in self.figures if one.promised is not None][:1]
        found += [one for one in self.figures if one.counts_people][:1]
        return " ".join(f"{one.sentence}." for one in found)

    @property
    def as_at(self) -> date | None:
        return max((one.as_at for one in self.figures), default=None)

    @cached_property
    def by_programme(self) -> list[Chart]:
        """What was promised and what is done, for each figure that knows its programmes."""
        return [
            chart_of(one, one.by_programme, "programme")
            for one in self.figures
            if one.by_programme and one.promised is not None
        ]

    @cached_property
    def by_district(self) -> list[Chart]:
        return [
            chart_of(one, one.by_district, "district")
            for one in self.figures
            if one.by_district and one.promised is not None
        ]

    @cached_property
    def of_districts(self) -> list[Published]:
        return [one for one in self.figures if one.by_district]

    @cached_property
    def districts(self) -> list[tuple[str, list[tuple[Published, str]]]]:
        """A row for each district: what is known there of every figure that has districts."""
        # Districts first, as they are where nobody is counted; then what is known of no district.
        places = {n for one in self.of_districts if not one.counts_people for n in one.by_district}
        others = {n for one in self.of_districts for n in one.by_district} - places
        names = [*sorted(places), *sorted(others)]
        return [
            (name, [(one, _said(one, one.by_district.get(name))) for one in self.of_districts])
            for name in names
        ]


def _said(figure: Published, part: Part | None) -> str:
    if part is None:
        return NOT_SHOWN if figure.counts_people else "–"
    done = figure.written(part.done)
    return done if part.promised is None else f"{done} of {figure.written(part.promised)}"


def chart_of(figure: Published, parts: dict[str, Part], what: str) -> Chart:
    title = f"{figure.sentence}, by {what}"
    drawn = [
        (part.name, figure.written(part.done), _of(figure, part.promised))
        for part in parts.values()
    ]
    svg = charts.in_each_size(
        lambda size: bars(list(parts.values()), size, axis=figure.title.capitalize()),
        name=f"{figure.name}-{what}",
        title=title,
        description=f"A bar for each {what}. The table below has the same numbers.",
    )
    return Chart(title, svg, figure, drawn)


def _of(figure: Published, number: Any) -> str:
    return "" if number is None else figure.written(number)


def described(figure: Published) -> dict[str, Any]:
    """What the recipe of one figure shows."""
    parts = figure.by_district or figure.by_programme
    what = "district" if figure.by_district else "programme"
    with_chart = len(parts) > 1 and figure.kind == "number"
    return {
        "figure": figure,
        "chart": chart_of(figure, parts, what) if with_chart else None,
        "what": what,
        "labelled": [
            [(one.label, _cell(value)) for one, value in zip(figure.columns, row, strict=True)]
            for row in figure.rows[:MOST_ROWS]
        ],
        "more_rows": max(len(figure.rows) - MOST_ROWS, 0),
        "adds_up": next((one.label for one in figure.columns if one.name == figure.done_in), ""),
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return uk_date(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
