"""Reading referrals as those who made them: their own, and what came of each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from diz_portal.words import uk_date
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
    """The last sent first."""
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
            f"{organisation} is not an active partner yet: it is "
            f"“{organisation.get_state_display().lower()}”. Ask the programme manager."
        )
    today = timezone.localdate()
    shared = [
        one for one in organisation.agreements.all() if one.kind == AgreementKind.DATA_SHARING
    ]
    ends = [one.ended_on or one.expires_on for one in shared]
    ended = [day for day in ends if day is not None and day <= today]
    if any(day is None or day > today for day in ends):
        return (
            f"No data-sharing agreement of {organisation} is with a team that takes referrals. Ask "
            "the programme manager for one: what was agreed with others lets nothing pass to them."
        )
    if ended:
        return (
            f"The data-sharing agreement of {organisation} ended on {uk_date(max(ended))}. Ask "
            "the programme manager to renew it. The help of people you referred goes on."
        )
    return (
        f"{organisation} has signed no data-sharing agreement. Ask the programme manager for "
        "one: it says what may be passed on about a person, and who answers for it."
    )


@dataclass(frozen=True)
class Between:
    """Two organisations, and the agreement between them that holds today."""

    one: Organisation
    other: Organisation
    agreement: Agreement | None


def between(one: Organisation | None, other: Organisation) -> Between | None:
    """On what a record was passed from one to the other; nothing where nothing was passed on."""
    if one is None or one == other:
        return None
    return Between(one, other, rules.agreement_between(one.pk, other.pk))


def in_words(given: dict[str, Any]) -> list[tuple[str, str]]:
    """What a referral says, as its sender reads it before sending."""

    def labels(choices: Any, values: list[str]) -> str:
        return ", ".join(str(choices(value).label) for value in values)

    rows = [
        ("For", str(given["made_by"])),
        ("Name", given["name"]),
        ("Date of birth", uk_date(given["date_of_birth"])),
        ("Telephone", given["phone"]),
        ("Email", given["email"]),
        ("Postcode", given["postcode"]),
        ("Address", given["address"]),
        ("How to get in touch", labels(ContactBy, [given["contact_by"]])),
        ("When", given["contact_notes"]),
        ("What they need", labels(NeedKind, given["wanted"])),
        ("In their words", given["story"]),
        ("What makes it easier", labels(Adjustment, given["adjustments"])),
        ("And", given["adjustments_words"]),
        ("Urgency", labels(Urgency, [given["urgency"]])),
        ("Your reference", given["their_reference"]),
        ("Ground", labels(LawfulBasis, [given["lawful_basis"]])),
        ("Who told the person", f"{given['told_by']}, on {uk_date(given['told_on'])}"),
        ("Team", str(given["team"] or "The one that serves their postcode")),
    ]
    return [(label, value) for label, value in rows if value]
