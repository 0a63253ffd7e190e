"""Places to get help as services of Open Referral UK 3.0 (HSDS-UK).

Each place is one service at one location. Identifiers are made of addresses that never change, so
that a directory that reads us every night finds the same service again.
"""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention.unchecked import STALE_AFTER
from inclusion.help.models import Access, HelpPlace, Service

VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"
OPENAPI = "https://docs.openreferraluk.org/en/latest/openapi30.json"
# Of everything that is identified here.
SPACE = UUID("7d1a1b5e-3d0b-4f0e-9d55-6a5d3a0e8a11")
TAXONOMY = "services"


def identifier(kind: str, *names: str) -> str:
    return str(uuid5(SPACE, "/".join((kind, *names))))


def listed() -> QuerySet[HelpPlace]:
    found = HelpPlace.objects.listed().select_related("run_by", "district")
    return found.defer("district__outline").order_by("pk")


def is_stale(place: HelpPlace, today: date | None = None) -> bool:
    return place.checked_on < (today or timezone.localdate()) - STALE_AFTER


def brief(place: HelpPlace) -> dict[str, Any]:
    """What a list says: the service and who runs it."""
    return {
        "id": str(place.public_id),
        "name": place.name,
        "description": _description(place),
        "url": f"{settings.PORTAL_URL}{_page(place)}",
        "status": "active",
        "assured_date": place.checked_on.isoformat(),
        "last_modified": f"{place.checked_on.isoformat()}T00:00:00Z",
        "organization": _organisation(place),
    }


def service(place: HelpPlace) -> dict[str, Any]:
    """All of it, nested as the standard asks."""
    slug = str(place.public_id)
    return {
        **brief(place),
        "schedules": [
            {
                "id": identifier("schedule", slug, str(number)),
                "description": line,
            }
            for number, line in enumerate(place.opening_lines)
        ],
        "service_at_locations": [
            {"id": identifier("at", slug), "location": _location(place, slug)}
        ],
        "contacts": _contacts(place, slug),
        "attributes": [
            {
                "id": identifier("attribute", slug, one),
                "link_entity": "service",
                "taxonomy_term": term(one),
            }
            for one in place.services
        ],
    }


def term(code: str) -> dict[str, Any]:
    return {
        "id": identifier("term", code),
        "code": code,
        "name": Service(code).label,
        "description": Service(code).label,
        "taxonomy": TAXONOMY,
    }


def _page(place: HelpPlace) -> str:
    return reverse("inclusion:place", args=[place.slug])


def _description(place: HelpPlace) -> str:
    return ". ".join([*place.service_words, *([place.notes] if place.notes else [])])


def _organisation(place: HelpPlace) -> dict[str, Any]:
    """Who runs it; the place itself, where no partner does."""
    if place.run_by is None:
        return {
            "id": identifier("organisation-of", str(place.public_id)),
            "name": place.name,
            "description": place.get_kind_display(),
        }
    return {
        "id": identifier("organisation", place.run_by.slug),
        "name": place.run_by.name,
        "description": place.run_by.summary or place.run_by.get_sector_display(),
        **({"website": place.run_by.website} if place.run_by.website else {}),
    }


def _location(place: HelpPlace, slug: str) -> dict[str, Any]:
    known = place.latitude is not None and place.longitude is not None
    return {
        "id": identifier("location", slug),
        "location_type": "physical",
        "name": place.name,
        **({"latitude": place.latitude, "longitude": place.longitude} if known else {}),
        "addresses": [
            {
                "id": identifier("address", slug),
                "address_1": place.address,
                "city": place.district.name if place.district else place.address.split(",")[-1],
                "state_province": "",
                "postal_code": place.postcode,
                "country": "GB",
                "address_type": "physical",
            }
        ],
        "accessibility": [
            {"id": identifier("access", slug, one), "description": Access(one).label}
            for one in place.access
        ],
    }


def _contacts(place: HelpPlace, slug: str) -> list[dict[str, Any]]:
    if not place.phone:
        return []
    phone = {"id": identifier("phone", slug), "number": place.phone}
    return [{"id": identifier("contact", slug), "phones": [phone]}]
