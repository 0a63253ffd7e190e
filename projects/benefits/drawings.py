"""What is drawn of a benefit, as Vega-Lite dictionaries: the realisation curve, planned against
measured; and sites that are connected beside those still waiting."""

from typing import Any

from diz_portal.charts import Size, style
from projects.benefits.comparing import Comparison, student
from projects.benefits.models import Benefit
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


def arms(benefit: Benefit, found: Comparison, size: Size) -> dict[str, Any]:
    """A stepped line for each side, with an interval at each month."""
    rows = []
    for at, (name, side) in enumerate((("Connected", "connected"), ("Still waiting", "waiting"))):
        for month in found.shown:
            arm = getattr(month, side)
            reach = student(arm.n - 1) * arm.of_the_mean**0.5
            rows.append(
                {
                    "arm": name,
                    "month": month.first.isoformat(),
                    "mean": arm.mean,
                    "low": arm.mean - reach,
                    "high": arm.mean + reach,
                    "at": at,
                }
            )
    x = {
        "field": "month",
        "type": "temporal",
        "title": "Month",
        "axis": {"format": "%b %Y", "tickCount": 3 if size.width < 400 else 6},
    }
    y = {"field": "mean", "type": "quantitative", "title": benefit.unit.capitalize()}
    colour = {
        "field": "arm",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": ["Connected", "Still waiting"],
            "range": [style.SERIES[1], style.SERIES[5]],
        },
    }
    last = [row for row in rows if row["month"] == found.shown[-1].first.isoformat()]
    return {
        "$schema": style.SCHEMA,
        "width": size.width - 90,
        "height": 260,
        "padding": 6,
        "config": style.config(size.text),
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {
                    "x": x,
                    "y": y | {"field": "low"},
                    "y2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "data": {"values": rows},
                "mark": {
                    "type": "line",
                    "interpolate": "step-after",
                    "point": {"filled": True, "size": 60},
                },
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": colour,
                    "strokeDash": {
                        "field": "arm",
                        "type": "nominal",
                        "legend": None,
                        "scale": {
                            "domain": ["Connected", "Still waiting"],
                            "range": [[1, 0], style.DASHES[1]],
                        },
                    },
                },
            },
            {
                "data": {"values": last},
                "mark": {"type": "text", "align": "right", "dy": -16, "fontWeight": "bold"},
                "encoding": {"x": x, "y": y, "text": {"field": "arm"}},
            },
        ],
    }
