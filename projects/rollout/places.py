"""What the map shows: outlines of the districts, and a symbol for each site or group of sites."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import connection

from diz_portal.places.outlines import Outline, outlines_of_ours
from projects.rollout.stages import BLOCKED, LIVE, PATH, Stage
from projects.rollout.standing import Standing

# Above so many sites each symbol stands for those near one another.
MOST_SYMBOLS = 400


@dataclass(frozen=True)
class Group:
    """Stages that a reader of the map may take together; shape, colour and word differ."""

    key: str
    label: str
    shape: str  # as Vega names it
    colour: str
    stages: frozenset[str]


_ORDERED = PATH.index(Stage.ORDERED)
GROUPS = [
    Group("live", "Live", "circle", "#17365d", frozenset(LIVE)),
    Group(
        "building",
        "In delivery",
        "square",
        "#0b8a8a",
        frozenset(PATH[_ORDERED:]) - LIVE - {Stage.WAYLEAVE},
    ),
    Group(
        "waiting", "Waiting for a wayleave", "triangle-up", "#c75d00", frozenset({Stage.WAYLEAVE})
    ),
    Group("blocked", "On hold", "diamond", "#7a4fa3", frozenset(BLOCKED)),
    Group("ahead", "Not started", "cross", "#6f777b", frozenset(PATH[:_ORDERED])),
]
GROUP_OF = {stage: group for group in GROUPS for stage in group.stages}


@dataclass(frozen=True)
class Symbol:
    longitude: float
    latitude: float
    group: str
    sites: int = 1


@dataclass(frozen=True)
class Map:
    outlines: tuple[Outline, ...]
    symbols: tuple[Symbol, ...]
    is_schematic: bool
    is_grouped: bool
    without_position: int


def map_of(project_id: int, standing: Standing) -> Map:
    """The sites in scope; before anything is in scope, those being considered."""
    in_scope = bool(standing.total)
    stages = [str(stage) for stage in GROUP_OF]
    sql = f"""
        SELECT stage, longitude, latitude FROM ({standing.as_at.sites}) AS sites
        WHERE in_scope = %(in_scope)s AND stage = ANY(%(stages)s)
        ORDER BY longitude, latitude, stage
    """  # noqa: S608  only our own constants are put together
    values = standing.as_at.values(project_id) | {"in_scope": in_scope, "stages": stages}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    placed = [
        Symbol(longitude, latitude, GROUP_OF[stage].key)
        for stage, longitude, latitude in rows
        if longitude is not None
    ]
    symbols = tuple(placed if len(placed) <= MOST_SYMBOLS else grouped(placed))
    outlines, is_schematic = outlines_of_ours(
        (symbol.longitude, symbol.latitude) for symbol in symbols
    )
    return Map(
        outlines=outlines,
        symbols=symbols,
        is_schematic=is_schematic,
        is_grouped=len(placed) > MOST_SYMBOLS,
        without_position=len(rows) - len(placed),
    )


def grouped(symbols: list[Symbol], across: int = 18) -> list[Symbol]:
    """One symbol for each square of a grid: where its sites lie on average, at the stage most
    of them have reached."""
    west = min(symbol.longitude for symbol in symbols)
    east = max(symbol.longitude for symbol in symbols)
    south = min(symbol.latitude for symbol in symbols)
    step = max((east - west) / across, 1e-6)
    # A degree of latitude is longer on the ground than one of longitude.
    rise = step * math.cos(math.radians(south))
    squares = defaultdict(list)
    for symbol in symbols:
        square = (
            int((symbol.longitude - west) / step),
            int((symbol.latitude - south) / rise),
        )
        squares[square].append(symbol)
    return [
        Symbol(
            sum(one.longitude for one in near) / len(near),
            sum(one.latitude for one in near) / len(near),
            Counter(one.group for one in near).most_common(1)[0][0],
            len(near),
        )
        for _, near in sorted(squares.items())
    ]
