"""A file on its way in: upload, match, check, apply all or nothing, undo.

The long parts run in the background: these functions set the batch's state and ring; what
then happens is in `jobs`. What people say of single rows is in `choosing`.
"""

import contextlib
import datetime
import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from diz_portal import doorbell, quotas, scanning
from diz_portal.access import NotNow
from diz_portal.accounts.models import User
from diz_portal.references import new_reference
from diz_portal.tables import FileRefused, Table

from . import headings as words_of_files
from . import jobs, kinds
from .checking import open_batch
from .files import delete_overdue
from .models import IMPORT_MOVES, NEVER_APPLIED, Batch, ImportAction, ImportState, Mapping

EXAMPLES_FROM = 20
ROWS_GONE = (
    "The rows of this import were deleted one year after it was uploaded, so you can no longer "
    "undo "
    "it. Change the records one by one, or import a file with the correct values."
)


def upload(batch: Batch, file: Any, *, after: Batch | None = None) -> Any:
    """Take a file in: read its headings, match what can be matched, store it.

    `batch` says what the file is and whose, and is not stored yet; `after` is the import that this
    file corrects, whose headings and words mean the same in this one. A file that cannot be read
    is refused here and leaves nothing behind. When every heading is matched (by name, or as last
    time for this supplier) the check starts at once.
    """
    kinds.of(batch).limits.check_size(file.size)
    scanning.require_clean(file)
    name = PurePath(str(file.name).replace("\\", "/")).name[-200:] or "file"
    batch.supplier = " ".join(batch.supplier.split())
    batch.file_name, batch.sha256, batch.size = name, _digest(file), file.size
    by = batch.uploaded_by
    # Before the file is written, and once more when its row is: another may have come between.
    with transaction.atomic():
        quotas.require_room(file.size, by=by)
    # The name people gave it is kept in the row; the stored one tells nothing.
    batch.file.save(f"{new_reference()}{PurePath(name).suffix.lower()[:6]}", File(file), save=False)
    try:
        table = open_batch(batch)
        _describe(batch, table, after)
        with transaction.atomic():
            quotas.require_room(batch.size, by=by)
            batch.save()
            if by is not None and is_matched(batch, after):
                _start(batch, ImportState.CHECKING)
    except BaseException:
        batch.file.close()
        with contextlib.suppress(OSError):  # what stays is swept up
            batch.file.delete(save=False)
        raise
    batch.file.close()
    return batch


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in iter(lambda: file.read(1 << 20), b""):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _describe(batch: Batch, table: Table, after: Batch | None) -> None:
    """What the file holds, and what we make of it before anybody is asked."""
    kind = kinds.of(batch)
    if not table.headings:
        batch.source = kind.list_source
        return
    sources: list[Any] = [source for source in (mapping_of(batch), after) if source]
    for source in sources:
        batch.headings, batch.words = (
            {**batch.headings, **source.headings},
            {**batch.words, **source.words},
        )
    batch.headings = words_of_files.match(kind, table.headings, batch.headings)
    batch.found = {
        "headings": [heading for heading in table.headings if heading],
        "examples": _examples(table),
    }


def _examples(table: Table) -> dict[str, str]:
    """For each heading the first cell below it that is not blank."""
    examples: dict[str, str] = {}
    for row, _ in zip(table.rows(), range(EXAMPLES_FROM), strict=False):
        for heading, cell in zip(table.headings, row.cells, strict=False):
            if heading and cell not in (None, "") and heading not in examples:
                examples[heading] = _as_written(cell).replace("\0", "")[:80]
    return examples


def _as_written(cell: Any) -> str:
    """A cell as its sheet shows it."""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, datetime.date) else str(cell)


def _mappings(batch: Batch) -> Any:
    return type(batch).MAPPING._default_manager.filter(  # type: ignore[attr-defined]
        **batch.scope, kind=batch.kind
    )


def mapping_of(batch: Batch) -> Mapping | None:
    """What was matched the last time a file of this supplier came in."""
    return _mappings(batch).filter(supplier__iexact=batch.supplier).first()


def is_matched(batch: Batch, after: Batch | None = None) -> bool:
    """Whether nothing about the headings needs to be asked."""
    if not batch.is_table:
        return True
    if words_of_files.missing(kinds.of(batch), batch.headings):
        return False
    if not kinds.of(batch).asks_about_columns or all(batch.headings.values()):
        return True
    return bool(after) or mapping_of(batch) is not None


@transaction.atomic
def match(*, batch: Batch, headings: dict[str, str], words: dict[str, str], by: User) -> Any:
    """Say what the file's headings and words mean, remember it, and start the check."""
    batch, kind = locked(batch), kinds.of(batch)
    if lacking := words_of_files.missing(kind, headings):
        raise NotNow(lacking)
    given = [name for name in headings.values() if name]
    labels = {field.name: field.label for field in kind.fields}
    for name in given:
        if given.count(name) > 1:
            raise NotNow(f"2 columns are matched to {labels[name]}. Select one of them")
    batch.headings = headings
    batch.words = {**batch.words, **words}
    _mappings(batch).update_or_create(
        **batch.scope,
        kind=batch.kind,
        supplier=batch.supplier,
        defaults={
            "headings": batch.headings,
            "words": batch.words,
            "used_at": timezone.now(),
        },
    )
    _start(batch, ImportState.CHECKING)
    return batch


@transaction.atomic
def check_again(*, batch: Batch, by: User) -> Any:
    batch = locked(batch)
    _start(batch, ImportState.CHECKING)
    return batch


