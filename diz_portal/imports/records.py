"""Applying and undoing an import into a table of some hundred rows, whose records are called by a
name: all of them, or none and why."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model, ProtectedError, Q, QuerySet

from diz_portal.names import folded
from diz_portal.privacy.registry import field_at

from .models import Batch, ImportAction
from .refusals import ChangedSincePreview, TouchedSince

NEW = Q(action=ImportAction.CREATE) | Q(action=ImportAction.DOUBLE, taken=True)
CHANGED = Q(action=ImportAction.CHANGE) | Q(action=ImportAction.CORRECT, taken=True)


def plain(value: Any) -> Any:
    """As it stands in a preview: dates, decimals and permanent numbers as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def same(before: Any, after: Any) -> bool:
    """Whether a file says what is stored already. Browsers end a line in their own way."""
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) < 1e-6
    if before.__class__ is str and "\r" in before:
        before = before.replace("\r\n", "\n").replace("\r", "\n")
    return before == after


def rows_of(batch: Any, which: Q) -> list[Any]:
    return list(batch.rows.filter(which).order_by("pk"))


def differs(record: Model, values: dict[str, Any]) -> bool:
    return any(plain(getattr(record, name)) != value for name, value in values.items())


def put(record: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, field_at(type(record), name).to_python(value))


def _as_it_is(record: Model, apart: Iterable[str]) -> dict[str, Any]:
    return {
        field.attname: plain(getattr(record, field.attname))
        for field in record._meta.concrete_fields
        if field.name not in apart
    }


def _locked(within: QuerySet[Any], rows: list[Any]) -> dict[int, Any]:
    keys = [row.record_id for row in rows if row.record_id]
    found = within.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    return {record.pk: record for record in found}


def apply_records(
    batch: Batch, within: QuerySet[Any], *, noun: str, titled: str, given: dict[str, Any]
) -> None:
    """Write the preview into `within`, the records that the file could mean. `given` is what each
    new one has besides what its row says; `titled` the column by which no two are called alike."""
    changes = rows_of(batch, CHANGED)
    records = _locked(within, changes)
    for row in changes:
        record = records.get(row.record_id or 0)
        if record is None or differs(record, {name: was for name, (was, _) in row.values.items()}):
            raise ChangedSincePreview(
                f"No changes were made, because the {noun} “{row.label}” changed after this "
                "preview. Check the file again"
            )
        put(record, {name: after for name, (_, after) in row.values.items()})
        record.save()
    titles = {folded(title) for title in within.values_list(titled, flat=True)}
    for row in rows_of(batch, NEW):
        if folded(row.values[titled]) in titles:
            raise ChangedSincePreview(
                f"No changes were made, because someone else added the {noun} “{row.label}” after "
                "this preview. Check the file again"
            )
        record = within.model(**given)
        put(record, row.values)
        record.save()
        # All of it as it was made, so that an undo sees any later change.
        row.values = _as_it_is(record, {"id", "reference", *given})
        row.record_id = record.pk
        row.save(update_fields=["record_id", "values"])


def undo_records(batch: Batch, within: QuerySet[Any], *, noun: str) -> None:
    made, changed = rows_of(batch, NEW), rows_of(batch, CHANGED)
    records = _locked(within, made + changed)
    for row in made + changed:
        record = records.get(row.record_id or 0)
        is_new = row in made
        after = {name: value if is_new else value[1] for name, value in row.values.items()}
        if record is None or differs(record, after):
            raise TouchedSince(
                f"You cannot undo this import, because the {noun} “{row.label}” has changed "
                "since. Correct the records one by one"
            )
        if is_new:
            try:
                record.delete()
            except ProtectedError as error:
                raise TouchedSince(
                    f"You cannot undo this import, because “{row.label}” is now in use. "
                    "Correct the records one by one"
                ) from error
        else:
            put(record, {name: before for name, (before, _) in row.values.items()})
            record.save()
