"""Places to get help, the nearest first, and cheaper ways to be online."""

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from django.db.models import QuerySet

from diz_portal.phones import in_words
from diz_portal.places.selectors import compact_postcode, where_is
from inclusion.cases.models import Team
from inclusion.help.models import HelpPlace, Service, SocialTariff


def anyone_takes_requests() -> bool:
    """Whether some team would read what somebody asks for now."""
    return Team.objects.taking().exists()


EARTH = 6_371_000  # metres
MILE = 1609.344  # metres


@dataclass(frozen=True)
class Found:
    place: HelpPlace
    metres: float | None = None

    @property
    def how_far(self) -> str:
        """As people say it: “about 2 miles”."""
        if self.metres is None:
            return ""
        miles = self.metres / MILE
        if miles < 0.75:
            return "less than a mile"
        whole = round(miles)
        return "about 1 mile" if whole == 1 else f"about {whole} miles"

    @property
    def in_a_line(self) -> str:
        """For a letter, or to be read out: “Harlow Library, The High, CM20 1HA, 01279 …”."""
        place = self.place
        known = "" if place.postcode in place.address else place.postcode
        where = f" ({self.how_far})" if self.how_far else ""
        return (
            ", ".join(filter(None, [place.name, place.address, known, in_words(place.phone)]))
            + where
        )


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Over the ground between two places in degrees (haversine)."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


def alike(one: str, other: str) -> int:
    """How much of two postcodes is the same: 2 for the town (`CM20`), 1 for the area (`CM`)."""
    towns = compact_postcode(one)[:-3], compact_postcode(other)[:-3]
    if not all(towns):
        return 0
    areas = [re.split(r"[0-9]", town)[0] for town in towns]
    return (towns[0] == towns[1]) + (areas[0] == areas[1])


def places(*, postcode: str = "", service: str = "") -> list[Found]:
    """Listed places that offer a service: the nearest to a postcode first; those whose place on
    the map is not known, and all of them without a postcode, by name.

    Of a postcode that the map does not know, places whose postcode begins alike come first.
    """
    listed = HelpPlace.objects.listed().select_related("district")
    if service in Service.values:
        listed = listed.filter(services__contains=[service])
    here = where_is(postcode) if postcode else None
    if here is None:
        return sorted(
            (Found(place) for place in listed),
            key=lambda one: -alike(one.place.postcode, postcode),
        )
    found = [
        Found(
            place,
            metres_between((here.latitude, here.longitude), (place.latitude, place.longitude))
            if place.latitude is not None
            else None,
        )
        for place in listed
    ]
    return sorted(found, key=lambda one: (one.metres is None, one.metres or 0))


def tariffs() -> QuerySet[SocialTariff]:
    return SocialTariff.objects.filter(is_listed=True)
