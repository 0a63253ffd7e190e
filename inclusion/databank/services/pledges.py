"""Promises of mobile data: made, kept or withdrawn. A promise is never stock."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from inclusion.databank.models import (
    PLEDGE_MOVES,
    DataBatch,
    DataPledge,
    PledgeState,
)
from inclusion.databank.services import databank, thanks
from inclusion.databank.sizes import MB_PER_GB


class AlreadySettled(Refusal):
    message = "This promise has been settled already."


@transaction.atomic
def pledge(*, attempt: str = "", gb: int, **details: Any) -> DataPledge:
    """Take a promise. The same form sent twice is one promise."""
    details["mb"] = gb * MB_PER_GB
    if known := sent_before(DataPledge, attempt, "promise", **details):
        return known
    made = DataPledge.objects.create(attempt=attempt, **details)
    thanks.tell(made, "pledge_made")
    return made


@transaction.atomic
def receive(*, pledge: DataPledge, by: User, key: str, **batch: Any) -> DataBatch:
    """What was promised has come: into stock as a batch of its own, in the same breath."""
    locked = DataPledge.objects.select_for_update().get(pk=pledge.pk)
    if not locked.batches.filter(entries__key=f"{key}:1").exists():
        _move(locked, PledgeState.RECEIVED)
    made = databank.receive(by=by, key=key, pledge=locked, donor=locked.organisation, **batch)
    thanks.tell(locked, "pledge_received")
    return made


@transaction.atomic
def withdraw(*, pledge: DataPledge, by: User) -> DataPledge:
    """It will not come. Nothing was counted, so nothing is taken back."""
    return _move(DataPledge.objects.select_for_update().get(pk=pledge.pk), PledgeState.WITHDRAWN)


def _move(pledge: DataPledge, to: PledgeState) -> DataPledge:
    if to not in PLEDGE_MOVES[PledgeState(pledge.state)]:
        raise AlreadySettled
    pledge.state, pledge.settled_at = to, timezone.now()
    pledge.save(update_fields=["state", "settled_at"])
    return pledge


@transaction.atomic
def forget(*, pledge: DataPledge) -> None:
    """The gift stays, and what became of it; who gave it goes, from the batches too."""
    DataBatch.objects.filter(pledge=pledge).update(donor="")
    DataPledge.objects.filter(pk=pledge.pk).update(
        name="", email="", organisation="", attempt="", erased_at=timezone.now()
    )
