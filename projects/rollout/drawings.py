"""The two charts of the rollout as Vega-Lite dictionaries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from diz_portal import charts
from diz_portal.charts import style
from projects.rollout.burn_up import BurnUp
from projects.rollout.places import GROUPS, Map


@dataclass(frozen=True)
class Size(charts.Size):
    height: int
    margin: int  # right of the last month, for the words at the lines' ends
    months: int  # labels along the axis


NARROW = Size("narrow", 270, 14, 250, 84, 2)
SMALL = Size("small", 340, 16, 0, 0, 0)
WIDE = Size("wide", 560, 16, 400, 110, 4)
# Between the margins of a page of A4, where its words are as large as those of a table.
PAPER = Size("paper", 900, 16, 360, 130, 6)
OF_A_REPORT = (NARROW, WIDE, PAPER)
# Or two months read as one word: the first and the last are moved inwards.
LABELS_APART = 8


# Burn-up -------------------------------------------------------------------------


class Ahead(Protocol):
    """A month to come: between `low` and `high`, as likely above `middle` as below."""

    @property
    def ends_on(self) -> date: ...
    @property
    def low(self) -> int: ...
    @property
    def middle(self) -> int: ...
    @property
    def high(self) -> int: ...


def burn_up(data: BurnUp, things: tuple[str, str], size: Size, ahead: Sequence[Ahead] = ()) -> dict:
    """The months that were, and those ahead as a band about a line."""
    planned = [(m.ends_on, m.planned) for m in data.months if m.planned is not None]
    live = [(m.ends_on, m.live) for m in data.months if m.live is not None]
    scope = [(m.ends_on, m.scope) for m in data.months if m.scope is not None]
    days = [month.ends_on for month in data.months]
    days += [month.ends_on for month in ahead if month.ends_on > days[-1]]
    first, last = days[0], days[-1]
    most = [month.high for month in ahead]
    top = _round_up(max([1, *most, *(value for _, value in [*planned, *live, *scope])]))
    # What is in scope stays so until it is changed: the line runs on to the last month.
    if scope[-1][0] < last:
        scope.append((last, scope[-1][1]))
    lines = [
        ("scope", scope, style.SERIES[5], style.DASHES[2], f"{scope[-1][1]:,} in scope"),
        ("live", live, style.SERIES[0], style.DASHES[0], f"{live[-1][1]:,} live"),
    ]
    if planned:
        lines.insert(
            1, ("planned", planned, style.SERIES[2], style.DASHES[1], f"{planned[-1][1]:,} planned")
        )
    layers = []
    if ahead:
        begin = live[-1]
        middle = [begin, *((month.ends_on, month.middle) for month in ahead)]
        words = f"{middle[-1][1]:,} forecast"
        lines.append(("forecast", middle, style.SERIES[1], style.DASHES[3], words))
        layers.append(_band(begin, ahead, style.SERIES[1]))
    layers += [_line(points, colour, dash) for _, points, colour, dash, _ in lines]
    layers.append(_dot(live[-1], style.SERIES[0]))
    layers += _line_ends(lines, last=last, top=top, size=size)
    plot = size.width - size.margin
    ticks = _ticks(days, size.months)
    return {
        "$schema": style.SCHEMA,
        "width": plot,
        "height": size.height,
        "padding": 4,
        "config": style.config(size.text),
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "scale": {"type": "utc", "domain": [_day(first), _day(last)]},
                "axis": {
                    "title": None,
                    "values": [_day(tick) for tick in ticks],
                    "format": "%b %Y",
                    "grid": False,
                    "labelFlush": True,
                    "labelSeparation": LABELS_APART,
                },
            },
            "y": {
                "field": "sites",
                "type": "quantitative",
                "scale": {"domain": [0, top], "nice": False},
                "axis": {
                    "title": things[1].capitalize(),
                    "titleAngle": 0,
                    "titleAlign": "left",
                    "titleAnchor": "end",
                    "titleX": -4,
                    "titleY": -14,
                    "titleBaseline": "bottom",
                    "format": ",d",
                    "tickMinStep": 1,
                    "tickCount": 5,
                },
            },
        },
        "layer": layers,
    }


def _line(points, colour: str, dash: list[int]) -> dict:
    return {
        "data": {"values": [{"day": _day(day), "sites": value} for day, value in points]},
        "mark": {"type": "line", "color": colour, "strokeDash": dash, "interpolate": "linear"},
    }


def _band(begin: tuple[date, int], ahead: Sequence[Ahead], colour: str) -> dict:
    day, live = begin
    values = [{"day": _day(day), "sites": live, "high": live}]
    values += [{"day": _day(one.ends_on), "sites": one.low, "high": one.high} for one in ahead]
    return {
        "data": {"values": values},
        "mark": {"type": "area", "color": colour, "opacity": 0.2},
        "encoding": {"y2": {"field": "high"}},
    }


def _dot(point, colour: str) -> dict:
    day, value = point
    return {
        "data": {"values": [{"day": _day(day), "sites": value}]},
        "mark": {"type": "point", "filled": True, "size": 80, "color": colour, "opacity": 1},
    }


def _line_ends(lines, *, last, top: int, size: Size) -> list[dict]:
    """The last value of each line in words beside its end, none upon another."""
    at_the_edge = [line for line in lines if line[1][-1][0] == last]
    inside = [line for line in lines if line[1][-1][0] != last]
    layers = []
    # Where two lines end alike, the words are moved apart by a line of text.
    room = size.text * 1.35
    floor = float(size.height)
    for _, points, _, _, words in sorted(at_the_edge, key=lambda line: line[1][-1][1]):
        y = size.height * (1 - points[-1][1] / top)
        placed = min(y, floor)
        floor = placed - room
        layers += _words(points[-1], words, dx=8, dy=round(placed - y, 1), align="left")
    for _, points, _, _, words in inside:
        others = [_value_at(line[1], points[-1][0]) for line in lines if line[1] is not points]
        below = any(value is not None and value >= points[-1][1] for value in others)
        early = (points[-1][0] - points[0][0]).days < 0.35 * (last - points[0][0]).days
        align, dx = ("left", 9) if below or early else ("right", -9)
        layers += _words(
            points[-1], words, dx=dx, dy=size.text if below else -size.text, align=align
        )
    return layers


def _words(point, words: str, *, dx: float, dy: float, align: str) -> list[dict]:
    day, value = point
    data = {"values": [{"day": _day(day), "sites": value, "words": words}]}
    mark = {"type": "text", "dx": dx, "dy": dy, "align": align, "baseline": "middle"}
    bold = {"fontWeight": "bold"}
    # White behind the letters, so that a line that passes does not strike them out.
    halo = {"stroke": "#ffffff", "strokeWidth": 5, "strokeJoin": "round"}
    text = {"text": {"field": "words"}}
    return [
        {"data": data, "mark": mark | bold | halo, "encoding": text},
        {"data": data, "mark": mark | bold, "encoding": text},
    ]


def _value_at(points, day):
    earlier = [value for at, value in points if at <= day]
    return earlier[-1] if earlier else None


def _ticks(days: list[date], most: int) -> list[date]:
    if len(days) <= most:
        return days
    step = -(-len(days) // most)
    return days[::step]


def _round_up(top: int) -> int:
    """The end of the scale: a round number at or above the greatest value."""
    tens = 10 ** max(len(str(top)) - 2, 0)
    step = 5 * tens if top > 10 else 1
    return -(-top // step) * step


def _day(day) -> str:
    return day.isoformat()


# Map -----------------------------------------------------------------------------


def site_map(data: Map, size: Size) -> dict:
    side = size.width
    shapes = [
        {"type": "Feature", "properties": {}, "geometry": outline.geometry}
        for outline in data.outlines
    ]
    names = [
        {"name": outline.name, "longitude": outline.label[0], "latitude": outline.label[1]}
        for outline in data.outlines
    ]
    layers = []
    if shapes:
        mark = {
            "type": "geoshape",
            "fill": style.TINT,
            "stroke": style.QUIET,
            "strokeWidth": 1,
            "strokeJoin": "round",
        }
        if data.is_schematic:
            mark["strokeDash"] = [5, 3]
        layers.append({"data": {"values": shapes}, "mark": mark})
    grown = 1.6 if size.width > 400 else 1
    layers.extend(
        _symbols(data, group, grown)
        for group in reversed(GROUPS)
        if any(symbol.group == group.key for symbol in data.symbols)
    )
    text = {"type": "text", "fontSize": size.text, "fontWeight": "bold", "lineBreak": " "}
    halo = {"stroke": "#ffffff", "strokeWidth": 4, "strokeJoin": "round", "strokeOpacity": 0.9}
    layers += [
        {
            "data": {"values": names},
            "mark": mark,
            "encoding": POSITION | {"text": {"field": "name"}},
        }
        for mark in (text | halo, text)
    ]
    return {
        "$schema": style.SCHEMA,
        "width": side,
        "height": round(side * 1.02),
        "padding": 4,
        "projection": {"type": "mercator"},
        "config": style.config(size.text),
        "layer": layers,
    }


POSITION = {
    "longitude": {"field": "longitude", "type": "quantitative"},
    "latitude": {"field": "latitude", "type": "quantitative"},
}


def _symbols(data: Map, group, grown: float) -> dict:
    values = [
        {
            "longitude": round(symbol.longitude, 4),
            "latitude": round(symbol.latitude, 4),
            "size": round(grown * _area(symbol.sites)),
        }
        for symbol in data.symbols
        if symbol.group == group.key
    ]
    return {
        "data": {"values": values},
        "mark": {
            "type": "point",
            "shape": group.shape,
            "filled": True,
            "fill": group.colour,
            "stroke": "#ffffff",
            "strokeWidth": 1,
            "opacity": 1,
        },
        "encoding": POSITION
        | {"size": {"field": "size", "type": "quantitative", "scale": None, "legend": None}},
    }


def _area(sites: int) -> float:
    """Square units of a symbol: larger for more sites, in steps the eye can tell apart."""
    for least, area in ((100, 320), (30, 220), (10, 150), (2, 100)):
        if sites >= least:
            return area
    return 75
