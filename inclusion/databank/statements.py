"""The databank's statement as a drawing, and what its words say."""

from datetime import date

from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.charts import Size, style
from diz_portal.words import data_size, uk_date
from inclusion.databank.selectors.databank import Line
from inclusion.databank.sizes import gb

HEIGHTS = {"narrow": 220, "wide": 300}


def by_day(lines: list[Line]) -> list[tuple[date, float]]:
    """What was in stock at the end of each day on which something moved."""
    return list({line.day: float(gb(line.balance)) for line in lines}.items())


def title(lines: list[Line]) -> str:
    """The finding, from which the drawing takes its title."""
    if not lines:
        return "No transactions yet"
    last = lines[-1]
    received = sum(line.mb_received for line in lines)
    # What is reserved has left the stock, and is no longer in the balance.
    out = received - last.balance - last.reserved
    return (
        f"{data_size(last.balance)} in stock ({data_size(received)} received, {data_size(out)} "
        f"issued, expired or written off, {data_size(last.reserved)} reserved)"
    )


def drawing(lines: list[Line], *, name: str) -> SafeString:
    """For a phone and for a wide column; the style sheet shows one."""
    points = by_day(lines)
    if len(points) < 2:
        return SafeString("")
    return charts.in_each_size(
        lambda size: spec(points, size),
        name=name,
        title=title(lines),
        description="Data in stock in GB, without reserved data, from "
        f"{uk_date(points[0][0])} to {uk_date(points[-1][0])}.",
        share=False,
    )


def spec(points: list[tuple[date, float]], size: Size) -> dict:
    return {
        "$schema": style.SCHEMA,
        "width": size.width - 60,
        "height": HEIGHTS[size.name],
        "padding": 4,
        "config": style.config(size.text),
        "data": {"values": [{"day": day.isoformat(), "gb": number} for day, number in points]},
        "mark": {
            "type": "line",
            "interpolate": "step-after",
            "color": style.SERIES[0],
        },
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "scale": {"type": "utc"},
                "axis": {"title": None, "format": "%-d %b", "tickCount": 4, "grid": False},
            },
            "y": {
                "field": "gb",
                "type": "quantitative",
                "scale": {"zero": True},
                "axis": {"title": "GB in stock", "tickCount": 5},
            },
        },
    }
