"""Who is told what: referrers the outcome, people that they were referred, teams what waits.

No message names anybody who is helped, and none says more than its reader needs. A letter or a
call would stand in a list of the whole portal with a name and a number: those become a task of
the case instead, where only its own caseworkers read them.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from diz_portal import outbox
from diz_portal.accounts.models import User
from diz_portal.outbox import notify
from diz_portal.outbox.models import Channel
from diz_portal.phones import NotANumber, is_mobile, normalise
from inclusion.cases.models import (
    Case,
    CaseOpening,
    ContactBy,
    Notice,
    Person,
    Referral,
    ReferralEvent,
    ReferralState,
    Team,
    Transfer,
    TransferState,
)
from partners.models import Membership, Organisation, Role


def prefix(person: Person) -> str:
    """With what the keys of all mail about a person begin: forgetting them empties it."""
    return f"person-{person.reference}-"


ANSWERS = {
    ReferralState.ACCEPTED: "accepted",
    ReferralState.DECLINED: "declined",
    ReferralState.COMPLETED: "completed",
}


def tell_referrer(referral: Referral, event: ReferralEvent) -> None:
    """The reference and the outcome, to the colleague who filled the referral in."""
    outcome = ANSWERS.get(ReferralState(event.state))
    sender = referral.by
    if outcome is None or referral.made_by_id is None or not (sender and sender.is_active):
        return
    transfer = (
        referral.case.transfers.filter(state=TransferState.ACCEPTED).select_related("to").first()
        if referral.case
        else None
    )
    outbox.queue(
        "inclusion/referral_answered",
        to=sender.email,
        key=f"{prefix(referral.person)}referral-{event.pk}",
        context={
            "reference": referral.reference,
            "outcome": outcome,
            "reason": referral.get_decline_reason_display(),
            "passed_to": transfer.to if transfer else None,
            "team": referral.to,
            "url": referral.get_absolute_url(),
        },
    )


def tell_person(referral: Referral) -> Notice:
    """Write to somebody whom a partner referred, as they prefer to hear from us."""
    person = referral.person
    channel, address = _way(person)
    if channel is None:
        return Notice.BY_HAND
    team = Team.objects.filter(organisation=referral.to).first()
    outbox.queue(
        "inclusion/person_referred",
        to=address,
        key=f"{prefix(person)}referred-{referral.reference}",
        channel=channel,
        context={"team": referral.to, "made_by": referral.made_by, "phone": team and team.phone},
    )
    return Notice.SENT


def confirm_request(referral: Referral) -> None:
    """Tell somebody who asked for help that we have it, with the reference to look it up by; the
    page or whoever wrote it down has told it to those whom neither email nor text reaches."""
    _tell_of_request("request_received", referral, once=f"asked-{referral.reference}")


def tell_of_new_team(referral: Referral) -> None:
    """Another organisation has the request now, and answers for what it knows of the person."""
    once = f"passed-{referral.reference}-{referral.to_id}"
    _tell_of_request("request_passed", referral, once=once)


def _tell_of_request(letter: str, referral: Referral, *, once: str) -> None:
    channel, address = _way(referral.person)
    if channel is None:
        return
    team = Team.objects.filter(organisation=referral.to).first()
    outbox.queue(
        f"inclusion/{letter}",
        to=address,
        key=f"{prefix(referral.person)}{once}",
        channel=channel,
        context={
            "team": referral.to,
            "phone": team and team.phone,
            "reference": referral.reference,
            "url": reverse("inclusion:help_progress"),
        },
    )


def _way(person: Person) -> tuple[Channel | None, str]:
    """By email or text, where that is what they prefer and it reaches them."""
    if person.contact_by == ContactBy.EMAIL and person.email:
        return Channel.EMAIL, person.email
    if person.contact_by == ContactBy.TEXT and notify.can_text():
        try:
            number = normalise(person.phone)
        except NotANumber:
            return None, ""
        if is_mobile(number):
            return Channel.TEXT, number
    return None, ""


def caseworkers(organisation: Organisation | int) -> list[User]:
    members = Membership.objects.current().filter(
        organisation=organisation, role=Role.CASEWORKER, person__is_active=True
    )
    return [one.person for one in members.select_related("person").order_by("person")]


def _tell(people: Iterable[Any], template: str, key: str, **context: Any) -> None:
    for person in people:
        outbox.queue(template, to=person.email, key=f"{key}-{person.pk}", context=context)


def tell_of_broken_glass(case: Case, opening: CaseOpening) -> None:
    team = Team.objects.get(organisation=case.handled_by_id)
    leads = [team.safeguarding_lead, team.data_protection_lead]
    readers = {one.pk: one for one in [*caseworkers(case.handled_by_id), *filter(None, leads)]}
    readers.pop(opening.by_id, None)
    _tell(
        readers.values(),
        "inclusion/glass_broken",
        f"{prefix(case.person)}glass-{opening.pk}",
        case=case.reference,
        by=opening.by,
        kind=opening.get_kind_display(),
        ground=opening.get_ground_display(),
        url=case.get_absolute_url(),
    )


def tell_of_offer(transfer: Transfer) -> None:
    _tell(
        caseworkers(transfer.to_id),
        "inclusion/transfer_offered",
        f"{prefix(transfer.case.person)}offer-{transfer.reference}",
        sender=transfer.case.handled_by,
        url=transfer.get_absolute_url(),
    )


def tell_of_answer(transfer: Transfer) -> None:
    if transfer.offered_by and transfer.offered_by.is_active:
        _tell(
            [transfer.offered_by],
            "inclusion/transfer_answered",
            f"{prefix(transfer.case.person)}offer-{transfer.reference}-answer",
            case=transfer.case.reference,
            receiver=transfer.to,
            answer=transfer.get_state_display().lower(),
            url=reverse("inclusion_workspace:transfer", args=[transfer.reference]),
        )
