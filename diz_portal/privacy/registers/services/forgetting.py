"""Forgetting who asked: when they ask for that, or three years after it was settled.

That there was a request or a complaint, when it came and what came of it stays, without a name.
"""

from typing import Any

import pgtrigger
from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.privacy import services
from diz_portal.privacy.registers.models import (
    Complaint,
    ComplaintEvent,
    ComplaintEventKind,
    DataRequest,
    RequestEvent,
    RequestEventKind,
)
from diz_portal.privacy.registers.models.asked import OF_THE_PERSON

from . import letters

DAYS_KEPT = 3 * 365


class StillOpen(Refusal):
    message = (
        "This is still open, so we need the name and address to answer it. Close it first, then "
        "erase it"
    )


def obstacle(asked: DataRequest | Complaint) -> str:
    """What is open is needed, and is kept until it is settled."""
    return StillOpen.message if asked.is_open else ""


def forget_request(*, request: DataRequest, by: User | None = None) -> None:
    _forget(request, by)


def forget_complaint(*, complaint: Complaint, by: User | None = None) -> None:
    _forget(complaint, by)


@transaction.atomic
def _forget(asked: Any, by: User | None) -> None:
    model = type(asked)
    asked = model.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if words := obstacle(asked):
        raise StillOpen(words)
    if asked.erased_at:
        return
    for name in OF_THE_PERSON:
        setattr(asked, name, "")
    asked.erased_at = timezone.now()
    asked.save()
    with pgtrigger.ignore("privacy.RequestEvent:append_only", "privacy.ComplaintEvent:append_only"):
        asked.events.exclude(words="").update(words="")
    if isinstance(asked, DataRequest):
        RequestEvent.objects.create(request=asked, kind=RequestEventKind.ERASED, by=by)
    else:
        ComplaintEvent.objects.create(complaint=asked, kind=ComplaintEventKind.ERASED, by=by)
    services.blank_log(model, [asked.pk])
    outbox.forget(key_prefix=letters.prefix(asked))
