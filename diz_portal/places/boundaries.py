"""Outlines of districts from GeoJSON or TopoJSON, as our maps draw them.

Rings are wound as d3 wants them (outer rings clockwise on a map with north on top): wound the
other way, a polygon is the whole world except itself, and the map collapses to a point.
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from diz_portal.access import Refusal

from .models import District

Point = tuple[float, float]
Ring = list[Point]
Polygons = list[list[Ring]]

GSS_CODE = re.compile(r"[EWSN][0-9]{8}")
CODE_KEY = re.compile(r"(?i)lad([0-9][0-9])?_?(cd|code)|areacd|geo_?code|gss_?code|code")
NAME_KEY = re.compile(r"(?i)lad([0-9][0-9])?_?(nm|name)|areanm|name")
DISTRICT_OBJECTS = ("ltla", "lad", "local", "district")
MOST_POINTS = 400


class NotBoundaries(Refusal):
    """The file holds no outlines that can be used; nothing was changed."""


@dataclass
class Area:
    code: str
    name: str
    polygons: Polygons


@dataclass
class Drawn:
    ours: list[str] = field(default_factory=list)
    neighbours: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def import_boundaries(path: Path, *, neighbours: bool = False) -> Drawn:
    """Give our districts their outlines; with `neighbours`, also those that share a border."""
    ours = {district.code: district for district in District.objects.filter(is_ours=True)}
    if not ours:
        raise NotBoundaries("The partnership has no districts yet: set them up in the admin")
    areas = {area.code: area for area in _areas(_load(path), set(ours))}
    found = [code for code in ours if code in areas]
    if not found:
        raise NotBoundaries("The file contains none of our districts. Nothing was changed")
    drawn = Drawn(missing=sorted(ours[code].name for code in ours if code not in areas))
    with transaction.atomic():
        for code in found:
            _draw(ours[code], areas[code])
            drawn.ours.append(ours[code].name)
        if neighbours:
            for area in _beside([areas[code] for code in found], areas.values()):
                district, _ = District.objects.get_or_create(
                    code=area.code,
                    defaults={
                        "name": area.name,
                        "slug": _free_slug(area),
                        "is_ours": False,
                    },
                )
                _draw(district, area)
                drawn.neighbours.append(district.name)
    drawn.ours.sort()
    drawn.neighbours.sort()
    return drawn


def _free_slug(area: Area) -> str:
    slug = slugify(area.name)[:70]
    return f"{slug}-{area.code.lower()}" if District.objects.filter(slug=slug).exists() else slug


def _draw(district: District, area: Area) -> None:
    polygons = _simplified(area.polygons)
    wound = [
        [_wound(ring, clockwise=at == 0) for at, ring in enumerate(polygon)] for polygon in polygons
    ]
    if len(wound) == 1:
        district.outline = {"type": "Polygon", "coordinates": wound[0]}
    else:
        district.outline = {"type": "MultiPolygon", "coordinates": wound}
    district.save(update_fields=["outline"])


# Reading ------------------------------------------------------------------------------------


def _load(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NotBoundaries(
            "The file cannot be read, because it is not GeoJSON or TopoJSON"
        ) from error
    kind = data.get("type") if isinstance(data, dict) else None
    if kind not in ("FeatureCollection", "Topology"):
        raise NotBoundaries(
            "The file is neither a GeoJSON FeatureCollection nor a TopoJSON Topology"
        )
    return data


def _areas(data: dict[str, Any], ours: set[str]) -> Iterator[Area]:
    try:
        if data["type"] == "Topology":
            features = _topology_features(data, ours)
        else:
            features = (
                (feature, feature.get("geometry") or {}) for feature in data.get("features", [])
            )
        for feature, geometry in features:
            properties = feature.get("properties") or {}
            code = _code(feature, properties)
            # An area with an `end` was abolished; a newer one has its place, or its very code.
            if not code or properties.get("end"):
                continue
            if polygons := _polygons(geometry):
                yield Area(code, _name(properties, code), polygons)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise NotBoundaries(
            "Some boundaries in the file are not valid. Nothing was changed"
        ) from error


def _code(feature: dict, properties: dict) -> str:
    for key, value in properties.items():
        if CODE_KEY.fullmatch(key) and GSS_CODE.fullmatch(str(value)):
            return str(value)
    for value in (feature.get("id"), *properties.values()):
        if GSS_CODE.fullmatch(str(value)):
            return str(value)
    return ""


def _name(properties: dict, code: str) -> str:
    named = ((key, value) for key, value in properties.items() if isinstance(value, str))
    names = (value for key, value in named if NAME_KEY.fullmatch(key))
    # Neither a NUL nor half a character can be stored.
    name = next(names, "").encode(errors="ignore").decode().replace("\0", "").strip()
    return name[:80] or code


def _polygons(geometry: dict[str, Any]) -> Polygons:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        coordinates = [coordinates]
    elif kind != "MultiPolygon":
        return []
    polygons = [
        [[(round(x, 6), round(y, 6)) for x, y, *_ in ring] for ring in polygon]
        for polygon in coordinates or []
    ]
    for ring in itertools.chain.from_iterable(polygons):
        for x, y in ring:
            if not (-180 <= x <= 180 and -90 <= y <= 90):
                raise NotBoundaries(
                    "The outlines are not in longitude and latitude (WGS84): download the edition "
                    "in GeoJSON, not in British National Grid"
                )
    closed = [[ring for ring in polygon if len(ring) >= 4] for polygon in polygons]
    return [polygon for polygon in closed if polygon]


def _topology_features(data: dict[str, Any], ours: set[str]) -> Iterator[tuple[dict, dict]]:
    """The features of the object that holds districts, its arcs put together again."""
    arcs = _arcs(data)
    for feature in _district_object(data, ours).get("geometries", []):
        kind = feature.get("type")
        if kind == "Polygon":
            coordinates: Any = [_ring(ring, arcs) for ring in feature["arcs"]]
        elif kind == "MultiPolygon":
            coordinates = [[_ring(ring, arcs) for ring in part] for part in feature["arcs"]]
        else:
            continue
        yield feature, {"type": kind, "coordinates": coordinates}


def _district_object(data: dict[str, Any], ours: set[str]) -> dict[str, Any]:
    objects = data.get("objects") or {}

    def suits(item: tuple[str, dict]) -> tuple[int, bool]:
        name, value = item
        codes = {
            _code(feature, feature.get("properties") or {})
            for feature in value.get("geometries", [])
        }
        return len(codes & ours), name.lower().startswith(DISTRICT_OBJECTS)

    if not objects:
        raise NotBoundaries("The file contains no areas")
    return max(objects.items(), key=suits)[1]


def _arcs(data: dict[str, Any]) -> list[Ring]:
    """Arcs as points. A transformed topology stores whole numbers, each from the one before."""
    transform = data.get("transform")
    if not transform:
        return [[(x, y) for x, y, *_ in arc] for arc in data["arcs"]]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    arcs = []
    for arc in data["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y, *_ in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def _ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    """Arcs end to end; ~i means arc i backwards. Where two meet, the point is shared."""
    points: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


# Shapes ---------------------------------------------------------------------------------------


def _beside(ours: list[Area], all_areas: Iterable[Area]) -> list[Area]:
    """The areas that share a stretch of border with one of ours, not a mere corner."""
    codes = {area.code for area in ours}
    edges = {edge for area in ours for edge in _edges(area)}
    return [
        area
        for area in all_areas
        if area.code not in codes and any(edge in edges for edge in _edges(area))
    ]


def _edges(area: Area) -> Iterator[frozenset[Point]]:
    for polygon in area.polygons:
        for ring in polygon:
            for a, b in itertools.pairwise(ring):
                yield frozenset((a, b))


def _wound(ring: Ring, *, clockwise: bool) -> Ring:
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    return ring if (area < 0) == clockwise else ring[::-1]


def _count(polygons: Polygons) -> int:
    return sum(len(ring) for polygon in polygons for ring in polygon)


def _simplified(polygons: Polygons) -> Polygons:
    """At most 400 points: coarser step by step, the smallest islands going first."""
    tolerance = 0.0002
    simple = polygons
    while _count(simple) > MOST_POINTS:
        simple = [
            [thin for ring in polygon if len(thin := _thinned(ring, tolerance)) >= 4]
            for polygon in polygons
        ]
        simple = [polygon for polygon in simple if polygon]
        tolerance *= 1.5
    return simple or polygons


def _thinned(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's line simplification, on the two halves of a closed ring."""
    x, y = ring[0]
    middle = max(range(len(ring)), key=lambda at: (ring[at][0] - x) ** 2 + (ring[at][1] - y) ** 2)
    keep = {0, middle, len(ring) - 1}
    stack = [(0, middle), (middle, len(ring) - 1)]
    while stack:
        start, end = stack.pop()
        far, distance = start, 0.0
        for at in range(start + 1, end):
            if (away := _distance(ring[at], ring[start], ring[end])) > distance:
                far, distance = at, away
        if distance > tolerance:
            keep.add(far)
            stack += [(start, far), (far, end)]
    return [ring[at] for at in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a line, in degrees of latitude: here a degree east is 0.62 of one north."""
    (px, py), (ax, ay), (bx, by) = ((x * 0.62, y) for x, y in (point, start, end))
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    if length == 0:
        return ((px - ax) ** 2 + (py - ay) ** 2) ** 0.5
    return abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length
