"""The two charts of a series: how far people came, and how many stayed away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.charts import Size, style
from seminars.selectors.turnout import Tally, Turnout


@dataclass(frozen=True)
class Drawing:
    title: str
    svg: SafeString


def percent(part: float) -> str:
    return f"{round(part * 100)}%"


def steps(tally: Tally) -> list[tuple[str, int]]:
    return [
        ("Registered", tally.registered),
        ("Had a place", tally.at_the_start),
        ("Attended", tally.came_as_registered),
    ]


def funnel(tally: Tally) -> Drawing | None:
    """Nothing is drawn of nothing."""
    if not tally.registered:
        return None
    came = percent(tally.came_as_registered / tally.registered)
    counts = f"{tally.came_as_registered:,} of {tally.registered:,}"
    title = f"{came} of people who registered attended ({counts})"
    description = ", ".join(f"{name.lower()}: {number:,}" for name, number in steps(tally))
    return Drawing(title, _both("funnel", lambda size: _bars(tally, size), title, description))


def _bars(tally: Tally, size: Size) -> dict:
    rows = [{"step": name, "people": number} for name, number in steps(tally)]
    top = max(number for _, number in steps(tally))
    y = {
        "field": "step",
        "type": "nominal",
        "sort": [row["step"] for row in rows],
        "axis": {"title": None, "domain": False, "ticks": False, "labelPadding": 8},
    }
    x = {
        "field": "people",
        "type": "quantitative",
        "axis": None,
        # Room for the figure at the end of the longest bar.
        "scale": {"domain": [0, top * 1.2], "nice": False},
    }
    return {
        "$schema": style.SCHEMA,
        "width": size.width - 110,
        "height": {"step": 48},
        "padding": 4,
        "config": style.config(size.text),
        "data": {"values": rows},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "color": style.SERIES[1], "height": 30}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": size.text},
                "encoding": {"text": {"field": "people", "format": ","}},
            },
        ],
    }


def rates(of: Sequence[Turnout]) -> Drawing | None:
    """From two seminars on: one point is no line."""
    known = [one for one in of if one.tally.rate is not None]
    if len(known) < 2:
        return None
    last = known[-1]
    missing, expected = last.tally.missing, last.tally.missing + last.tally.came_as_registered
    title = f"{missing} of {expected} did not attend the latest seminar"
    title += f" ({percent(last.tally.rate or 0)})"
    description = "; ".join(f"{one.seminar.title}: {percent(one.tally.rate or 0)}" for one in known)
    drawn = _both("no-shows", lambda size: _line(known, size), title, description)
    seminars = f"{len(known)} seminar{pluralize(len(known))}"
    return Drawing(f"{title}, of {seminars} with attendance recorded", drawn)


def _line(known: Sequence[Turnout], size: Size) -> dict:
    rows = [
        {"day": timezone.localdate(one.seminar.starts_at).isoformat(), "rate": one.tally.rate}
        for one in known
    ]
    top = max(0.1, *(one.tally.rate for one in known if one.tally.rate is not None))
    return {
        "$schema": style.SCHEMA,
        "width": size.width - 60,
        "height": 220,
        "padding": 4,
        "config": style.config(size.text),
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "scale": {"type": "utc"},
                "axis": {
                    "title": None,
                    "format": "%b %Y",
                    "grid": False,
                    "tickCount": 3 if size.name == "narrow" else 6,
                    "labelFlush": True,
                },
            },
            "y": {
                "field": "rate",
                "type": "quantitative",
                "scale": {"domain": [0, min(1, top * 1.25)], "nice": False},
                "axis": {
                    "title": "Did not attend",
                    "titleAngle": 0,
                    "titleAlign": "left",
                    "titleAnchor": "start",
                    "titleY": -12,
                    "titleX": 0,
                    "format": ".0%",
                    "tickCount": 4,
                },
            },
        },
        "layer": [
            {"mark": {"type": "line", "color": style.SERIES[0]}},
            {
                "mark": {
                    "type": "point",
                    "color": style.SERIES[0],
                    "filled": True,
                    "size": 80,
                    "opacity": 1,
                }
            },
            {
                "data": {"values": rows[-1:]},
                "mark": {"type": "text", "dy": -14, "align": "right", "fontSize": size.text},
                "encoding": {"text": {"field": "rate", "format": ".0%"}},
            },
        ],
    }


def _both(name: str, spec: Callable[[Size], dict], title: str, description: str) -> SafeString:
    drawn = charts.in_each_size(spec, name=name, title=title, description=description)
    return drawn or charts.NOT_SHOWN
