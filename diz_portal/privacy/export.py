"""What is held about a person, for that person: an allow-list by field, as JSON and as paper.

Staff who acted and other people are left out: no field that points at an account is handed out.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from diz_portal import words
from diz_portal.accounts.models import User

from . import erasure, registry
from .erasure import Record
from .models import DataRequest, Decision, Outcome

TITLE = "What we hold about you"
NOT_SHOWN = "Not shown: the text held a private link or a code."


def export(records: Iterable[Record]) -> dict[str, Any]:
    """Everything that is handed out about these records, each under its controller."""
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "records": [_of(one) for one in records],
    }


def _of(one: Record) -> dict[str, Any]:
    held = _plain(one) if one.kind.holds else _tables(one)
    result: dict[str, Any] = {
        "id": one.id,
        "kind": one.kind.what,
        "controller": one.controller,
        "held": held,
        "kept_after_erasure": list(one.kind.stays),
    }
    if isinstance(one.row, User):
        result["acted_in"] = erasure.acted_in(one.row)
    return result


def _plain(one: Record) -> list[dict[str, Any]]:
    assert one.kind.holds is not None  # noqa: S101  asked before
    declared = registry.declaration_of(one.kind.model)
    answers = {path.rsplit(" ", 1)[-1]: text for path, text in one.kind.holds(one.row).items()}
    return [_table(declared, one.kind.what, [answers], ())]


def _tables(one: Record) -> list[dict[str, Any]]:
    tables = []
    for part in erasure.all_parts(one):
        declared = registry.declaration_of(part.model)
        names = dict(declared.personal) if declared and declared.personal else {}
        rows = [
            {
                _label(part.model, name, names): shown
                for name in part.fields
                if (shown := _shown(row, name)) not in (None, "", [], {})
            }
            for row in part.rows(one.row)
        ]
        if rows := [row for row in rows if row]:
            what = declared.what if declared else str(part.model._meta.verbose_name_plural)
            tables.append(_table(declared, what, rows, tuple(part.withheld.items())))
    return tables


def _table(
    declared: Any, what: str, rows: list[dict[str, Any]], withheld: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    personal = declared.personal if declared else {}
    return {
        "what": what,
        "why": declared.why if declared else "",
        "how_long": declared.how_long if declared else "",
        "rows": rows,
        "left_out": {personal.get(name, name): reason for name, reason in withheld},
    }


def _label(model: type[models.Model], name: str, names: dict[str, str]) -> str:
    return names.get(name) or str(registry.field_at(model, name).verbose_name)


def _shown(row: Any, name: str) -> Any:
    if name == "body" and getattr(row, "secret", False):
        return NOT_SHOWN
    each = row._meta.get_field(name)
    if each.is_relation and each.related_model is User:
        raise ValueError(f"{row._meta.label}.{name} names an account: it is not handed out.")
    if each.choices:
        return str(getattr(row, f"get_{name}_display")())
    value = getattr(row, name)
    if isinstance(value, list | tuple):
        known = dict(getattr(getattr(each, "base_field", None), "flatchoices", ()))
        return [str(known.get(one, one)) for one in value]
    if isinstance(value, bool | int | dict) or value is None:
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def handed_out(
    records: Iterable[Record], *, by: User | None = None, asked_in: DataRequest | None = None
) -> None:
    """Write down that it was, for whoever answers for it."""
    Decision.objects.bulk_create(
        Decision(
            kind=one.kind.name,
            reference=one.reference,
            controller=one.controller,
            outcome=Outcome.EXPORTED,
            by=by,
            asked_in=asked_in,
        )
        for one in records
    )


def as_paper(data: dict[str, Any]) -> dict[str, Any]:
    """The same for the printed paper: every value in words."""
    return {
        "records": [
            {
                **one,
                "held": [
                    {
                        **table,
                        "rows": [
                            [[label, _in_words(value)] for label, value in row.items()]
                            for row in table["rows"]
                        ],
                        "left_out": [list(pair) for pair in table["left_out"].items()],
                    }
                    for table in one["held"]
                ],
                "acted_in": [[what, str(count)] for what, count in one.get("acted_in", {}).items()],
            }
            for one in data["records"]
        ]
    }


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_in_words(each)}" for name, each in value.items())
    if isinstance(value, str):
        return _as_day(value)
    return str(value)


def _as_day(text: str) -> str:
    try:
        if len(text) == len("2026-11-22"):
            return words.uk_date(date.fromisoformat(text))
        return words.uk_datetime(datetime.fromisoformat(text))
    except ValueError:
        return text
