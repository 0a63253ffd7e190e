"""Imports as they are read: the list, and a preview's rows in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from diz_portal.places.models import District
from diz_portal.words import uk_date
from partners.models import Organisation
from projects.imports.fields import FIELDS
from projects.imports.models import ImportBatch, ImportRow, ImportState
from projects.portfolio.models import Project
from projects.rollout.stages import Stage

# Columns of the database that are not fields of a file under the same name.
LABELS = {
    "district_id": "District",
    "owner_id": "Owner",
    "stage_on": "Stage date",
    "source_inactive_on": "No longer active in the NHS list since",
}
HIDDEN = {"reference"}


@dataclass
class Change:
    label: str
    before: str
    after: str


@dataclass
class Shown:
    """One row of the preview, in words."""

    number: int
    sheet: str
    label: str
    changes: list[Change] = field(default_factory=list)
    errors: list[dict[str, str]] = field(default_factory=list)


def of_project(project: Project) -> QuerySet[ImportBatch]:
    return project.import_batches.select_related("uploaded_by", "applied_by", "undone_by")


def applied_before(batch: ImportBatch) -> ImportBatch | None:
    """An earlier import of the very same file, still standing."""
    return (
        ImportBatch.objects.filter(
            project=batch.project, sha256=batch.sha256, state=ImportState.APPLIED
        )
        .exclude(pk=batch.pk)
        .order_by("-applied_at")
        .first()
    )


def shown(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[Shown]:
    rows = list(rows)
    words = _Words(batch, rows)
    return [
        Shown(
            number=row.number,
            sheet=row.sheet,
            label=row.label,
            changes=words.changes(row),
            errors=row.errors,
        )
        for row in rows
    ]


class _Words:
    """Values of a preview as people read them, with names looked up once for all rows."""

    def __init__(self, batch: ImportBatch, rows: list[ImportRow]):
        self._labels = {f.name: f.label for f in FIELDS[batch.kind]} | LABELS
        self._order = {name: at for at, name in enumerate(self._labels)}
        self._names = {
            "district_id": dict(District.objects.values_list("pk", "name")),
            "owner_id": {},
        }
        owners = set()
        for row in rows:
            value = row.values.get("owner_id")
            owners.update(value if isinstance(value, list) else [value])
        if owners - {None}:
            found = Organisation.objects.filter(pk__in=owners - {None})
            self._names["owner_id"] = dict(found.values_list("pk", "name"))

    def changes(self, row: ImportRow) -> list[Change]:
        made = []
        for name, value in sorted(
            row.values.items(), key=lambda item: self._order.get(item[0], 99)
        ):
            if name in HIDDEN or (row.action == "create" and value in (None, "")):
                continue
            before, after = value if row.action == "change" else (None, value)
            made.append(
                Change(
                    self._labels.get(name, name), self._word(name, before), self._word(name, after)
                )
            )
        return made

    def _word(self, name: str, value: Any) -> str:
        if name == "stage_on" and value is None:
            return "the day it is applied"
        if value is None or value == "":
            return "empty"
        if name in self._names:
            return self._names[name].get(value, str(value))
        if name == "stage":
            return Stage(value).label
        if name.endswith("_on"):
            return uk_date(date.fromisoformat(value))
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value)
