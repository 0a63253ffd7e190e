"""The realisation curve: planned against measured, as a Vega-Lite dictionary."""

from typing import Any

from diz_portal.charts import Size, style
from projects.benefits.selectors import Realised


def curve(one: Realised, size: Size) -> dict[str, Any]:
    """A dashed line from the baseline to the target, and what was measured."""
    benefit = one.benefit
    planned = [
        {"day": benefit.baseline_on.isoformat(), "value": float(benefit.baseline)},
        {"day": benefit.target_on.isoformat(), "value": float(benefit.target)},
    ]
    measured = [
        planned[0],
        *({"day": row.on.isoformat(), "value": float(row.amount)} for row in one.measures),
    ]
    x = {
        "field": "day",
        "type": "temporal",
        "title": "Date",
        "axis": {"format": "%b %Y", "tickCount": 3 if size.width < 400 else 6},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": benefit.unit.capitalize(),
        "scale": {"zero": True},
    }
    last = measured[-1]

    def text(values: dict[str, Any], says: str, align: str, dy: int) -> dict[str, Any]:
        return {
            "data": {"values": [values | {"says": says}]},
            "mark": {"type": "text", "align": align, "dy": dy, "fontWeight": "bold"},
            "encoding": {"x": x, "y": y, "text": {"field": "says"}},
        }

    layers: list[dict[str, Any]] = [
        {
            "data": {"values": planned},
            "mark": {"type": "line", "color": style.SERIES[5], "strokeDash": style.DASHES[1]},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": measured},
            "mark": {
                "type": "line",
                "color": style.SERIES[1],
                "point": {"size": 60, "filled": True, "color": style.SERIES[1]},
            },
            "encoding": {"x": x, "y": y},
        },
        text(planned[1], f"Target {benefit.target:,f}".removesuffix(".00"), "right", -12),
    ]
    if one.measures:
        layers.append(text(last, f"{last['value']:,g}", "center", -14))
    return {
        "$schema": style.SCHEMA,
        "width": size.width - 70,
        "height": 240,
        "padding": 6,
        "config": style.config(size.text),
        "layer": layers,
    }
