"""The databank's statement as a drawing, and what its words say."""

from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.charts import Size, style
from inclusion.databank.selectors.databank import Line
from inclusion.databank.sizes import gb, in_gb

HEIGHTS = {"narrow": 220, "wide": 300}


def by_day(lines: list[Line]) -> list[tuple[str, float]]:
    """What was in stock at the end of each day on which something moved."""
    return list({line.day.isoformat(): float(gb(line.balance)) for line in lines}.items())


def title(lines: list[Line]) -> str:
    """The finding, from which the drawing takes its title."""
    if not lines:
        return "Nothing has moved yet"
    last = lines[-1]
    received = sum(line.mb_received for line in lines)
    kept = f", {in_gb(last.reserved)} of it reserved" if last.reserved else ""
    return (
        f"{in_gb(last.balance)} GB in stock: {in_gb(received)} came in, "
        f"{in_gb(received - last.balance)} went out{kept}"
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
        description="Data in stock, without what is reserved, GB, "
        f"from {points[0][0]} to {points[-1][0]}.",
        share=False,
    )


def spec(points: list[tuple[str, float]], size: Size) -> dict:
    return {
        "$schema": style.SCHEMA,
        "width": size.width - 60,
        "height": HEIGHTS[size.name],
        "padding": 4,
        "config": style.config(size.text),
        "data": {"values": [{"day": day, "gb": number} for day, number in points]},
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
