"""The databank's statement as a drawing, and what its words say."""

from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.charts import Size, style
from inclusion.databank.models import MB_PER_GB
from inclusion.databank.selectors.databank import Line

HEIGHTS = {"narrow": 220, "wide": 300}


def gb(mb: int) -> float:
    return mb / MB_PER_GB


def by_day(lines: list[Line]) -> list[tuple[str, float]]:
    """What was in stock at the end of each day on which something moved."""
    return list({line.day.isoformat(): gb(line.balance) for line in lines}.items())


def title(lines: list[Line]) -> str:
    """The finding, from which the drawing takes its title."""
    if not lines:
        return "Nothing has moved yet"
    out = sum(line.mb_out for line in lines)
    inn = sum(line.mb_in for line in lines)
    kept = f", {gb(reserved):,.0f} of it reserved" if (reserved := lines[-1].reserved) else ""
    return (
        f"{gb(inn - out):,.0f} GB in stock: {gb(inn):,.0f} came in, {gb(out):,.0f} went out{kept}"
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
