"""The files of imports: kept while they may be needed, then deleted. Their records stay."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from projects.imports.models import ImportBatch, ImportState

# Nothing reads the file again: what an import did stands in its rows, and is undone from them.
SETTLED = [ImportState.APPLIED, ImportState.UNDONE]


def without_file(batch: ImportBatch) -> dict[str, Any]:
    """The columns of a record whose file goes once they are committed.

    A worker that is killed in between leaves a file that no record knows, which is swept up.
    """
    storage, name = batch.file.storage, batch.file.name
    if not name:
        return {}
    transaction.on_commit(lambda: storage.delete(name), robust=True)
    # The examples of what stood in it go too.
    found = {name: told for name, told in batch.found.items() if name != "examples"}
    return {"file": "", "found": found, "file_deleted_at": timezone.now()}


def overdue(days: int) -> QuerySet[ImportBatch]:
    """Applied, or undone, so many days ago and still with a file; failed ones at once."""
    before = timezone.now() - datetime.timedelta(days=days)
    held = ImportBatch.objects.exclude(file="").alias(settled=Greatest("applied_at", "undone_at"))
    return held.filter(state__in=SETTLED, settled__lt=before) | held.filter(
        state=ImportState.FAILED
    )


def delete_overdue(*, days: int, dry_run: bool = False) -> int:
    """Delete the files that are needed no more; returns how many."""
    due = overdue(days)
    if dry_run:
        return due.count()
    number = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Not one that somebody is working on at this moment.
            batch = due.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if batch:
                ImportBatch.objects.filter(pk=pk).update(**without_file(batch))
                number += 1
    return number
