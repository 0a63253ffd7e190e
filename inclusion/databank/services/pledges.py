"""Promises of mobile data: made, kept or withdrawn. A promise is never stock."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from inclusion.cases.services.again import is_the_same
from inclusion.databank.models import (
    MB_PER_GB,
    PLEDGE_MOVES,
    DataBatch,
    DataPledge,
    PledgeState,
)
from inclusion.databank.services import databank, thanks


class AlreadySettled(Refusal):
    message = "This promise has been settled already."


class UsedAlready(Refusal):
    message = "You have sent this form already, with something else in it."


@transaction.atomic
def pledge(*, attempt: str = "", gb: int, **details: Any) -> DataPledge:
    """Take a promise. The same form sent twice is one promise."""
    details["mb"] = gb * MB_PER_GB
    if attempt and (known := DataPledge.objects.filter(attempt=attempt).first()):
        return _the_same(known, details)
    try:
        with transaction.atomic():
            made = DataPledge.objects.create(attempt=attempt, **details)
    except IntegrityError:
        return _the_same(DataPledge.objects.get(attempt=attempt), details)
    thanks.tell(made, "pledge_made")
    return made


def _the_same(known: DataPledge, details: dict[str, Any]) -> DataPledge:
    if is_the_same(known, **details):
        return known
    raise UsedAlready(
        f"This form was already used for promise {known.reference}. "
        "Open a new one for another promise."
    )


@transaction.atomic
def receive(*, pledge: DataPledge, by: Any, key: str, **batch: Any) -> DataBatch:
    """What was promised has come: into stock as a batch of its own, in the same breath."""
    locked = DataPledge.objects.select_for_update().get(pk=pledge.pk)
    if not locked.batches.filter(entries__key=f"{key}:1").exists():
        _move(locked, PledgeState.RECEIVED)
    made = databank.receive(by=by, key=key, pledge=locked, donor=locked.organisation, **batch)
    thanks.tell(locked, "pledge_received")
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


def forget(*, pledge: DataPledge) -> None:
    """The gift stays, and what became of it; who gave it goes."""
    DataPledge.objects.filter(pk=pledge.pk).update(
        name="", email="", organisation="", attempt="", erased_at=timezone.now()
    )
