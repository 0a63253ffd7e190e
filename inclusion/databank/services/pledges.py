"""Data pledges: made, answered with instructions, received or closed. None is ever stock."""

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
    message = "This pledge has already been received or closed. Reload the page to check its status"


class NoInstructions(Refusal):
    message = "Enter how to send the mobile data"


@transaction.atomic
def pledge(*, attempt: str = "", gb: int, **details: Any) -> DataPledge:
    """Take a pledge. The same form sent twice is one pledge."""
    details["mb"] = gb * MB_PER_GB
    if known := sent_before(DataPledge, attempt, "offer", **details):
        return known
    made = DataPledge.objects.create(attempt=attempt, **details)
    thanks.tell(made, "pledge_made")
    return made


@transaction.atomic
def answer(*, pledge: DataPledge, words: str, by: User) -> DataPledge:
    """Tell the donor how to send it, as their page and our thanks promise. What is sent again
    with other words is sent; the same words a second time are not."""
    words = words.strip()
    if not words:
        raise NoInstructions
    locked = DataPledge.objects.select_for_update().get(pk=pledge.pk)
    if locked.state == PledgeState.EXPECTED and locked.words == words:
        return locked
    answered_at = timezone.now()
    _move(locked, PledgeState.EXPECTED, words=words, answered_at=answered_at, answered_by=by)
    thanks.tell(locked, "pledge_answered", which=f"-{answered_at.isoformat()}")
    return locked


@transaction.atomic
def receive(*, pledge: DataPledge, by: User, key: str, **batch: Any) -> DataBatch:
    """What was pledged has come: into stock as a batch of its own, in the same breath."""
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


def _move(pledge: DataPledge, to: PledgeState, **values: Any) -> DataPledge:
    if to not in PLEDGE_MOVES[PledgeState(pledge.state)]:
        raise AlreadySettled
    if not PLEDGE_MOVES[to]:
        values["settled_at"] = timezone.now()
    for name, value in {"state": to, **values}.items():
        setattr(pledge, name, value)
    pledge.save(update_fields=["state", *values])
    return pledge


@transaction.atomic
def forget(*, pledge: DataPledge) -> None:
    """What was given stays, and what became of it; who gave it goes, from the batches too."""
    DataBatch.objects.filter(pledge=pledge).update(donor="")
    DataPledge.objects.filter(pk=pledge.pk).update(
        name="", email="", organisation="", words="", attempt="", erased_at=timezone.now()
    )
