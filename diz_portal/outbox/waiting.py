"""Messages that wait for a time: put off, or taken along by another one. Only while nobody has them
in hand: what a worker has claimed goes as it is."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from .models import BY_ITSELF, Message, MessageState


def put_off(*, keys: Collection[str], until: dt.datetime) -> int:
    """They go then: later, or earlier, than they would have gone."""
    return _untouched(keys).update(due_at=until)


@transaction.atomic
def withdraw(*, keys: Collection[str]) -> set[str]:
    """They are not sent: something else says what they say. Answers which: the others have been
    sent already, or are being sent."""
    found = dict(_untouched(keys).select_for_update().values_list("pk", "key"))
    Message.objects.filter(pk__in=list(found)).delete()
    return set(found.values())


def _untouched(keys: Collection[str]):
    return Message.objects.filter(
        key__in=list(keys), state=MessageState.QUEUED, channel__in=BY_ITSELF
    )
