"""Promises of mobile data: made, kept or withdrawn. A promise is never stock."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from inclusion.models import (
    MB_PER_GB,
    PLEDGE_MOVES,
    DataBatch,
    DataItem,
    DataPledge,
    PledgeState,
)


class AlreadySettled(Refusal):
    message = "This promise has been settled already."


@transaction.atomic
def pledge(*, attempt: str = "", gb: int, **details: Any) -> DataPledge:
    """Take a promise. The same form sent twice is one promise."""
    if attempt and (known := DataPledge.objects.filter(attempt=attempt).first()):
        return known
    try:
        with transaction.atomic():
            made = DataPledge.objects.create(attempt=attempt, mb=gb * MB_PER_GB, **details)
    except IntegrityError:
        return DataPledge.objects.get(attempt=attempt)
    tell(made, "pledge_made")
    return made


@transaction.atomic
def receive(*, pledge: DataPledge, by: Any, key: str, **batch: Any) -> DataBatch:
    """What was promised has come: into stock as a batch of its own, in the same breath."""
    from . import databank

    locked = DataPledge.objects.select_for_update().get(pk=pledge.pk)
    if known := locked.batches.filter(entries__key=f"{key}:1").first():
        return known
    _move(locked, PledgeState.RECEIVED)
    made = databank.receive(by=by, key=key, pledge=locked, donor=locked.organisation, **batch)
    tell(locked, "pledge_received")
    return made


@transaction.atomic
def withdraw(*, pledge: DataPledge, by: Any) -> DataPledge:
    """It will not come. Nothing was counted, so nothing is taken back."""
    return _move(DataPledge.objects.select_for_update().get(pk=pledge.pk), PledgeState.WITHDRAWN)


def _move(pledge: DataPledge, to: PledgeState) -> DataPledge:
    if to not in PLEDGE_MOVES[PledgeState(pledge.state)]:
        raise AlreadySettled
    pledge.state, pledge.settled_at = to, timezone.now()
    pledge.save(update_fields=["state", "settled_at"])
    return pledge


def tell_that_it_helped(item: DataItem) -> None:
    """The first time that anything of a gift reaches somebody."""
    batch = DataBatch.objects.select_related("pledge").get(pk=item.batch_id)
    if batch.pledge:
        tell(batch.pledge, "pledge_helped")


def tell(pledge: DataPledge, letter: str) -> None:
    if pledge.email:
        outbox.queue(
            f"inclusion/{letter}",
            to=pledge.email,
            key=f"pledge-{pledge.reference}-{letter}",
            context={"pledge": pledge},
            secret=True,
        )
