"""The shaded map and the trend, as Vega-Lite dictionaries."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from diz_portal.charts import Size, style
from diz_portal.places.outlines import Outline

from .words import share

NARROW = 400
# From the weakest of our districts to the best.
SHADES = ["#d9eceb", "#a8d3d0", "#6fb6b2", "#0b8a8a"]


def shaded_map(
    outlines: Sequence[Outline],
    shares: dict[str, Decimal],
    size: Size,
    *,
    is_schematic: bool,
    more_is_better: bool,
) -> dict[str, Any]:
    """Each district in the shade of its share, with its name and the share on it."""
    values = list(shares.values())
    least, most = min(values), max(values)
    shapes, texts = [], []
    for outline in outlines:
        known = shares.get(outline.code)
        shapes.append(
            {
                "type": "Feature",
                "properties": {
                    "shade": "#ffffff"
                    if known is None
                    else _shade(known, least, most, more_is_better=more_is_better)
                },
                "geometry": outline.geometry,
            }
        )
        longitude, latitude = outline.label
        said = "not known" if known is None else share(known)
        # On a phone there is no room for names: the table beside has them.
        texts.append(
            {
                "words": f"{outline.name}|{said}" if size.width > NARROW else said,
                "longitude": longitude,
                "latitude": latitude,
            }
        )
    outline_of = {
        "type": "geoshape",
        "stroke": style.INK,
        "strokeWidth": 1,
        "strokeJoin": "round",
        **({"strokeDash": [5, 3]} if is_schematic else {}),
    }
    text = {"type": "text", "fontSize": size.text, "fontWeight": "bold", "lineBreak": "|"}
    halo = {"stroke": "#ffffff", "strokeWidth": 4, "strokeJoin": "round", "strokeOpacity": 0.9}
    position = {
        "longitude": {"field": "longitude", "type": "quantitative"},
        "latitude": {"field": "latitude", "type": "quantitative"},
    }
    return {
        "$schema": style.SCHEMA,
        "width": size.width,
        "height": round(size.width * 1.02),
        "padding": 4,
        "projection": {"type": "mercator"},
        "config": style.config(size.text),
        "layer": [
            {
                "data": {"values": shapes},
                "mark": outline_of,
                "encoding": {
                    "fill": {"field": "properties.shade", "type": "nominal", "scale": None}
                },
            },
            *(
                {
                    "data": {"values": texts},
                    "mark": mark,
                    "encoding": position | {"text": {"field": "words"}},
                }
                for mark in (text | halo, text)
            ),
        ],
    }


def _shade(value: Decimal, least: Decimal, most: Decimal, *, more_is_better: bool) -> str:
    if most == least:
        return SHADES[1]
    part = (value - least) / (most - least)
    if not more_is_better:
        part = 1 - part
    return SHADES[min(int(part * len(SHADES)), len(SHADES) - 1)]


def trend(lines: dict[str, list[tuple[str, Decimal]]], size: Size) -> dict[str, Any]:
    """A line for each district: by the day (ISO) of each release, the share in per cent."""
    names = list(lines)
    values = [
        {"area": name, "day": day, "share": float(value)}
        for name, points in lines.items()
        for day, value in points
    ]
    domain = {"domain": names}
    colours = {**domain, "range": style.SERIES[: len(names)]}
    dashes = {**domain, "range": style.DASHES[: len(names)]}
    legend = {
        "orient": "bottom",
        "title": None,
        "columns": 1 if size.width < NARROW else 3,
        "labelFontSize": size.text,
        "labelLimit": size.width,
        "symbolType": "stroke",
        "symbolStrokeWidth": 3,
        "symbolSize": 500,
    }
    return {
        "$schema": style.SCHEMA,
        "width": size.width,
        "height": round(size.width * 0.7),
        "padding": 4,
        "config": style.config(size.text),
        "data": {"values": values},
        "mark": {"type": "line", "point": {"size": 50, "filled": True}},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "title": None,
                "axis": {"format": "%Y", "tickCount": "year", "grid": False},
            },
            "y": {
                "field": "share",
                "type": "quantitative",
                "title": None,
                "scale": {"zero": False, "nice": True},
                "axis": {"labelExpr": "datum.label + '%'", "tickCount": 5},
            },
            "color": {"field": "area", "type": "nominal", "scale": colours, "legend": legend},
            "strokeDash": {"field": "area", "type": "nominal", "scale": dashes, "legend": legend},
        },
    }
