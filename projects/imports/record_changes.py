"""Applying and undoing an import of milestones or risks."""

from typing import Any

from django.db.models import Model, ProtectedError

from diz_portal.privacy.registry import field_at
from projects.imports.applying import ChangedSincePreview
from projects.imports.existing import plain
from projects.imports.models import ImportAction, ImportBatch, ImportRow
from projects.imports.records import MODELS, WORDS
from projects.imports.undoing import TouchedSince


def _set(record: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, field_at(type(record), name).to_python(value))


def _as_it_is(record: Model) -> dict[str, Any]:
    apart = {"id", "reference", "project"}
    return {
        field.attname: plain(getattr(record, field.attname))
        for field in record._meta.concrete_fields
        if field.name not in apart
    }


def _rows(batch: ImportBatch, action: str) -> list[ImportRow]:
    return list(batch.rows.filter(action=action).order_by("pk"))


def _locked(batch: ImportBatch, keys: list[int | None]) -> dict[int, Any]:
    records = MODELS[batch.kind].objects.filter(  # type: ignore[attr-defined]
        project_id=batch.project_id, pk__in=[key for key in keys if key]
    )
    return {record.pk: record for record in records.order_by("pk").select_for_update(of=("self",))}


def apply_records(batch: ImportBatch) -> None:
    model = MODELS[batch.kind]
    word = WORDS[batch.kind]
    changes = _rows(batch, ImportAction.CHANGE)
    records = _locked(batch, [row.record_id for row in changes])
    for row in changes:
        record = records.get(row.record_id or 0)
        if record is None or any(
            plain(getattr(record, name)) != before for name, (before, _) in row.values.items()
        ):
            raise ChangedSincePreview(
                f"Nothing was applied: the {word} “{row.label}” has changed since this preview. "
                "Check the file again to see what it would change now."
            )
        _set(record, {name: after for name, (_, after) in row.values.items()})
        record.save()
    titles = {
        title.casefold()
        for title in model.objects.filter(project_id=batch.project_id).values_list(  # type: ignore[attr-defined]
            "title", flat=True
        )
    }
    for row in _rows(batch, ImportAction.CREATE):
        if row.values["title"].casefold() in titles:
            raise ChangedSincePreview(
                f"Nothing was applied: the {word} “{row.label}” was added by somebody else since "
                "this preview. Check the file again to see what it would change now."
            )
        record = model(project_id=batch.project_id)
        _set(record, row.values)
        record.save()
        # All of it as it was made, so that an undo sees any later change.
        row.values = _as_it_is(record)
        row.record_id = record.pk
        row.save(update_fields=["record_id", "values"])


def undo_records(batch: ImportBatch) -> None:
    created = _rows(batch, ImportAction.CREATE)
    changed = _rows(batch, ImportAction.CHANGE)
    records = _locked(batch, [row.record_id for row in created + changed])
    for row in created + changed:
        record = records.get(row.record_id or 0)
        is_new = row.action == ImportAction.CREATE
        after = {name: value if is_new else value[1] for name, value in row.values.items()}
        if record is None or any(
            plain(getattr(record, name)) != value for name, value in after.items()
        ):
            raise TouchedSince(
                f"The import cannot be undone: the {WORDS[batch.kind]} “{row.label}” has been "
                "changed since."
            )
        if is_new:
            try:
                record.delete()
            except ProtectedError as error:
                raise TouchedSince(
                    f"The import cannot be undone: “{row.label}” is in use by now."
                ) from error
        else:
            _set(record, {name: before for name, (before, _) in row.values.items()})
            record.save()
