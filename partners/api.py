"""Partners as open data: the partner directory."""

from datetime import date
from typing import Literal

from django.conf import settings
from django.shortcuts import get_object_or_404
from pydantic import Field

from diz_portal import api
from diz_portal.api import Cursor, Cursored, Limit, Router, Schema, acting
from partners.models import Organisation
from partners.roles import current_roles, leads, only_for

router = Router()


class DistrictOut(Schema):
    code: str = Field(description="GSS code")
    name: str


class OrganisationOut(Schema):
    slug: str = Field(description="Web address (slug), does not change")
    name: str
    sector: Literal["council", "health", "education", "voluntary", "private"]
    identifier_type: str = Field(description="Type of identifier: gss, ods, charity, company …")
    identifier: str = Field(description="Identifier of that type, as text")
    summary: str = Field(description="What it does in the partnership")
    website: str
    joined_on: date | None = Field(description="Partner since")
    districts: list[DistrictOut] = Field(description="Districts served")
    url: str = Field(description="Address of its public page")


PARTNER = {
    "slug": "harlow-libraries",
    "name": "Harlow Libraries",
    "sector": "council",
    "identifier_type": "gss",
    "identifier": "E07000073",
    "summary": "Libraries where people are helped to get online.",
    "website": "https://libraries.example/",
    "joined_on": "2024-05-01",
    "districts": [{"code": "E07000073", "name": "Harlow"}],
    "url": "https://portal.example/partners/harlow-libraries/",
}
PLAIN = [
    "slug",
    "name",
    "sector",
    "identifier_type",
    "identifier",
    "summary",
    "website",
    "joined_on",
]


def shown(one: Organisation) -> dict:
    return {
        **{name: getattr(one, name) for name in PLAIN},
        "districts": [{"code": its.code, "name": its.name} for its in one.districts.all()],
        "url": f"{settings.PORTAL_URL}{one.get_absolute_url()}",
    }


def _public():
    return Organisation.objects.public().prefetch_related("districts")


@router.get(
    "/",
    response=Cursored[OrganisationOut],
    summary="List of partners",
    url_name="partners",
    openapi_extra=api.example({"next": None, "items": [PARTNER]}),
)
@api.reads("partners")
def list_partners(request, cursor: Cursor = "", limit: Limit = 100):
    """The partner organisations of the directory, in the order of their slugs."""
    return api.answer(api.cursored(request, _public(), cursor, limit, shown, key="slug"))


@router.get(
    "/{slug:slug}/",
    response=OrganisationOut,
    summary="One partner",
    url_name="partner",
    openapi_extra=api.example(PARTNER),
)
@api.reads("partners")
def partner(request, slug: str):
    """A partner organisation by its web address (slug)."""
    found = get_object_or_404(_public(), slug=slug)
    return api.answer(shown(found))


api.offer("partners", router, about="Partners")

acting.register(
    acting.Memberships(
        only_for=only_for,
        organisations=lambda user: Organisation.objects.filter(pk__in=list(current_roles(user))),
        looked_after=leads,
    )
)
