"""Taking in a partner's list, accepting what it refers, and what retention does with it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from diz_portal import outbox, words
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.imports import services as imports
from inclusion.cases import rules
from inclusion.cases.services import referrals
from inclusion.cases.services.referrals import MayNotRefer
from inclusion.landline.clients import selectors
from inclusion.landline.clients.models import ClientList
from partners.models import Organisation


class ChangedSince(Refusal):
    message = (
        "No referrals were accepted, because the list has changed since you opened this page. "
        "Check it again, then accept"
    )


def upload(
    *,
    organisation: Organisation,
    file: Any,
    lawful_basis: str,
    told_by: str,
    told_on: date,
    supplier: str = "",
    by: User | None,
    after: ClientList | None = None,
) -> ClientList:
    """Refused before anything is read where nothing may be shared."""
    if not rules.may_refer([organisation.pk]):
        raise MayNotRefer
    batch = ClientList(
        organisation=organisation,
        lawful_basis=lawful_basis,
        told_by=told_by,
        told_on=told_on,
        supplier=supplier,
        uploaded_by=by,
    )
    return imports.upload(batch, file, after=after)


@transaction.atomic
def accept_all(*, batch: ClientList, shown: str, by: User) -> int:
    """Accept all that await a decision of this person's teams, as each would be accepted alone;
    returns how many. All or none, and only what the page showed (`Decision.mark`): whom the team
    may know already stays for somebody to decide.
    """
    found = selectors.decision(batch, by)
    if not found.together or found.mark != shown:
        raise ChangedSince
    for referral in found.together:
        referrals.accept(referral=referral, by=by, tells_referrer=False)
    _tell_sender(batch, found)
    return len(found.together)


def _tell_sender(batch: ClientList, found: selectors.Decision) -> None:
    """One message for the whole list, to the colleague who sent it."""
    sender = batch.applied_by
    if sender is None or not sender.is_active:
        return
    teams = sorted({str(one.to) for one in found.together})
    outbox.queue(
        "inclusion/referral_list_accepted",
        to=sender.email,
        key=f"client-list-{batch.reference}-{found.mark}",
        context={
            "reader": sender,
            "number": len(found.together),
            "left": len(found.one_by_one),
            "team": words.listed(teams),
            "sent_on": batch.applied_at,
            "url": reverse("inclusion_workspace:referrals"),
        },
    )


def clear_old(*, days: int, dry_run: bool = False) -> int:
    """See `diz_portal.imports.services.clear_old`."""
    return imports.clear_old(ClientList, days=days, dry_run=dry_run)
