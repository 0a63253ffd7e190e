"""Bringing files into a project: upload, match, check, apply all or nothing, undo.

The long parts run in the background: these functions set the batch's state and ring; what
then happens is in `projects.imports.jobs`.
"""

import datetime
import hashlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from diz_portal import quotas
from diz_portal.access import NotNow
from diz_portal.accounts.models import User
from diz_portal.references import new_reference
from diz_portal.tables import FileRefused, Limits, Table
from projects.imports import fields, jobs
from projects.imports.checking import open_batch
from projects.imports.files import delete_overdue
from projects.imports.models import (
    IMPORT_MOVES,
    NEVER_APPLIED,
    ImportAction,
    ImportBatch,
    ImportKind,
    ImportMapping,
    ImportSource,
    ImportState,
)
from projects.portfolio.models import Project

EXAMPLES_FROM = 20
SCOPE_NEEDED = (
    "This import changes which sites are in the project's scope. The lead of the organisation "
    "that leads the project, or a programme manager, has to apply it."
)


ROWS_GONE = (
    "The rows of this import were deleted a year after it was uploaded, so it can no longer be "
    "undone. Change the records one by one, or import a file that says how they should be."
)


def upload(
    *, project: Project, kind: str, file: Any, supplier: str = "", by: User | None
) -> ImportBatch:
    """Take a file in: read its headings, match what can be matched, store it.

    A file that cannot be read is refused here and leaves nothing behind. When every heading
    is matched (by name, or as last time for this supplier) the check starts at once.
    """
    Limits().check_size(file.size)
    name = PurePath(str(file.name).replace("\\", "/")).name[-200:] or "file"
    supplier = " ".join(supplier.split())
    batch = ImportBatch(
        project=project,
        kind=kind,
        supplier=supplier,
        file_name=name,
        sha256=_digest(file),
        size=file.size,
        uploaded_by=by,
    )
    # Before the file is written, and once more when its row is: another may have come between.
    with transaction.atomic():
        quotas.require_room(file.size, by=by)
    # The name people gave it is kept in the row; the stored one tells nothing.
    batch.file.save(f"{new_reference()}{PurePath(name).suffix.lower()[:6]}", File(file), save=False)
    try:
        table = open_batch(batch)
        _describe(batch, table)
        with transaction.atomic():
            quotas.require_room(batch.size, by=by)
            batch.save()
            if by is not None and is_matched(batch):
                _start(batch, ImportState.CHECKING)
    except BaseException:
        batch.file.close()
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


def _describe(batch: ImportBatch, table: Table) -> None:
    """What the file holds, and what we make of it before anybody is asked."""
    if not table.headings:
        if batch.kind != ImportKind.SITES:
            raise FileRefused("This is the NHS list of practices: import it as sites.")
        batch.source = ImportSource.EPRACCUR
        return
    remembered = mapping_of(batch)
    batch.headings = fields.match_headings(
        batch.kind, table.headings, remembered.headings if remembered else {}
    )
    batch.stage_words = remembered.stage_words if remembered else {}
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


def mapping_of(batch: ImportBatch) -> ImportMapping | None:
    """What was matched the last time a file of this supplier came in."""
    return ImportMapping.objects.filter(
        project=batch.project, kind=batch.kind, supplier__iexact=batch.supplier
    ).first()


def is_matched(batch: ImportBatch) -> bool:
    """Whether nothing about the headings needs to be asked."""
    if batch.source == ImportSource.EPRACCUR:
        return True
    if fields.missing(batch.kind, batch.headings):
        return False
    return mapping_of(batch) is not None or all(batch.headings.values())


@transaction.atomic
def match(
    *, batch: ImportBatch, headings: dict[str, str], stage_words: dict[str, str], by: User
) -> ImportBatch:
    """Say what the file's headings and stage words mean, remember it, and start the check."""
    batch = _locked(batch)
    if lacking := fields.missing(batch.kind, headings):
        raise NotNow(lacking)
    given = [name for name in headings.values() if name]
    labels = {field.name: field.label for field in fields.FIELDS[batch.kind]}
    for name in given:
        if given.count(name) > 1:
            raise NotNow(f"Two columns are matched to {labels[name]}: choose one of them.")
    batch.headings = headings
    batch.stage_words = {**batch.stage_words, **stage_words}
    ImportMapping.objects.update_or_create(
        project=batch.project,
        kind=batch.kind,
        supplier=batch.supplier,
        defaults={
            "headings": batch.headings,
            "stage_words": batch.stage_words,
            "used_at": timezone.now(),
        },
    )
    _start(batch, ImportState.CHECKING)
    return batch


@transaction.atomic
def check_again(*, batch: ImportBatch, by: User) -> ImportBatch:
    batch = _locked(batch)
    _start(batch, ImportState.CHECKING)
    return batch


