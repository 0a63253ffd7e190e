"""What we look at before anybody else does: quality checks of the grants, each with its record.

After those of 360Giving's own tool, whose licence keeps it out of here. A fault stops a program
that reads the file, or should not be public; the others say how the data could be better.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from diz_portal.open_data.declaring import Finding
from diz_portal.places.models import Partnership

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
PHONE = re.compile(r"(?<![0-9])(?:\+44\s?|0)(?:[0-9][\s-]?){9,10}(?![0-9])")
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b")
NAME_OF_A_PERSON = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z]")
CHARITY = re.compile(r"[1-9][0-9]{5,6}|SC[0-9]{6}|NIC[0-9]{6}")
COMPANY = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|R[0-9]{7}")
KNOWN_REGISTERS = ("GB-CHC-", "GB-COH-", "GB-SC-", "GB-NIC-", "GB-MPR-", "GB-NHS-", "GB-LAE-")
LONGEST_TITLE = 140
SHORTEST_DESCRIPTION = 20
OLD = 2000


@dataclass(frozen=True)
class About:
    """One grant of the file, and what is needed to judge it."""

    grant: dict[str, Any]
    is_draft: bool
    times: Counter[str]
    today: date

    @property
    def recipient(self) -> dict[str, Any]:
        return self.grant["recipientOrganization"][0]

    @property
    def funder(self) -> dict[str, Any]:
        return self.grant["fundingOrganization"][0]

    @property
    def texts(self) -> str:
        return f"{self.grant['title']} {self.grant['description']}"

    @property
    def awarded(self) -> date:
        return date.fromisoformat(self.grant["awardDate"])

    @property
    def planned(self) -> dict[str, str]:
        return (self.grant.get("plannedDates") or [{}])[0]


@dataclass(frozen=True)
class Check:
    name: str
    words: str
    fails: Callable[[About], Any]
    stops: bool = False


CHECKS = (
    # What a program stumbles over
    Check(
        "id-once",
        "Another grant has the same identifier",
        lambda one: one.times[one.grant["id"]] > 1,
        True,
    ),
    Check("amount-zero", "The amount is £0", lambda one: one.grant["amountAwarded"] == 0, True),
    Check(
        "amount-negative",
        "The amount is below £0",
        lambda one: one.grant["amountAwarded"] < 0,
        True,
    ),
    Check(
        "award-future",
        "The date of the award is in the future",
        lambda one: one.awarded > one.today,
        True,
    ),
    Check(
        "award-old",
        "The date of the award is before 2000",
        lambda one: one.awarded.year < OLD,
        True,
    ),
    Check(
        "dates-order",
        "The grant ends before it starts",
        lambda one: one.planned and one.planned["endDate"] < one.planned["startDate"],
        True,
    ),
    Check(
        "charity-number",
        "The charity number is not in the right format",
        lambda one: (
            not CHARITY.fullmatch(one.recipient.get("charityNumber", "100000").partition("-")[0])
        ),
        True,
    ),
    Check(
        "company-number",
        "The company number does not have 8 characters",
        lambda one: not COMPANY.fullmatch(one.recipient.get("companyNumber", "00000000")),
        True,
    ),
    Check(
        "recipient-is-funder",
        "The recipient is the organisation that makes the grant",
        lambda one: one.recipient["id"] == one.funder["id"],
        True,
    ),
    Check(
        "individual",
        "The grant is to an individual",
        lambda one: "recipientIndividual" in one.grant,
        True,
    ),
    # What must not be public
    Check("email", "The text contains an email address", lambda one: EMAIL.search(one.texts), True),
    Check("phone", "The text contains a phone number", lambda one: PHONE.search(one.texts), True),
    Check("postcode", "The text contains a postcode", lambda one: POSTCODE.search(one.texts), True),
    Check(
        "person",
        "The text may contain the name of a person",
        lambda one: NAME_OF_A_PERSON.search(one.texts),
        True,
    ),
    # What could be better
    Check(
        "draft",
        "The publisher prefix or organisation identifier is missing",
        lambda one: one.is_draft,
    ),
    Check(
        "title-description",
        "The title and the description are the same",
        lambda one: one.grant["title"].strip() == one.grant["description"].strip(),
    ),
    Check(
        "title-long",
        "The title is longer than 140 characters",
        lambda one: len(one.grant["title"]) > LONGEST_TITLE,
    ),
    Check(
        "description-short",
        "The description is very short",
        lambda one: len(one.grant["description"]) < SHORTEST_DESCRIPTION,
    ),
    Check(
        "no-title",
        "The name of the grant has not been released",
        lambda one: one.grant["title"].startswith("Grant to "),
    ),
    Check(
        "no-programme", "There is no grant programme", lambda one: "grantProgramme" not in one.grant
    ),
    Check("no-dates", "The period of the grant has not been released", lambda one: not one.planned),
    Check(
        "no-location",
        "There is no beneficiary location",
        lambda one: "beneficiaryLocation" not in one.grant,
    ),
    Check(
        "no-geo-code",
        "A beneficiary location has no code",
        lambda one: any(
            not place.get("geoCode") for place in one.grant.get("beneficiaryLocation", ())
        ),
    ),
    Check(
        "recipient-unregistered",
        "The recipient has no registration number in the file",
        lambda one: not one.recipient["id"].startswith(KNOWN_REGISTERS),
    ),
    Check(
        "funder-unregistered",
        "The organisation that makes the grant has no identifier from org-id.guide",
        lambda one: not one.funder["id"].startswith(KNOWN_REGISTERS),
    ),
    Check(
        "award-after-start",
        "The grant was awarded after it started",
        lambda one: one.planned and one.grant["awardDate"] > one.planned["startDate"],
    ),
    Check(
        "not-modified",
        "There is no date of the last change",
        lambda one: "dateModified" not in one.grant,
    ),
)


def findings(
    document: dict[str, Any], records: list[Any], publisher: Partnership
) -> Iterator[Finding]:
    """`records` are the grants behind those of the document, in the same order."""
    times = Counter(one["id"] for one in document["grants"])
    is_draft = not (publisher.giving_prefix and publisher.org_id)
    for grant, record in zip(document["grants"], records, strict=True):
        about = About(grant, is_draft, times, timezone.localdate())
        url = reverse("money:grant", args=[record.reference])
        for check in CHECKS:
            if check.fails(about):
                yield Finding(check.name, check.words, url, record.title, stops=check.stops)
