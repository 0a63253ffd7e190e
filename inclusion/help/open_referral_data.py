"""Places to get help in Open Referral UK, declared as open data."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from diz_portal.open_data import checking
from diz_portal.open_data.declaring import Finding, Reading, Standard, standard
from inclusion.help import open_referral
from inclusion.help.models import HelpPlace
from inclusion.help.open_data import WITHHELD

SCHEMA = "https://openreferraluk.org/specifications/3.0/schema/"
# What the schema of a service refers to.
NESTED = (
    *("accessibility", "address", "attribute", "contact", "cost_option", "funding", "language"),
    *("location", "organization", "organization_identifier", "phone", "schedule"),
    *("service_area", "service_at_location", "taxonomy", "taxonomy_term"),
)


@standard
class OpenReferral(Standard):
    slug = "open-referral-uk"
    title = "Places to get help, as services"
    about = "The same places as an API that directories of services can read."
    withheld = WITHHELD
    name = "Open Referral UK 3.0"
    documented_at = "https://docs.openreferraluk.org/"
    url_name = "open_referral:about"
    schemas = tuple(f"open_referral/schema/{one}.json" for one in ("service", *NESTED))
    keywords = ("digital inclusion", "services", "open referral")
    order = 30

    def count(self) -> int:
        return HelpPlace.objects.listed().count()

    def document(self, reading: Reading) -> dict[str, Any] | None:
        """All services in full, as its pages give them one by one."""
        found = [open_referral.service(one) for one in open_referral.listed()]
        return {"services": found} if found else None

    def findings(self, document: dict[str, Any]) -> Iterator[Finding]:
        for one in open_referral.listed():
            url = reverse("admin:inclusion_helpplace_change", args=[one.pk])
            if open_referral.is_stale(one):
                yield Finding(
                    "assured", "The details have not been checked for 6 months", url, one.name
                )
            if one.latitude is None:
                yield Finding("location", "The postcode is not on the map", url, one.name)
            if not one.run_by_id:
                yield Finding("organisation", "No organisation runs it", url, one.name)

    def judge(self, document: dict[str, Any], schemas: Mapping[str, Any]) -> Iterator[Finding]:
        others = [(f"{SCHEMA}{name}", one) for name, one in schemas.items()]
        for one in document["services"]:
            yield from checking.by_schema(one, schemas["service.json"], others)
