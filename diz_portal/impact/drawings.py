"""What was done of what was promised, as bars: a Vega-Lite dictionary."""

from collections.abc import Sequence
from typing import Any

from diz_portal.charts import Size, style

from .published import Part

BAR = 34


def bars(parts: Sequence[Part], size: Size, *, axis: str) -> dict[str, Any]:
    """A pale bar of what was promised, the dark one of what is done in it, and both in figures."""
    values = [
        {
            "part": style.in_lines(one.name),
            "done": one.done,
            "promised": one.done if one.promised is None else one.promised,
            "says": f"{one.done:,}"
            if one.promised is None
            else f"{one.done:,} of {one.promised:,}",
        }
        for one in parts
    ]
    y = {
        "field": "part",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": style.LABELS_IN_LINES,
    }
    most = max((one["promised"] for one in values), default=1) or 1
    # Room for the figures at the end of the longest.
    scale = {"domain": [0, most * (1.6 if size.width < 400 else 1.25)], "nice": False}

    def along(field: str) -> dict[str, Any]:
        axis_of = {"title": axis, "tickMinStep": 1, "tickCount": 4, "grid": True}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis_of}

    return {
        "$schema": style.SCHEMA,
        "width": {"step": size.width} if not values else size.width - 130,
        "height": {"step": BAR + 12},
        "padding": 4,
        "config": style.config(size.text),
        "data": {"values": values},
        "layer": [
            {
                "mark": {
                    "type": "bar",
                    "color": style.TINT,
                    "stroke": style.TINT_EDGE,
                    "height": BAR - 8,
                },
                "encoding": {"y": y, "x": along("promised")},
            },
            {
                "mark": {"type": "bar", "color": style.SERIES[1], "height": BAR - 8},
                "encoding": {"y": y, "x": along("done")},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": "bold"},
                "encoding": {"y": y, "x": along("promised"), "text": {"field": "says"}},
            },
        ],
    }
