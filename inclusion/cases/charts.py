"""Drawings of help given and not given. Each stands above its table."""

from typing import Any

from diz_portal import charts
from diz_portal.charts import Size, style
from inclusion.cases.selectors.unmet import Report, Row

# Of the bars, without their labels.
SIZES = (Size("narrow", 150, 13), Size("wide", 460, 15))


def unmet(report: Report) -> dict[str, Any]:
    """The reasons as bars, with a title that says what was found."""
    rows = [row for row in report.by_reason.rows if row.number]
    if not rows:
        return {"chart": "", "chart_title": ""}
    rows.sort(key=lambda row: -(row.number or 0))
    first = rows[0]
    title = f"Most common reason for unmet needs: {first.label.lower()} ({first.number:,})"
    said = ", ".join(f"{row.label} {row.number:,}" for row in rows)
    chart = charts.in_each_size(
        lambda size: _bars(rows, size),
        name="unmet",
        title=title,
        share=False,
        sizes=SIZES,
        description=f"Unmet needs, by reason: {said}.",
    )
    return {"chart": chart, "chart_title": title}


def _bars(rows: list[Row], size: Size) -> dict[str, Any]:
    values = [{"label": style.in_lines(row.label), "number": row.number} for row in rows]
    common: dict[str, Any] = {
        "y": {
            "field": "label",
            "type": "nominal",
            "sort": [one["label"] for one in values],
            "title": None,
            "axis": style.LABELS_IN_LINES,
        },
        "x": {"field": "number", "type": "quantitative", "title": "Unmet needs", "axis": None},
    }
    return {
        "$schema": style.SCHEMA,
        "data": {"values": values},
        "width": size.width,
        "height": {"step": 44},
        "padding": 4,
        "config": style.config(size.text),
        "layer": [
            {"mark": {"type": "bar", "color": style.SERIES[0], "height": 22}, "encoding": common},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": size.text},
                "encoding": {**common, "text": {"field": "number", "format": ","}},
            },
        ],
    }
