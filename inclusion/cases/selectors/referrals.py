"""Reading referrals as those who made them: their own, and the outcome of each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from diz_portal.words import possessive, uk_date
from inclusion.cases import rules
from inclusion.cases.models import (
    OPEN_REFERRALS,
    Adjustment,
    ContactBy,
    LawfulBasis,
    NeedKind,
    Referral,
    ReferralState,
    ReferringPartner,
    Urgency,
)
from inclusion.cases.roles import refers_for
from inclusion.cases.selectors.cases import Slice, sliced
from partners.models import Agreement, AgreementKind, Organisation, OrganisationState


def made_by(user: Any, *, state: str = "", after: str = "") -> Slice:
    """Newest first."""
    mine = Referral.objects.made_for(user)
    last = mine.filter(reference=after).first() if after else None
    if state in ReferralState.values:
        mine = mine.filter(state=state)
    mine = mine.select_related("to", "made_by", "by", "case").prefetch_related("case__transfers")
    return sliced(mine, "submitted_at", backwards=True, last=last)


@dataclass(frozen=True)
class Terms:
    organisation: Organisation
    open: int
    most: int


def terms_of(user: Any) -> list[Terms]:
    """How many referrals of each of one's organisations are open, and how many may be."""
    organisations = Organisation.objects.filter(pk__in=refers_for(user)).annotate(
        number=Count("referrals_made", filter=Q(referrals_made__state__in=OPEN_REFERRALS))
    )
    standard = ReferringPartner._meta.get_field("most_open").get_default()
    agreed = dict(
        ReferringPartner.objects.filter(organisation__in=organisations).values_list(
            "organisation", "most_open"
        )
    )
    return [
        Terms(one, one.number, agreed.get(one.pk, standard))
        for one in organisations
        if one.number or one.pk in agreed
    ]


def why_not(organisations: Any) -> list[tuple[Organisation, str]]:
    """For each organisation that may not refer, the reason and what to do about it."""
    return [(one, _reason(one)) for one in organisations.prefetch_related("agreements")]


def _reason(organisation: Organisation) -> str:
    if organisation.state != OrganisationState.ACTIVE:
        return (
            f"{organisation} is not an active partner. Its status is "
            f"“{organisation.get_state_display().lower()}”. Ask the programme manager what to do."
        )
    today = timezone.localdate()
    shared = [
        one for one in organisation.agreements.all() if one.kind == AgreementKind.DATA_SHARING
    ]
    ends = [one.ended_on or one.expires_on for one in shared]
    ended = [day for day in ends if day is not None and day <= today]
    if any(day is None or day > today for day in ends):
        return (
            f"{organisation} has no data sharing agreement with a team that takes referrals. Ask "
            "the programme manager for one. Agreements with other partners do not allow you to "
            "share details with these teams."
        )
    if ended:
        return (
            f"{possessive(organisation)} data sharing agreement expired on {uk_date(max(ended))}. "
            "Ask the programme manager to renew it. People you have already referred will still "
            "get help."
        )
    return (
        f"{organisation} has no data sharing agreement. Ask the programme manager for one. It says "
        "which details you can share, and who is responsible for them."
    )


@dataclass(frozen=True)
class Between:
    """Two organisations, and the agreement between them that holds today."""

    one: Organisation
    other: Organisation
    agreement: Agreement | None


def between(one: Organisation | None, other: Organisation) -> Between | None:
    """The agreement under which a record was shared; nothing where nothing was shared."""
    if one is None or one == other:
        return None
    return Between(one, other, rules.agreement_between(one.pk, other.pk))


def in_words(given: dict[str, Any]) -> list[tuple[str, str]]:
    """What a referral says, as its sender reads it before sending."""

    def labels(choices: Any, values: list[str]) -> str:
        return ", ".join(str(choices(value).label) for value in values)

    rows = [
        ("Referring organisation", str(given["made_by"])),
        ("Name", given["name"]),
        ("Date of birth", uk_date(given["date_of_birth"])),
        ("Phone number", given["phone"]),
        ("Email address", given["email"]),
        ("Postcode", given["postcode"]),
        ("Address", given["address"]),
        ("Contact preference", labels(ContactBy, [given["contact_by"]])),
        ("When it is safe and convenient", given["contact_notes"]),
        ("Needs", labels(NeedKind, given["wanted"])),
        ("What would help, in their own words", given["story"]),
        ("Support needs", labels(Adjustment, given["adjustments"])),
        ("Other support needs", given["adjustments_words"]),
        ("Urgency", labels(Urgency, [given["urgency"]])),
        ("Your reference", given["their_reference"]),
        ("Lawful basis", labels(LawfulBasis, [given["lawful_basis"]])),
        ("Who told the person", f"{given['told_by']}, {uk_date(given['told_on'])}"),
        ("Team", str(given["team"] or "The team for their postcode")),
    ]
    return [(label, value) for label, value in rows if value]
