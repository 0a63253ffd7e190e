"""What can happen to the figures of another partnership: added, published, withdrawn, removed."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.impact.models import OtherPartnership
from diz_portal.locks import one_at_a_time

from . import reading

LOCK = "other-partnerships"
# A page lists them all.
MOST = 50


@transaction.atomic
def add(*, content: bytes, by: Any) -> OtherPartnership:
    """Keep what their file says, in place of what an earlier one said. Only staff see it until it
    is published; another file is published anew. The same file again changes nothing."""
    file = reading.read(content)
    one_at_a_time(LOCK)
    same = OtherPartnership.objects.filter(name=file.publisher, address=file.address)
    found = same.select_for_update(of=("self",)).first()
    if found is None:
        if OtherPartnership.objects.count() >= MOST:
            raise Refusal(f"{MOST} partnerships are listed. Remove one before you add another")
        found = OtherPartnership(name=file.publisher, address=file.address)
    elif found.sha256 == file.sha256:
        return found
    elif file.as_at < found.as_at:
        raise Refusal("This file is older than the one that is listed. Select a newer file")
    found.as_at, found.figures, found.sha256 = file.as_at, file.kept, file.sha256
    found.is_published, found.read_at, found.by = False, timezone.now(), by
    found.save()
    return found


def publish(*, other: OtherPartnership, sha256: str, by: Any) -> None:
    """Show the comparison to the public: of the file that was looked at, not of a later one."""
    same = OtherPartnership.objects.filter(pk=other.pk, sha256=sha256)
    if not same.update(is_published=True):
        raise NotNow("Someone else has just replaced this file. Check it, then try again")


def withdraw(*, other: OtherPartnership, by: Any) -> None:
    OtherPartnership.objects.filter(pk=other.pk).update(is_published=False)


def remove(*, other: OtherPartnership, by: Any) -> None:
    """Their file is theirs: it can be added again."""
    OtherPartnership.objects.filter(pk=other.pk).delete()
