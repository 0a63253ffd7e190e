"""The long parts, done by whoever holds the batch's lease; what a killed worker left is redone.

The batch is the job (design §4.1). A lease says who works on it; the number of the attempt
guards against a worker that comes back late. What an attempt writes, it writes in one
transaction together with the new state, so that nothing is ever half applied or applied twice.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pghistory
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, connections, transaction
from django.db.models import F, Q
from django.utils import timezone

from diz_portal import leases
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.storage import WHILE_AWAY, StorageAway

from . import checking, kinds
from .files import without_file
from .models import AT_WORK, Batch, ImportState
from .refusals import ChangedSincePreview

logger = logging.getLogger(__name__)
LEASE = leases.LEASE
MAX_ATTEMPTS = 3
OUR_FAULT = (
    "Something went wrong and no changes were made. Try again. If it happens again, tell a "
    "programme manager the name of the file."
)


class TakenOver(Exception):
    """Another worker took the job while this one was away: whatever this one did is dropped."""


def run(label: str, batch_id: int) -> None:
    """Take the job if nobody has it, and do it. `label` names the table of the batch."""
    rows = apps.get_model(label)._default_manager
    taken = _waiting(rows.filter(pk=batch_id)).update(
        lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1
    )
    if taken:
        work(rows.get(pk=batch_id))


def _waiting(batches: Any) -> Any:
    """Those that want a worker and have none."""
    now = timezone.now()
    return batches.filter(state__in=AT_WORK).filter(Q(lease_until=None) | Q(lease_until__lt=now))


def work(batch: Batch, *, approved_by: User | None = None) -> None:
    """Do the job that this attempt holds the lease of. `approved_by` stands in for an import
    from the command line, which nobody signed in for."""
    if batch.attempts > MAX_ATTEMPTS:
        _give_up(batch, OUR_FAULT)
        return
    does = {
        ImportState.CHECKING: _check,
        ImportState.APPLYING: _apply,
        ImportState.UNDOING: _undo,
    }[ImportState(batch.state)]
    by = batch.undone_by_id if batch.state == ImportState.UNDOING else batch.applied_by_id
    try:
        context = {"user": by or batch.uploaded_by_id, "imports": batch.reference}
        if batch.corrections_reason:
            context["reason"] = batch.corrections_reason
        with leases.kept(batch, "attempts"), pghistory.context(**context):
            does(batch, approved_by)
    except StorageAway:
        # Its file is where nobody can read it now: it is tried again, as often as it takes.
        later = timezone.now() + WHILE_AWAY
        _mine(batch).update(lease_until=later, attempts=F("attempts") - 1)
    except Refusal as refusal:
        _give_up(batch, refusal.message)
    except TakenOver:
        logger.warning("Another worker has taken over import %s.", batch.reference)
    except Exception:
        logger.exception("Import %s failed on attempt %s.", batch.reference, batch.attempts)
        if batch.attempts >= MAX_ATTEMPTS:
            _give_up(batch, OUR_FAULT)
        else:
            _mine(batch).update(lease_until=timezone.now())


def sweep() -> int:
    """Do what no bell announced and what killed workers left; the number of jobs found."""
    found = [
        (label, key)
        for label in kinds.models()
        for key in _waiting(apps.get_model(label)._default_manager)
        .order_by("uploaded_at")
        .values_list("pk", flat=True)
    ]
    for label, key in found:
        run(label, key)
    return len(found)


# Parts ------------------------------------------------------------------------------------


def _mine(batch: Batch):
    """The batch as long as this attempt still holds it."""
    return type(batch)._default_manager.filter(
        pk=batch.pk, state=batch.state, attempts=batch.attempts
    )


def _finish(batch: Batch, state: str, **fields: Any) -> None:
    values = {"state": state, "lease_until": None, "attempts": 0, "problem": "", **fields}
    if not _mine(batch).update(**values):
        raise TakenOver
    for name, value in values.items():
        setattr(batch, name, value)


def _give_up(batch: Batch, sentence: str) -> None:
    """Back to where the person can act, with the reason."""
    back = {
        ImportState.CHECKING: ImportState.FAILED,
        ImportState.APPLYING: ImportState.CHECKED,
        ImportState.UNDOING: ImportState.APPLIED,
    }[ImportState(batch.state)]
    fields: dict[str, Any] = {"problem": sentence[:500]}
    if back == ImportState.CHECKED:
        fields["applied_by"] = None
    if back == ImportState.APPLIED:
        fields["undone_by"] = None
    with contextlib.suppress(TakenOver), transaction.atomic():
        # One that failed is never looked at again: the corrected file is a new import.
        if back == ImportState.FAILED:
            fields |= without_file(batch)
        _finish(batch, back, **fields)


def _check(batch: Batch, approved_by: User | None) -> None:
    last = time.monotonic()

    def progress(done: int) -> None:
        nonlocal last
        if time.monotonic() - last > 0.5:
            last = time.monotonic()
            if not _mine(batch).update(done=done, lease_until=timezone.now() + LEASE):
                raise TakenOver

    preview = checking.check(batch, progress)
    try:
        with transaction.atomic():
            checking.store(batch, preview)
            words = [word for word, _ in preview.unknown_words.most_common(100)]
            asked = {**batch.found, "words": words}
            # The command has nobody to ask: there an unknown word stays an error of its row.
            state = ImportState.CHECKED
            if words and batch.uploaded_by_id:
                state = ImportState.UPLOADED
            total = preview.rows_read
            _finish(batch, state, summary=batch.summary, found=asked, done=total, total=total)
    finally:
        preview.close()


def _apply(batch: Batch, approved_by: User | None) -> None:
    by = batch.applied_by or approved_by
    with _told(batch) as progress:
        try:
            with transaction.atomic():
                _one_at_a_time(batch)
                kinds.of(batch).apply(batch, by=by, progress=progress)
                _finish(batch, ImportState.APPLIED, applied_at=timezone.now(), done=batch.total)
        except IntegrityError as error:
            raise ChangedSincePreview(
                "No changes were made, because someone else added or changed one of these records "
                "at the same time. Check the file again"
            ) from error


def _undo(batch: Batch, approved_by: User | None) -> None:
    by = batch.undone_by or approved_by
    with _told(batch) as progress, transaction.atomic():
        _one_at_a_time(batch)
        kinds.of(batch).undo(batch, by=by, progress=progress)
        _finish(batch, ImportState.UNDONE, undone_at=timezone.now(), done=batch.total)


def _one_at_a_time(batch: Batch) -> None:
    """Imports into one place wait for each other; one that waited too long finds itself done."""
    kinds.of(batch).hold(batch)
    if not _mine(batch).exists():
        raise TakenOver


@contextlib.contextmanager
def _told(batch: Batch) -> Iterator[Callable[[float], None]]:
    """Progress of a transaction still open, told through a connection of its own."""
    if batch.total < 2_000:
        yield lambda _: None
        return
    told = connections[DEFAULT_DB_ALIAS].copy("progress")
    sql = (
        f'UPDATE "{batch._meta.db_table}" SET done = %s, lease_until = %s '  # noqa: S608
        "WHERE id = %s AND state = %s AND attempts = %s"
    )

    def progress(share: float) -> None:
        until = timezone.now() + LEASE
        done = int(batch.total * share)
        # Progress is a courtesy: it never holds up or fails the work itself.
        with contextlib.suppress(DatabaseError), told.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
            cursor.execute(sql, [done, until, batch.pk, batch.state, batch.attempts])

    try:
        yield progress
    finally:
        told.close()