@transaction.atomic
def apply(*, batch: Batch, by: User) -> Any:
    """Ask for the preview to be written, all of it or nothing."""
    batch = locked(batch)
    if batch.state != ImportState.CHECKED:
        raise NotNow(
            "You cannot apply this import because its status is "
            f"“{batch.status}”. Reload the page to see what you can do"
        )
    if batch.has_errors:
        raise NotNow(
            "Some rows have errors. Leave them out, or correct them in the file and upload it again"
        )
    if not batch.can_be_applied:
        raise NotNow(batch.why_nothing_changes)
    _require_may(batch, by)
    batch.applied_by = by
    _start(batch, ImportState.APPLYING)
    return batch


@transaction.atomic
def undo(*, batch: Batch, by: User) -> Any:
    """Ask for an applied import to be taken back, which works while nobody touched its work."""
    batch = locked(batch)
    if batch.state != ImportState.APPLIED:
        raise NotNow(
            f"You cannot undo this import because its status is “{batch.status}”."
            " Reload the page to see what you can do"
        )
    if rows_are_gone(batch):
        raise NotNow(ROWS_GONE)
    _require_may(batch, by)
    batch.undone_by = by
    _start(batch, ImportState.UNDOING)
    return batch


def _require_may(batch: Batch, by: User) -> None:
    if why_not := kinds.of(batch).why_not(batch, by):
        raise NotNow(why_not)


def rows_are_gone(batch: Any) -> bool:
    """An import is undone from its rows, which are not kept for good; its file is not needed."""
    did = [ImportAction.CREATE, ImportAction.CHANGE, ImportAction.CORRECT, ImportAction.DOUBLE]
    return batch.changes > 0 and not batch.rows.filter(action__in=did).exists()


@transaction.atomic
def discard(*, batch: Batch, by: User) -> None:
    """Throw away an import that was never applied, with its file."""
    batch = locked(batch)
    if batch.state not in NEVER_APPLIED:
        raise NotNow(
            "You cannot discard this import because its status is "
            f"“{batch.status}”. Reload the page to see what you can do"
        )
    _throw_away(batch)


def clear_old(model: type[Batch], *, days: int, dry_run: bool = False) -> int:
    """What retention does with imports: what was never applied goes, of the rest the files."""
    return discard_old(model, days=days, dry_run=dry_run) + delete_overdue(
        model, days=days, dry_run=dry_run
    )


def discard_old(model: type[Batch], *, days: int, dry_run: bool = False) -> int:
    """Throw away what was uploaded so long ago and never applied; returns how many files."""
    old = model._default_manager.filter(
        state__in=NEVER_APPLIED, uploaded_at__lt=timezone.now() - datetime.timedelta(days=days)
    )
    if dry_run:
        return old.count()
    number = 0
    for pk in list(old.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Not one that somebody is working on at this moment.
            batch = old.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if batch:
                _throw_away(batch)
                number += 1
    return number


def _throw_away(batch: Any) -> None:
    file = batch.file
    batch.rows.all().delete()
    batch.delete()
    transaction.on_commit(lambda: file.delete(save=False), robust=True)


def locked(batch: Batch) -> Any:
    """The batch as it is now, held until the transaction ends."""
    rows = type(batch)._default_manager.select_for_update(of=("self",))
    return rows.select_related(*batch.SCOPE).get(pk=batch.pk)


def _start(batch: Batch, state: ImportState, *, ring: bool = True) -> None:
    if state not in IMPORT_MOVES[ImportState(batch.state)]:
        raise NotNow(
            f"You cannot do this because the import’s status is “{batch.status}”."
            " Reload the page to see what you can do"
        )
    batch.state = state
    batch.problem = ""
    batch.done = 0
    batch.attempts = 0
    batch.lease_until = None
    batch.save()
    if ring:
        transaction.on_commit(lambda: _ring(batch), robust=True)


def _ring(batch: Batch) -> None:
    from .tasks import run_import

    doorbell.ring(lambda: run_import.delay(batch._meta.label, batch.pk))


# From the command line ---------------------------------------------------------------------


def check_now(batch: Batch) -> Any:
    """Check in this process, as the command does; a file that cannot be read is a Refusal."""
    if batch.is_table and words_of_files.missing(kinds.of(batch), batch.headings):
        raise FileRefused(_lacking(batch))
    _take(batch, ImportState.CHECKING)
    jobs.work(batch)
    return _outcome(batch, ImportState.CHECKED)


def apply_now(batch: Batch, *, approved_by: User | None) -> Any:
    _take(batch, ImportState.APPLYING)
    jobs.work(batch, approved_by=approved_by)
    return _outcome(batch, ImportState.APPLIED)


def _lacking(batch: Batch) -> str:
    kind = kinds.of(batch)
    labels = {field.name: field.label for field in kind.fields}
    words = " or ".join(labels[name] for group in kind.needed for name in group)
    found = ", ".join(f"“{heading}”" for heading in batch.found.get("headings", [])[:12])
    return (
        f"The file has no column for {words}, so its rows cannot be recognised. Add the column, or "
        f"change a heading. Its headings are: {found}"
    )


def _take(batch: Batch, state: ImportState) -> None:
    """Start the job and hold its lease from the first moment, so that no worker takes it too."""
    with transaction.atomic():
        _start(batch, state, ring=False)
        batch.attempts = 1
        batch.lease_until = timezone.now() + jobs.LEASE
        batch.save(update_fields=["attempts", "lease_until"])


def _outcome(batch: Batch, wanted: ImportState) -> Any:
    batch.refresh_from_db()
    if batch.state != wanted:
        raise NotNow(batch.problem or "Another process has taken over the import")
    return batch
