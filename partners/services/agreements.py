"""Keeping agreements, and telling people before one runs out."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from diz_portal import documents, outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.open_work.selectors import in_hand
from diz_portal.open_work.services import Decision, WorkInHand, in_words, settle
from partners import endings, selectors
from partners.models import Agreement, Organisation
from partners.models.agreement import RENEW_WITHIN
from partners.rules import AGREEMENT_GUARD

# Days before the end at which people are written to, once each.
REMIND_AT = (14, RENEW_WITHIN)


class AlreadyEnded(Refusal):
    message = "This agreement has already been ended."


@transaction.atomic
def keep_agreement(
    *,
    by: User,
    agreement: Agreement | None = None,
    parties: Iterable[Organisation],
    paper: Any = None,
    **values: Any,
) -> Agreement:
    """Record an agreement, or correct what was recorded; a new `paper` replaces the old one."""
    parties = list(parties)
    if agreement and agreement.pk:
        carries_on(
            agreement=agreement,
            parties=parties,
            kind=values.get("kind", agreement.kind),
            expires_on=values.get("expires_on", agreement.expires_on),
        )
    agreement = agreement or Agreement()
    former = agreement.document
    for field, value in values.items():
        setattr(agreement, field, value)
    agreement.full_clean()
    if paper:
        agreement.document = documents.store(
            upload=paper, title=agreement.title, guard=AGREEMENT_GUARD, by=by
        )
    agreement.save()
    agreement.parties.set(parties)
    if paper and former:
        documents.delete(document=former, by=by)
    return agreement


@transaction.atomic
def end_agreement(
    *,
    by: User,
    agreement: Agreement,
    on: date | None = None,
    decision: Decision | None = None,
) -> Agreement:
    """Ended or replaced: it stays on record, and no longer asks for attention. What rests on it
    goes where `decision` says."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if agreement.ended_on:
        raise AlreadyEnded
    # Whoever offers a case counts on the agreement of its parties: they wait here.
    list(lock_parties(agreement))
    settle(ending=endings.of_agreement(agreement), decision=decision, by=by)
    agreement.ended_on = on or timezone.localdate()
    agreement.save(update_fields=["ended_on"])
    return agreement


def carries_on(
    *, agreement: Agreement, parties: Iterable[Organisation], kind: str, expires_on: date | None
) -> None:
    """Refuse a correction that ends an agreement unseen while something rests on it."""
    before = Agreement.objects.filter(pk=agreement.pk).in_force().first()
    if before is None:
        return
    list(lock_parties(before))
    ends = (
        kind != before.kind
        or (expires_on is not None and expires_on < timezone.localdate())
        or set(before.parties.values_list("pk", flat=True)) - {one.pk for one in parties}
    )
    ending = endings.of_agreement(before)
    if ends and (piles := in_hand(ending)):
        raise WorkInHand(
            ending,
            piles,
            f"This would end the agreement, and work rests on it: {in_words(piles)}. End the "
            "agreement instead: you are then asked what becomes of it.",
        )


def lock_parties(agreement: Agreement) -> Iterable[Organisation]:
    parties = agreement.parties.values("pk")
    return Organisation.objects.select_for_update().filter(pk__in=parties).order_by("pk")


def remind_of_agreements(today: date | None = None) -> int:
    """Write to the leads of the parties and to the managers before an agreement runs out.

    Runs daily, and harmlessly more often: each person gets one letter at each distance. After
    days without a run, only the nearest distance is written about.
    """
    today = today or timezone.localdate()
    running_out = Agreement.objects.filter(
        ended_on=None,
        expires_on__gte=today,
        expires_on__lte=today + timedelta(days=max(REMIND_AT)),
    ).prefetch_related("parties")
    letters = 0
    for agreement in running_out:
        assert agreement.expires_on is not None  # noqa: S101  the filter says so
        left = (agreement.expires_on - today).days
        distance = min(days for days in REMIND_AT if left <= days)
        for person in selectors.who_renews(agreement):
            outbox.queue(
                "partners/agreement_expiring",
                to=person.email,
                key=(
                    f"agreement-{agreement.reference}-{agreement.expires_on}"
                    f"-{distance}-{person.reference}"
                ),
                context={
                    "agreement": agreement,
                    "person": person,
                    "link": settings.PORTAL_URL + agreement.get_absolute_url(),
                },
            )
            letters += 1
    return letters
