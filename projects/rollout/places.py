"""What the map shows: outlines of the districts, and a symbol for each site or group of sites."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from diz_portal.places import schematic
from diz_portal.places.models import District
from projects.rollout.stages import BLOCKED, LIVE, PATH, Stage
from projects.rollout.standing import Standing

Point = tuple[float, float]
# How finely a place for a name is looked for.
TRIES = 14
# Above so many sites each symbol stands for those near one another.
MOST_SYMBOLS = 400
# The finest step of an outline that a page of this size can show: about 30 metres.
DECIMALS = 4


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
class Outline:
    name: str
    geometry: dict
    label: tuple[float, float]  # where its name is written


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
    outlines, is_schematic = outlines_of_ours(symbols)
    return Map(
        outlines=outlines,
        symbols=symbols,
        is_schematic=is_schematic,
        is_grouped=len(placed) > MOST_SYMBOLS,
        without_position=len(rows) - len(placed),
    )


def outlines_of_ours(symbols: Iterable[Symbol] = ()) -> tuple[tuple[Outline, ...], bool]:
    """The outlines of our districts, and whether they are schematic: never a mixture."""
    districts = list(District.objects.filter(is_ours=True))
    loaded = bool(districts) and all(district.outline for district in districts)
    taken = [(symbol.longitude, symbol.latitude) for symbol in symbols]
    found = []
    for district in districts:
        geometry = district.outline if loaded else schematic.outline(district.code)
        if geometry:
            wound = wound_for_d3(geometry)
            found.append(Outline(district.name, wound, clear_spot(wound, taken)))
    return tuple(found), bool(found) and not loaded


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


def wound_for_d3(geometry: dict) -> dict:
    """The geometry with its rings in d3's order (the outer one clockwise, holes against it).

    d3 draws on a sphere: a ring the other way round is everything but the district.
    """
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    turned = [
        [_turned(_simple(ring), clockwise=number == 0) for number, ring in enumerate(rings)]
        for rings in polygons
    ]
    return {"type": "MultiPolygon", "coordinates": turned}


def clear_spot(geometry: dict, taken: list[Point]) -> Point:
    """Inside the greatest part, as far as can be from its edge and from the symbols on it."""
    ring = max((rings[0] for rings in geometry["coordinates"]), key=lambda one: abs(_area(one)))
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    # A name is several times as wide as it is high, and a degree of longitude shorter.
    squeeze = math.cos(math.radians(south)) / 2.5
    obstacles = [
        *((x * squeeze, y) for x, y in taken if west <= x <= east and south <= y <= north),
        *((x * squeeze, y) for x, y in _along(ring)),
    ]
    spots = [
        (west + (east - west) * column / TRIES, south + (north - south) * row / TRIES)
        for column in range(1, TRIES)
        for row in range(1, TRIES)
    ]
    inside = [spot for spot in spots if _is_inside(spot, ring)]
    return max(
        inside or [tuple(ring[0])],
        key=lambda spot: min(
            (spot[0] * squeeze - x) ** 2 + (spot[1] - y) ** 2 for x, y in obstacles
        ),
    )


def _along(ring: list) -> Iterator[Point]:
    """Points along the edge, dense enough to keep a name off it."""
    for (x1, y1), (x2, y2) in pairwise(ring):
        for step in range(4):
            yield x1 + (x2 - x1) * step / 4, y1 + (y2 - y1) * step / 4


def _is_inside(spot: Point, ring: list) -> bool:
    x, y = spot
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


def _simple(ring: list) -> list:
    short: list = []
    for longitude, latitude, *_ in ring:
        point = [round(longitude, DECIMALS), round(latitude, DECIMALS)]
        if not short or short[-1] != point:
            short.append(point)
    return short


def _turned(ring: list, *, clockwise: bool) -> list:
    return ring if (_area(ring) < 0) == clockwise else ring[::-1]


def _area(ring: list) -> float:
    """Positive when the ring runs against the clock (longitude east, latitude north)."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2
