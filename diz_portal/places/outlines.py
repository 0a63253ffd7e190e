"""The outlines of our districts, as a map draws them, and a clear spot in each for its name."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from diz_portal.places import schematic
from diz_portal.places.models import District

Point = tuple[float, float]
# How finely a place for a name is looked for.
TRIES = 14
# The finest step of an outline that a page of this size can show: about 30 metres.
DECIMALS = 4


@dataclass(frozen=True)
class Outline:
    code: str
    name: str
    geometry: dict[str, Any]
    label: Point  # where its name is written


def outlines_of_ours(taken: Iterable[Point] = ()) -> tuple[tuple[Outline, ...], bool]:
    """The outlines of our districts, names clear of what is `taken`, and whether they are
    schematic: never a mixture."""
    districts = list(District.objects.filter(is_ours=True))
    loaded = bool(districts) and all(district.outline for district in districts)
    spots, found = list(taken), []
    for district in districts:
        geometry = district.outline if loaded else schematic.outline(district.code)
        if geometry:
            wound = wound_for_d3(geometry)
            found.append(Outline(district.code, district.name, wound, clear_spot(wound, spots)))
    return tuple(found), bool(found) and not loaded


def wound_for_d3(geometry: dict[str, Any]) -> dict[str, Any]:
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
