"""What was changed, field by field, in the words of the forms: read from pghistory's tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.text import capfirst
from pghistory.models import Event

from diz_portal.accounts.models import User
from diz_portal.words import uk_date, uk_datetime

from .registry import Part, Tracked

NOTHING = "empty"
# How pghistory calls the row that is written when a record is.
BEGINNING = "insert"
# Of one record; older ones are kept and counted, and can be asked for in the database.
MOST = 500


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change of a record, or of a part of it; `by` is nobody's name when the portal did it."""

    at: datetime
    by: str
    what: str
    changes: tuple[Change, ...]
    # What whoever did it gave as the reason, where one was asked for.
    why: str = ""


# A row of the trail: its columns are those of the model it is about, and pghistory's own.
Row = Any


def events_of(model: type[Model]) -> Any:
    return next(
        one
        for one in apps.get_models()
        if issubclass(one, Event) and getattr(one, "pgh_tracked_model", None) is model
    )


def history(tracked: Tracked, record: Model) -> list[Entry]:
    """The newest first. As many queries for a long history as for a short one."""
    found: list[tuple[Part | None, list[Row]]] = []
    if tracked.own:
        found.append((None, _rows(tracked.model, {"pgh_obj_id": record.pk})))
    found += [(part, _rows(part.model, part.of(record))) for part in tracked.parts]
    people = _people(row for _, rows in found for row in rows)
    entries: list[tuple[int, Entry]] = []
    for part, rows in found:
        entries += _entries(tracked, part, rows, people)
    return [entry for _, entry in sorted(entries, key=lambda one: (one[1].at, one[0]))[::-1]]


def _rows(model: type[Model], narrowed: Mapping[str, Any]) -> list[Row]:
    rows = events_of(model)._default_manager.filter(**narrowed).select_related("pgh_context")
    return list(rows.order_by("-pgh_id")[:MOST])[::-1]


def _entries(
    tracked: Tracked, part: Part | None, rows: list[Row], people: Mapping[int, User]
) -> Iterable[tuple[int, Entry]]:
    model = part.model if part else tracked.model
    fields = [
        column
        for column in model._meta.concrete_fields
        if not column.primary_key
        and column.name not in tracked.hidden
        and any(column.name == kept.name for kept in events_of(model)._meta.concrete_fields)
    ]
    words = _Words(fields, rows)
    before: dict[int, Row] = {}
    for row in rows:
        last = before.get(row.pgh_obj_id)
        before[row.pgh_obj_id] = row
        changes = tuple(
            Change(
                tracked.labels.get(one.name, capfirst(str(one.verbose_name))),
                words.of(one, last),
                words.of(one, row),
            )
            for one in fields
            if last is not None and getattr(row, one.attname) != getattr(last, one.attname)
        )
        # Of a long history the first row that is read only says what was there before the next.
        is_first = last is None and row.pgh_label == BEGINNING
        if not changes and not is_first:
            continue
        named = next((one for one in fields if part and one.name == part.named), None)
        what = f"{part.what}: {words.of(named, row)}" if part and named else ""
        if is_first:
            what = f"{what}, added" if what else "Added"
        if last is not None and part is None:
            what = what or _verb(tracked, last, row)
        entry = Entry(row.pgh_created_at, _by(row, people), what or "Changed", changes, _why(row))
        yield row.pgh_id, entry


def _metadata(row: Row) -> dict[str, Any]:
    return row.pgh_context.metadata if row.pgh_context else {}


def _why(row: Row) -> str:
    return str(_metadata(row).get("reason") or "")


def _verb(tracked: Tracked, before: Row, after: Row) -> str:
    """What such a change is called; nothing where it has no name of its own."""
    for column, (entered, taken_out) in tracked.verbs.items():
        was, now = getattr(before, column), getattr(after, column)
        if bool(was) != bool(now):
            return entered if now else taken_out
    return ""


def _people(rows: Iterable[Row]) -> dict[int, User]:
    keys = {_metadata(row).get("user") for row in rows} - {None}
    return User.objects.in_bulk(keys)


def _by(row: Row, people: Mapping[int, User]) -> str:
    told = _metadata(row)
    who = people.get(told.get("user") or 0)
    name = str(who) if who else "The portal"
    return f"{name}, by an import" if told.get("imports") else name


class _Words:
    """Values as a reader knows them; the names of other records are looked up at once."""

    def __init__(self, fields: list[Field], rows: list[Row]):
        self._names: dict[str, dict[Any, str]] = defaultdict(dict)
        for one in fields:
            if one.remote_field is None:
                continue
            keys = {getattr(row, one.attname) for row in rows} - {None}
            found = one.remote_field.model._base_manager.in_bulk(keys)
            self._names[one.name] = {key: str(record) for key, record in found.items()}

    def of(self, column: Field, row: Row) -> str:
        value = getattr(row, column.attname)
        if value is None or value == "":
            return NOTHING
        if column.remote_field is not None:
            return self._names[column.name].get(value, "a deleted record")
        if column.flatchoices:
            return str(
                dict(column.flatchoices).get(value, str(value).replace("_", " ").capitalize())
            )
        match value:
            case bool():
                return "Yes" if value else "No"
            case datetime():
                return uk_datetime(value)
            case date():
                return uk_date(value)
            case Decimal():
                return f"{value:,}"
        return str(value)
