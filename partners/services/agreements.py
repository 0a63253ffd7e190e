"""Keeping agreements."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import documents
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.open_work.selectors import in_hand
from diz_portal.open_work.services import Decision, WorkInHand, in_words, settle
from partners import endings
from partners.models import ALONE, Agreement, AgreementKind, Organisation
from partners.rules import AGREEMENT_GUARD


class SharedWithNobody(Refusal):
    message = ALONE


class AlreadyEnded(Refusal):
    message = "This agreement has already been ended. Reload the page to see when"


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
    kind = values.get("kind", agreement.kind if agreement else "")
    if kind == AgreementKind.DATA_SHARING and len(parties) < 2:
        raise SharedWithNobody
    if agreement and agreement.pk:
        carries_on(
            agreement=agreement,
            parties=parties,
            kind=kind,
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
            f"This would end the agreement, and there is open work under it: {in_words(piles)}. "
            "Use “End agreement” instead. It asks you what to do with that work.",
        )


def lock_parties(agreement: Agreement) -> Iterable[Organisation]:
    parties = agreement.parties.values("pk")
    return Organisation.objects.select_for_update().filter(pk__in=parties).order_by("pk")