@transaction.atomic
def apply(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Ask for the preview to be written, all of it or nothing."""
    batch = _locked(batch)
    if batch.state != ImportState.CHECKED:
        raise NotNow(f"The import is {batch.get_state_display().lower()}: it cannot be applied.")
    if batch.has_errors:
        raise NotNow("Some rows have errors: correct them in the file and upload it again.")
    if not batch.can_be_applied:
        raise NotNow(batch.why_nothing_changes)
    _require_scope(batch, by)
    batch.applied_by = by
    _start(batch, ImportState.APPLYING)
    return batch


@transaction.atomic
def undo(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Ask for an applied import to be taken back, which works while nobody touched its work."""
    batch = _locked(batch)
    if batch.state != ImportState.APPLIED:
        raise NotNow(f"The import is {batch.get_state_display().lower()}: it cannot be undone.")
    if rows_are_gone(batch):
        raise NotNow(ROWS_GONE)
    _require_scope(batch, by)
    batch.undone_by = by
    _start(batch, ImportState.UNDOING)
    return batch


def rows_are_gone(batch: ImportBatch) -> bool:
    """An import is undone from its rows, which are not kept for good; its file is not needed."""
    had = batch.summary.get("create", 0) + batch.summary.get("change", 0)
    return had > 0 and not batch.rows.exclude(action=ImportAction.ERROR).exists()


@transaction.atomic
def discard(*, batch: ImportBatch, by: User) -> None:
    """Throw away an import that was never applied, with its file."""
    batch = _locked(batch)
    if batch.state not in NEVER_APPLIED:
        raise NotNow(f"The import is {batch.get_state_display().lower()}: it stays on record.")
    _throw_away(batch)


def clear_old(*, days: int, dry_run: bool = False) -> int:
    """What retention does with imports: what was never applied goes, of the rest the files."""
    return discard_old(days=days, dry_run=dry_run) + delete_overdue(days=days, dry_run=dry_run)


def discard_old(*, days: int, dry_run: bool = False) -> int:
    """Throw away what was uploaded so long ago and never applied; returns how many files."""
    old = ImportBatch.objects.filter(
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


def _throw_away(batch: ImportBatch) -> None:
    file = batch.file
    batch.rows.all().delete()
    batch.delete()
    transaction.on_commit(lambda: file.delete(save=False), robust=True)


def changes_scope(batch: ImportBatch) -> bool:
    return bool(batch.summary.get("scope_in") or batch.summary.get("scope_out"))


def _require_scope(batch: ImportBatch, by: User) -> None:
    if changes_scope(batch) and not by.has_perm("projects.change_scope", batch.project):
        raise NotNow(SCOPE_NEEDED)


def _locked(batch: ImportBatch) -> ImportBatch:
    return (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("project")
        .get(pk=batch.pk)
    )


def _start(batch: ImportBatch, state: ImportState, *, ring: bool = True) -> None:
    if state not in IMPORT_MOVES[ImportState(batch.state)]:
        raise NotNow(f"The import is {batch.get_state_display().lower()}: that cannot be done now.")
    batch.state = state
    batch.problem = ""
    batch.done = 0
    batch.attempts = 0
    batch.lease_until = None
    batch.save()
    if ring:
        transaction.on_commit(lambda: _ring(batch.pk), robust=True)


def _ring(key: int) -> None:
    from projects.imports.tasks import run_import

    run_import.delay(key)


# From the command line ---------------------------------------------------------------------


def check_now(batch: ImportBatch) -> ImportBatch:
    """Check in this process, as the command does; a file that cannot be read is a Refusal."""
    if lacking := _lacking(batch):
        raise FileRefused(lacking)
    _take(batch, ImportState.CHECKING)
    jobs.work(batch)
    return _outcome(batch, ImportState.CHECKED)


def apply_now(batch: ImportBatch, *, approved_by: User | None) -> ImportBatch:
    if changes_scope(batch) and approved_by is None:
        raise NotNow(
            "Some sites come into the project's scope, and the ledger names who approved that: "
            "say who with --by EMAIL."
        )
    _take(batch, ImportState.APPLYING)
    jobs.work(batch, approved_by=approved_by)
    return _outcome(batch, ImportState.APPLIED)


def _lacking(batch: ImportBatch) -> str:
    if batch.source == ImportSource.EPRACCUR:
        return ""
    lacking = fields.missing(batch.kind, batch.headings)
    if not lacking:
        return ""
    found = ", ".join(f"“{heading}”" for heading in _some(batch.found.get("headings", [])))
    return (
        "No heading of the file is ODS code or UPRN, so no row can be recognised. "
        f"Its headings are: {found}."
    )


def _some(headings: Iterable[str]) -> list[str]:
    return list(headings)[:12]


def _take(batch: ImportBatch, state: ImportState) -> None:
    """Start the job and hold its lease from the first moment, so that no worker takes it too."""
    with transaction.atomic():
        _start(batch, state, ring=False)
        batch.attempts = 1
        batch.lease_until = timezone.now() + jobs.LEASE
        batch.save(update_fields=["attempts", "lease_until"])


def _outcome(batch: ImportBatch, wanted: ImportState) -> ImportBatch:
    batch.refresh_from_db()
    if batch.state != wanted:
        raise NotNow(batch.problem or "Another process took the import over.")
    return batch
