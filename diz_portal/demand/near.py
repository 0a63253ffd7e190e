"""What the apps above know for businesses: they say it in their `for_business.py`.

@near
def sites(place: Postcode) -> list[Nearby]: ...

@coming_up
def seminars() -> list[Event]: ...
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from diz_portal.places.models import Postcode

EARTH = 6_371_000  # metres
MILE = 1609.344  # metres
LESS_THAN_A_MILE = 0.75


@dataclass(frozen=True)
class Nearby:
    """A public site to which fibre is built, or is to be."""

    name: str
    stage: str
    meaning: str
    url: str
    metres: int
    is_live: bool

    @property
    def how_far(self) -> str:
        """As people say it: “about 2 miles”."""
        miles = self.metres / MILE
        if miles < LESS_THAN_A_MILE:
            return "less than a mile"
        whole = round(miles)
        return "about 1 mile" if whole == 1 else f"about {whole} miles"


@dataclass(frozen=True)
class Event:
    title: str
    starts_at: datetime
    where: str
    url: str


_near: list[Callable[[Postcode], list[Nearby]]] = []
_coming: list[Callable[[], list[Event]]] = []


def near(function: Callable[[Postcode], list[Nearby]]) -> Callable[[Postcode], list[Nearby]]:
    _near.append(function)
    return function


def coming_up(function: Callable[[], list[Event]]) -> Callable[[], list[Event]]:
    _coming.append(function)
    return function


def sites_near(place: Postcode) -> list[Nearby]:
    return sorted((one for found in _near for one in found(place)), key=lambda one: one.metres)


def events() -> list[Event]:
    return sorted((one for found in _coming for one in found()), key=lambda one: one.starts_at)


def metres(place: Postcode, latitude: float, longitude: float) -> int:
    """As the crow flies; over some miles the earth is flat enough."""
    north = math.radians(latitude - place.latitude)
    middle = math.radians((latitude + place.latitude) / 2)
    east = math.radians(longitude - place.longitude) * math.cos(middle)
    return round(EARTH * math.hypot(north, east))
