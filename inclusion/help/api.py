"""Places to get help as open data."""

from datetime import date
from typing import Annotated, Literal

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query
from pydantic import Field

from diz_portal import api
from diz_portal.api import Cursor, Cursored, Limit, Router, Schema
from inclusion.help.models import HelpPlace
from partners.enums import OrganisationState

router = Router()

ServiceName = Literal["computers", "wifi", "people", "courses", "data", "devices", "repair"]
AccessName = Literal["step_free", "toilet", "parking", "loop", "quiet", "sign"]


class HelpPlaceOut(Schema):
    slug: str = Field(description="Web address (slug), does not change")
    name: str
    kind: Literal["library", "hub", "drop_in"] = Field(description="Type of place")
    services: list[ServiceName] = Field(description="What they offer")
    access: list[AccessName] = Field(description="Access for disabled people")
    opening_times: list[str] = Field(description="Each line of its opening times")
    notes: str
    address: str
    postcode: str
    district: str | None = Field(description="Name of the district")
    latitude: float | None = Field(description="Degrees, WGS84; of its postcode")
    longitude: float | None = Field(description="Degrees, WGS84; of its postcode")
    phone: str
    website: str
    run_by: str | None = Field(description="Slug of the partner that runs it")
    checked_on: date = Field(description="Day these details were last checked")
    url: str = Field(description="Address of its public page")


PLACE = {
    "slug": "harlow-library",
    "name": "Harlow Library",
    "kind": "library",
    "services": ["computers", "wifi"],
    "access": ["step_free"],
    "opening_times": ["Monday to Friday, 10am to 4pm"],
    "notes": "Bring your library card if you have one",
    "address": "The High, Harlow",
    "postcode": "CM20 1HA",
    "district": "Harlow",
    "latitude": 51.77,
    "longitude": 0.095,
    "phone": "01279 446 611",
    "website": "https://libraries.example/harlow",
    "run_by": "harlow-libraries",
    "checked_on": "2026-10-01",
    "url": "https://portal.example/help/near-you/harlow-library/",
}
PLAIN = [
    "slug",
    "name",
    "kind",
    "services",
    "access",
    "notes",
    "address",
    "postcode",
    "latitude",
    "longitude",
    "phone",
    "website",
    "checked_on",
]


def shown(one: HelpPlace) -> dict:
    run_by = one.run_by
    return {
        **{name: getattr(one, name) for name in PLAIN},
        "opening_times": one.opening_lines,
        "district": one.district.name if one.district else None,
        "run_by": run_by.slug if run_by and run_by.state == OrganisationState.ACTIVE else None,
        "url": f"{settings.PORTAL_URL}{reverse('inclusion:place', args=[one.slug])}",
    }


ServiceAsked = Annotated[ServiceName | None, Query(description="Only places that offer this")]


def _listed():
    return HelpPlace.objects.listed().select_related("district", "run_by")


@router.get(
    "/",
    response=Cursored[HelpPlaceOut],
    summary="Places to get help",
    url_name="help_places",
    openapi_extra=api.example({"next": None, "items": [PLACE]}),
)
@api.reads("places")
def list_places(request, service: ServiceAsked = None, cursor: Cursor = "", limit: Limit = 100):
    """Libraries, hubs and drop-ins where people are helped to get online."""
    found = _listed()
    if service:
        found = found.filter(services__contains=[service])
    return api.answer(api.cursored(request, found, cursor, limit, shown, key="slug"))


@router.get(
    "/{slug:slug}/",
    response=HelpPlaceOut,
    summary="One place to get help",
    url_name="help_place",
    openapi_extra=api.example(PLACE),
)
@api.reads("places")
def place(request, slug: str):
    """A place by its web address (slug)."""
    found = get_object_or_404(_listed(), slug=slug)
    return api.answer(shown(found))
