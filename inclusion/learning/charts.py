"""The drawing of distance travelled: each area before and after. It stands above its table."""

from typing import Any

from diz_portal import charts
from diz_portal.charts import Size, style
from inclusion.cases.charts import SIZES
from inclusion.learning.selectors.distance import AreaRow, Cohort

BEFORE, AFTER = "First check", "Latest check"


def distance(cohort: Cohort) -> dict[str, Any]:
    """How many reached each area at the first measure and at the last."""
    if not cohort.is_shown:
        return {"chart": "", "title": ""}
    shown = [row for row in cohort.rows if row.before is not None and row.after is not None]
    if not shown:
        return {"chart": "", "title": ""}
    best = max(shown, key=lambda row: (row.after or 0) - (row.before or 0))
    grown = (best.after or 0) - (best.before or 0)
    title = (
        f"Biggest gain in “{best.area.label}”: achieved by {best.after} of {cohort.again} people, "
        f"up from {best.before}"
        if grown > 0
        else "No gains to show between the first and the latest check"
    )
    said = "; ".join(
        f"{row.area.label}: {row.before} at the first check, {row.after} at the latest"
        for row in shown
    )
    chart = charts.in_each_size(
        lambda size: _bars(cohort, shown, size),
        name=f"distance-{cohort.framework.pk}-{cohort.answered_by.value}",
        share=False,
        sizes=SIZES,
        title=title,
        description=f"How many of {cohort.again} people with 2 checks achieved each area. {said}.",
    )
    return {"chart": chart, "title": title}


def _bars(cohort: Cohort, shown: list[AreaRow], size: Size) -> dict[str, Any]:
    values = [
        {"area": style.in_lines(row.area.label), "when": when, "number": number}
        for row in shown
        for when, number in ((BEFORE, row.before), (AFTER, row.after))
    ]
    common: dict[str, Any] = {
        "y": {
            "field": "area",
            "type": "nominal",
            "sort": [style.in_lines(row.area.label) for row in shown],
            "title": None,
            "axis": style.LABELS_IN_LINES,
        },
        "yOffset": {"field": "when", "sort": [BEFORE, AFTER]},
        "x": {
            "field": "number",
            "type": "quantitative",
            "scale": {"domain": [0, cohort.again * 1.5]},
            "axis": None,
        },
    }
    return {
        "$schema": style.SCHEMA,
        "data": {"values": values},
        "width": size.width,
        "height": {"step": 26},
        "padding": 4,
        "config": style.config(size.text),
        "transform": [{"calculate": "datum.number + ' ' + lower(datum.when)", "as": "said"}],
        "layer": [
            {
                "mark": {"type": "bar"},
                "encoding": {
                    **common,
                    "color": {
                        "field": "when",
                        "scale": {
                            "domain": [BEFORE, AFTER],
                            "range": [style.SERIES[5], style.SERIES[0]],
                        },
                        "legend": None,
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": size.text - 1},
                "encoding": {**common, "text": {"field": "said"}},
            },
        ],
    }
