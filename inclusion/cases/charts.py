"""Drawings of help given and not given. Each stands above its table."""

from collections.abc import Callable
from textwrap import wrap
from typing import Any

from django.utils.html import format_html_join

from diz_portal import charts
from diz_portal.charts import style
from inclusion.cases.selectors.unmet import Report, Row

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Name, width of the bars, size of the text: one for a phone and one for a wide column.
SIZES = (("narrow", 150, 13), ("wide", 460, 15))


def unmet(report: Report) -> dict[str, Any]:
    """The reasons as bars, with a title that says what was found."""
    rows = [row for row in report.by_reason.rows if row.number]
    if not rows:
        return {"chart": "", "chart_title": ""}
    rows.sort(key=lambda row: -(row.number or 0))
    first = rows[0]
    title = f"The most common reason: {first.label.lower()}, {first.number:,} times"
    said = ", ".join(f"{row.label} {row.number:,}" for row in rows)
    chart = in_each_size(
        lambda width, text: _bars(rows, width, text),
        name="unmet",
        title=title,
        description=f"Needs that were not met, by reason: {said}.",
    )
    return {"chart": chart, "chart_title": title}


def in_each_size(spec: Callable[[int, int], dict[str, Any]], *, name: str, **words: str) -> str:
    """A drawing for a wide screen and one for a phone; nothing when one of them failed."""
    drawn = [
        (size, charts.draw(spec(width, text), name=f"{name}-{size}", share=False, **words))
        for size, width, text in SIZES
    ]
    if not all(svg for _, svg in drawn):
        return ""
    return format_html_join("", '<div class="app-drawing app-drawing--{}">{}</div>', drawn)


def _bars(rows: list[Row], width: int, text: int) -> dict[str, Any]:
    values = [{"label": broken(row.label), "number": row.number} for row in rows]
    common: dict[str, Any] = {
        "y": {
            "field": "label",
            "type": "nominal",
            "sort": [one["label"] for one in values],
            "title": None,
            "axis": {
                "labelExpr": "split(datum.value, '|')",
                "labelLimit": 230,
                "ticks": False,
                "domain": False,
            },
        },
        "x": {"field": "number", "type": "quantitative", "title": "Needs not met", "axis": None},
    }
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "width": width,
        "height": {"step": 44},
        "padding": 4,
        "config": style.config(text),
        "layer": [
            {"mark": {"type": "bar", "color": style.SERIES[0], "height": 22}, "encoding": common},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": text},
                "encoding": {**common, "text": {"field": "number", "format": ","}},
            },
        ],
    }


def broken(label: str) -> str:
    """A long label in lines, parted by `|`."""
    return "|".join(wrap(label, 20))
