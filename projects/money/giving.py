"""Grants in the 360Giving Data Standard 1.4: those that the accountable body or a partner makes.

Never money that the partnership receives: whoever gives it publishes that, and it would be counted
twice. Never a grant to a person: there is no kind of recipient for one. Of a grant only what was
released, field by field; of a recipient that must stay hidden, such as a refuge, nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from diz_portal.open_data import checking, licence
from diz_portal.open_data.declaring import Finding, Reading, Standard, standard
from diz_portal.places.models import Partnership
from diz_portal.places.selectors import partnership
from partners.enums import IdentifierType
from partners.models import Organisation
from projects.money.giving_checks import findings
from projects.money.models import GrantRecipient, Regrant
from projects.money.regrant_enums import RecipientKind, RegrantState

VERSION = "1.4"
SCHEMA = (
    "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/{}/schema/360-giving-schema.json"
)
# The package refers to its grants by an earlier number than they have.
NUMBERS = ("1.4.2", "1.4.3")
DOCUMENTED = "https://standard.threesixtygiving.org/"
# Without these a grant would say too little to be one.
REQUIRED = frozenset({"awarded_on", "beneficiary", "purpose", "amount"})
NO_PREFIX = "draft"
# English districts and unitaries, counties, and boroughs, by the first letters of their codes.
GEO_TYPES = {"E06": "UA", "E07": "NMD", "E08": "MD", "E09": "LONB", "E10": "CTY"}


def released() -> QuerySet[Regrant]:
    """Awarded, and everything that a grant must say chosen for the public."""
    return (
        Regrant.objects.filter(
            state=RegrantState.AWARDED,
            public_fields__contains=sorted(REQUIRED),
            recipient__is_withheld=False,
        )
        .annotate(recorded_at=Max("steps__recorded_at"))
        .select_related("recipient__organisation", "source__project__lead")
        .prefetch_related("recipient__organisation__districts")
        .order_by("awarded_on", "pk")
    )


@standard
class Giving(Standard):
    slug = "360giving"
    title = "Grants to voluntary organisations"
    about = "The grants that we make to voluntary and community organisations."
    withheld = (
        "Grants that we receive, grants that have not been released, and recipients whose address "
        "must be secret, such as refuges. We never make grants to individuals or sole traders."
    )
    name = "360Giving 1.4"
    documented_at = DOCUMENTED
    schemas = (
        "threesixtygiving/360-giving-package-schema.json",
        "threesixtygiving/360-giving-schema.json",
    )
    keywords = ("grants", "voluntary sector", "360Giving")
    order = 10

    def count(self) -> int:
        return released().count()

    def is_draft(self) -> bool:
        found = partnership()
        return not (found.giving_prefix and found.org_id)

    def document(self, reading: Reading) -> dict[str, Any] | None:
        publisher = partnership()
        grants = [grant_of(one, publisher) for one in released()]
        if not grants:
            return None
        draft = "Draft: " if self.is_draft() else ""
        return {
            "version": VERSION,
            "title": f"{draft}{self.title}, {publisher.name}",
            "description": f"{self.about} Not included: {self.withheld}",
            "issued": reading.as_at.isoformat(),
            "publisher": {
                "name": publisher.name,
                "website": settings.PORTAL_URL,
                **({"identifier": publisher.org_id} if publisher.org_id else {}),
                **({"prefix": publisher.giving_prefix} if publisher.giving_prefix else {}),
            },
            "license": licence.URL,
            "grants": grants,
        }

    def findings(self, document: dict[str, Any]) -> Iterator[Finding]:
        return findings(document, list(released()), partnership())

    def judge(self, document: dict[str, Any], schemas: Mapping[str, Any]) -> Iterator[Finding]:
        grant = schemas["360-giving-schema.json"]
        yield from checking.by_schema(
            document,
            schemas["360-giving-package-schema.json"],
            [(SCHEMA.format(number), grant) for number in NUMBERS],
        )

    def flat(self, document: dict[str, Any]) -> tuple[list[str], Iterator[list[Any]]]:
        return FLAT_HEADER, map(_flat, document["grants"])


def grant_of(one: Any, publisher: Partnership) -> dict[str, Any]:
    shown = set(one.public_fields)
    prefix = publisher.giving_prefix or NO_PREFIX
    funder = one.source.project.lead
    programme = one.programme if "programme" in shown else ""
    places = _places(one)
    return {
        "id": f"{prefix}-{one.reference}",
        "title": one.title if "title" in shown else f"Grant to {one.recipient.name}",
        "description": one.purpose,
        "currency": "GBP",
        "amountAwarded": float(one.amount),
        "awardDate": one.awarded_on.isoformat(),
        **(
            {
                "plannedDates": [
                    {"startDate": one.starts_on.isoformat(), "endDate": one.ends_on.isoformat()}
                ]
            }
            if "period" in shown
            else {}
        ),
        "recipientOrganization": [_recipient(one.recipient, prefix, shown)],
        "fundingOrganization": [
            {
                "id": organisation_id(funder, publisher),
                "name": funder.name,
                **({"department": one.department} if "department" in shown else {}),
            }
        ],
        **({"grantProgramme": [{"title": programme}]} if programme else {}),
        **({"beneficiaryLocation": places, "locationScope": "GLS050"} if places else {}),
        **({"regrantType": one.regrant_type} if one.regrant_type else {}),
        "dataSource": f"{settings.PORTAL_URL}{reverse('open_data:dataset', args=['360giving'])}",
        **_modified(one.recorded_at),
    }


def _modified(moment: datetime | None) -> dict[str, Any]:
    return {"dateModified": timezone.localtime(moment).isoformat()} if moment else {}


def _recipient(one: GrantRecipient, prefix: str, shown: set[str]) -> dict[str, Any]:
    number = one.number if "number" in shown else ""
    found = {"id": recipient_id(one, prefix, number), "name": one.name}
    if number and one.kind in (RecipientKind.CHARITY, RecipientKind.CIO):
        found["charityNumber"] = number
    if number and one.kind in (RecipientKind.COMPANY, RecipientKind.CIC):
        found["companyNumber"] = number.zfill(8)
    return found


def recipient_id(one: GrantRecipient, prefix: str, number: str) -> str:
    """From org-id.guide by its register; of a body without one, from our own prefix."""
    if not number:
        return f"{prefix}-{one.reference}"
    if one.kind in (RecipientKind.COMPANY, RecipientKind.CIC):
        return f"GB-COH-{number.zfill(8)}"
    if one.kind == RecipientKind.SOCIETY:
        return f"GB-MPR-{number}"
    return charity_id(number)


def charity_id(number: str) -> str:
    if number.startswith("SC"):
        return f"GB-SC-{number}"
    if number.startswith("NIC"):
        return f"GB-NIC-{number.removeprefix('NIC')}"
    # A linked charity is published under the number of its main one.
    return f"GB-CHC-{number.partition('-')[0]}"


def organisation_id(one: Organisation, publisher: Partnership) -> str:
    """Of a partner. A council's is not its GSS code: the lead's is entered, another's is ours."""
    if one.pk == publisher.lead_organisation_id and publisher.org_id:
        return publisher.org_id
    kind = IdentifierType(one.identifier_type)
    if kind == IdentifierType.CHARITY:
        return charity_id(one.identifier)
    if kind == IdentifierType.COMPANY:
        return f"GB-COH-{one.identifier.zfill(8)}"
    if kind == IdentifierType.ODS:
        return f"GB-NHS-{one.identifier}"
    return f"{publisher.giving_prefix or NO_PREFIX}-{one.slug}"


