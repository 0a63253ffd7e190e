"""What is published of places to get help: the page of each, as a table."""

from collections.abc import Iterable, Iterator

from diz_portal.open_data.declaring import (
    Dataset,
    Kind,
    Reading,
    coded,
    dataset,
    text,
    typed,
)
from inclusion.help.models import HelpPlace, PlaceKind

AT_A_TIME = 2000
WITHHELD = (
    "Places that are not shown to the public, and email addresses and names of staff. Nothing is "
    "said about anyone who gets help."
)


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)


@dataset
class PlacesToGetHelp(Dataset):
    slug = "places-to-get-help"
    title = "Places to get help"
    about = "Libraries, hubs and drop-ins where people can get help to get online."
    withheld = WITHHELD
    keywords = ("digital inclusion", "libraries", "wifi")
    order = 50
    key = ("place_code",)
    fields = (
        text("place_code", "Place code", "slug", "As in its web address."),
        text("place", "Place", "name"),
        *coded("type", "Type of place", PlaceKind, "kind"),
        text("organisation", "Run by", lambda one: str(one.run_by) if one.run_by else None),
        text(
            "services_code",
            "Services code",
            lambda one: _listed(one.services),
            "Several are separated by semicolons.",
        ),
        text("services", "Services", lambda one: _listed(one.service_words)),
        text("access_code", "Access code", lambda one: _listed(one.access)),
        text("access", "Access", lambda one: _listed(one.access_words)),
        text("opening_times", "Opening times", lambda one: _listed(one.opening_lines)),
        text("address", "Address"),
        text("postcode", "Postcode"),
        text(
            "district_code",
            "District code (GSS)",
            lambda one: one.district.code if one.district else None,
        ),
        text("district", "District", lambda one: one.district.name if one.district else None),
        typed(Kind.NUMBER, "latitude", "Latitude", about="Of the postcode."),
        typed(Kind.NUMBER, "longitude", "Longitude", about="Of the postcode."),
        text("phone", "Phone number"),
        text("website", "Website"),
        typed(Kind.DAY, "checked_on", "Last checked"),
    )

    def rows(self, reading: Reading) -> Iterator[HelpPlace]:
        found = HelpPlace.objects.listed().select_related("district", "run_by")
        return found.defer("district__outline").order_by("slug").iterator(AT_A_TIME)

    def count(self) -> int:
        return HelpPlace.objects.listed().count()
