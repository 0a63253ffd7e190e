"""Letting a restored portal work by itself again."""

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.models import Restoration
from diz_portal.outbox.models import Message


class NothingToRelease(Refusal):
    message = "No messages are held: there was no restore, or they have already been released"


class NotWhole(Refusal):
    message = (
        "The restore was interrupted. Empty the database and the folder of uploads, then restore "
        "again"
    )


def held() -> Restoration | None:
    """The restore that waits for somebody to release it."""
    return Restoration.objects.unreleased().first()


@transaction.atomic
def release(by: User | None = None) -> int:
    """Send messages and sweep up files again; how many messages are due."""
    waiting = list(Restoration.objects.unreleased().select_for_update())
    if not waiting:
        raise NothingToRelease
    if any(one.finished_at is None for one in waiting):
        raise NotWhole
    Restoration.objects.filter(pk__in=[one.pk for one in waiting]).update(
        released_at=timezone.now(), released_by=by
    )
    return Message.objects.due().count()
