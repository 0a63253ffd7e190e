"""The files of copies and what was blacked out in them go: in time, or with the person.

That a copy was made, when, by whom and of which records stays, and the SHA-256 does not: without
the file it says nothing.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from diz_portal.privacy.services import triggers_lifted

from .models import CopyFile, CopyReading, PreparedCopy

# As long as somebody may come back to it: to complain, or to go to the regulator or to court.
DAYS_KEPT = 365
REQUEST = "data-request:"


def empty_old(*, days: int | None, dry_run: bool = False) -> int:
    """Those that were begun so long ago; how many."""
    rows = PreparedCopy.objects.filter(
        emptied_at=None, started_at__lt=timezone.now() - timedelta(days=days or 0)
    )
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not dry_run:
        for key in keys:
            empty(key)
    return len(keys)


def forget(records: Iterable[str]) -> None:
    """Every copy of one of the records, by their ids, or for one of the requests."""
    ids = sorted(records)
    asked_in = [one.removeprefix(REQUEST) for one in ids if one.startswith(REQUEST)]
    which = Q(records__overlap=ids) | Q(request__reference__in=asked_in)
    for key in PreparedCopy.objects.filter(which, emptied_at=None).values_list("pk", flat=True):
        empty(key)


@transaction.atomic
def empty(key: Any) -> None:
    copy = PreparedCopy.objects.select_for_update().get(pk=key)
    if copy.is_emptied:
        return
    names = list(copy.files.values_list("file", flat=True))
    with triggers_lifted(CopyFile), triggers_lifted(CopyReading):
        copy.files.all().delete()
        copy.readings.all().delete()
    copy.emptied_at = timezone.now()
    copy.save(update_fields=["emptied_at"])
    transaction.on_commit(lambda: _delete(names), robust=True)


def _delete(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
