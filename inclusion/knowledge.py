"""Places to get help can have a theme: see `diz_portal.knowledge`."""

from django.urls import reverse

from diz_portal.knowledge.declaring import Entry, Kind, declare
from inclusion.help.models import HelpPlace


def _place(place: HelpPlace) -> Entry:
    return Entry(place.name, reverse("inclusion:place", args=[place.slug]), place.address)


declare(
    Kind(
        name="place",
        label="Places to get help",
        rows=lambda: HelpPlace.objects.listed().order_by("name"),
        entry=_place,
        key="slug",
        order=50,
    )
)