def _places(one: Regrant) -> list[dict[str, Any]]:
    """The districts that the recipient serves, by code: a name alone can be two places."""
    organisation = one.recipient.organisation
    if organisation is None:
        return []
    return [
        {
            "name": district.name,
            "countryCode": "GB",
            "geoCode": district.code,
            "geoCodeType": GEO_TYPES.get(district.code[:3], "UA"),
        }
        for district in organisation.districts.all()
    ]


# The CSV ----------------------------------------------------------------------------------

# The titles that 360Giving’s own template has, so that its tools read the file.
FLAT = (
    ("Identifier", lambda one: one["id"]),
    ("Title", lambda one: one["title"]),
    ("Description", lambda one: one["description"]),
    ("Currency", lambda one: one["currency"]),
    ("Amount Awarded", lambda one: one["amountAwarded"]),
    ("Award Date", lambda one: date.fromisoformat(one["awardDate"])),
    ("Planned Dates:Start Date", lambda one: _first(one, "plannedDates", "startDate")),
    ("Planned Dates:End Date", lambda one: _first(one, "plannedDates", "endDate")),
    ("Recipient Org:Identifier", lambda one: _first(one, "recipientOrganization", "id")),
    ("Recipient Org:Name", lambda one: _first(one, "recipientOrganization", "name")),
    (
        "Recipient Org:Charity Number",
        lambda one: _first(one, "recipientOrganization", "charityNumber"),
    ),
    (
        "Recipient Org:Company Number",
        lambda one: _first(one, "recipientOrganization", "companyNumber"),
    ),
    ("Funding Org:Identifier", lambda one: _first(one, "fundingOrganization", "id")),
    ("Funding Org:Name", lambda one: _first(one, "fundingOrganization", "name")),
    ("Funding Org:Department", lambda one: _first(one, "fundingOrganization", "department")),
    ("Grant Programme:Title", lambda one: _first(one, "grantProgramme", "title")),
    ("Beneficiary Location:Name", lambda one: _first(one, "beneficiaryLocation", "name")),
    (
        "Beneficiary Location:Geographic Code",
        lambda one: _first(one, "beneficiaryLocation", "geoCode"),
    ),
    (
        "Beneficiary Location:Geographic Code Type",
        lambda one: _first(one, "beneficiaryLocation", "geoCodeType"),
    ),
    ("Regrant Type", lambda one: one.get("regrantType")),
    ("Last modified", lambda one: one.get("dateModified")),
    ("Data Source", lambda one: one["dataSource"]),
)
FLAT_HEADER = [title for title, _ in FLAT]


def _first(one: dict[str, Any], many: str, name: str) -> Any:
    found = one.get(many) or [{}]
    return found[0].get(name)


def _flat(one: dict[str, Any]) -> list[Any]:
    return [take(one) for _, take in FLAT]
