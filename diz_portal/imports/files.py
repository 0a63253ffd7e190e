"""The files of imports: kept while they may be needed, then deleted. Their records stay."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from .models import Batch, ImportState

# Of what a file was found to hold: its headings stay, what stood in its cells goes with it.
FROM_CELLS = ("examples", "words")
# Nothing reads the file again: what an import did stands in its rows, and is undone from them.
SETTLED = [ImportState.APPLIED, ImportState.UNDONE]


def without_file(batch: Batch) -> dict[str, Any]:
    """The columns of a record whose file goes once they are committed.

    A worker that is killed in between leaves a file that no record knows, which is swept up.
    """
    storage, name = batch.file.storage, batch.file.name
    if not name:
        return {}
    transaction.on_commit(lambda: storage.delete(name), robust=True)
    found = {name: told for name, told in batch.found.items() if name not in FROM_CELLS}
    return {"file": "", "found": found, "file_deleted_at": timezone.now()}


def overdue(model: type[Batch], days: int) -> QuerySet[Any]:
    """Applied, or undone, so many days ago and still with a file; failed ones at once."""
    before = timezone.now() - datetime.timedelta(days=days)
    held = model._default_manager.exclude(file="").alias(
        settled=Greatest("applied_at", "undone_at")
    )
    return held.filter(state__in=SETTLED, settled__lt=before) | held.filter(
        state=ImportState.FAILED
    )


def delete_overdue(model: type[Batch], *, days: int, dry_run: bool = False) -> int:
    """Delete the files that are needed no more; returns how many."""
    due = overdue(model, days)
    if dry_run:
        return due.count()
    number = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Not one that somebody is working on at this moment.
            batch = due.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if batch:
                model._default_manager.filter(pk=pk).update(**without_file(batch))
                number += 1
    return number
