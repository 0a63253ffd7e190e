"""Which colleagues are told what: referrers the outcome, teams what waits for them.

No message names anyone who is helped, and none says more than its reader needs. What the people
themselves are told, `telling` says.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from diz_portal import outbox
from diz_portal.accounts.models import User
from inclusion.cases.models import (
    Case,
    CaseOpening,
    Duty,
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
    """With what the keys of all mail about a person begin: erasing them empties it."""
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
            "reader": sender,
            "reference": referral.reference,
            "outcome": outcome,
            "reason": referral.get_decline_reason_display(),
            "transferred_to": transfer.to if transfer else None,
            "team": referral.to,
            "url": referral.get_absolute_url(),
        },
    )


def caseworkers(organisation: Organisation | int) -> list[User]:
    members = Membership.objects.current().filter(
        organisation=organisation, role=Role.CASEWORKER, person__is_active=True
    )
    return [one.person for one in members.select_related("person").order_by("person")]


def _tell(people: Iterable[Any], template: str, key: str, **context: Any) -> None:
    for person in people:
        outbox.queue(
            template,
            to=person.email,
            key=f"{key}-{person.pk}",
            context={**context, "reader": person},
        )


def tell_of_emergency_access(case: Case, opening: CaseOpening) -> None:
    team = Team.objects.get(organisation=case.handled_by_id)
    leads = [team.safeguarding_lead, team.data_protection_lead]
    readers = {one.pk: one for one in [*caseworkers(case.handled_by_id), *filter(None, leads)]}
    readers.pop(opening.by_id, None)
    _tell(
        readers.values(),
        "inclusion/emergency_access",
        f"{prefix(case.person)}emergency-{opening.pk}",
        case=case.reference,
        by=opening.by,
        role=Duty(opening.kind).label.lower(),
        reason=opening.get_ground_display(),
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
            is_accepted=transfer.state == TransferState.ACCEPTED,
            url=reverse("inclusion_workspace:transfer", args=[transfer.reference]),
        )
