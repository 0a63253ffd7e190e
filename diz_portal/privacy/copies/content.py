"""What is held about a person, by subject: an allow-list by column, each with its words.

Staff who acted are left out: no column that points at an account is handed out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst

from diz_portal import outbox, phones, words
from diz_portal.accounts.models import User
from diz_portal.outbox.models import Message
from diz_portal.privacy import erasure, in_work, kinds, registry
from diz_portal.privacy.erasure import Record
from diz_portal.privacy.kinds import Part, Shown
from diz_portal.privacy.mentions import places

from .article15 import Told, told_of

OTHERS = "[withheld: about another person]"
CALLED = ("name", "title", "words")
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Cell:
    """One answer. `place` says where it stands, for as long as its row is there.

    `value` is for the JSON, `said` for people. `is_typed`: people's words, that somebody reads
    before they are handed out. `blacked` once some of it, or all, is taken out.
    """

    place: str
    heading: str
    value: Any
    said: str
    is_typed: bool = False
    is_blacked: bool = False


@dataclass(frozen=True)
class Table:
    """What one table holds, with why and how long."""

    subject: str
    lead: str
    what: str
    told: Told
    lines: tuple[tuple[Cell, ...], ...]
    left_out: Mapping[str, str]

    @property
    def headings(self) -> list[str]:
        """Those that any line has an answer to."""
        return list(dict.fromkeys(cell.heading for line in self.lines for cell in line))


@dataclass(frozen=True)
class Held:
    """One record: whose it is, where it came from, who has looked, and what it holds."""

    id: str
    kind: str
    controller: str
    source: str
    seen: str
    stays: tuple[str, ...]
    tables: tuple[Table, ...]
    acted_in: Mapping[str, int]


def gathered(records: Iterable[Record]) -> list[Held]:
    return [_held(one) for one in records]


def cells(held: Iterable[Held]) -> Iterator[tuple[Held, Table, Cell]]:
    for one in held:
        for table in one.tables:
            for line in table.lines:
                for cell in line:
                    yield one, table, cell


def changed(held: Iterable[Held], change: Any) -> list[Held]:
    """The same, with each cell as `change` leaves it."""
    return [
        replace(
            one,
            tables=tuple(
                replace(table, lines=tuple(tuple(map(change, line)) for line in table.lines))
                for table in one.tables
            ),
        )
        for one in held
    ]


def _held(one: Record) -> Held:
    tables = [_answers(one)] if one.kind.holds else _tables(one)
    return Held(
        id=one.id,
        kind=one.kind.what,
        controller=one.controller,
        source=one.kind.source(one.row),
        seen=one.kind.seen,
        stays=one.kind.stays,
        tables=tuple(tables),
        acted_in=in_work.acted_in(one.row) if isinstance(one.row, User) else {},
    )


def _answers(one: Record) -> Table:
    """Of what is in no table of its own."""
    assert one.kind.holds is not None  # noqa: S101  asked before
    line = tuple(
        Cell(
            f"{one.id}/{path}"[:250],
            capfirst(path.rsplit(" ", 1)[-1].replace("_", " ")),
            text,
            text,
            is_typed=True,
        )
        for path, text in one.kind.holds(one.row).items()
    )
    return Table(
        subject=one.kind.what,
        lead="",
        what=one.kind.what,
        told=told_of(one.kind.model, one),
        lines=(line,),
        left_out={},
    )


def _tables(one: Record) -> Iterator[Table]:
    for part in erasure.all_parts(one):
        lines = [line for row in part.rows(one.row) if (line := _line(one, part, row))]
        if lines:
            declared = registry.declaration_of(part.model)
            called = str(part.model._meta.verbose_name_plural)
            names = declared.personal if declared else {}
            yield Table(
                subject=part.subject,
                lead=part.lead,
                what=declared.what if declared and declared.personal else capfirst(called),
                told=told_of(part.model, one),
                lines=tuple(lines),
                left_out={names.get(name, name): why for name, why in part.withheld.items()},
            )


def _line(one: Record, part: Part, row: Any) -> tuple[Cell, ...]:
    return tuple(
        cell
        for name, column in part.columns()
        if (cell := _cell(one, part, row, name, column)).value not in EMPTY
    )


def _cell(one: Record, part: Part, row: Any, name: str, column: Shown) -> Cell:
    each = None if name in part.more else registry.field_at(part.model, name)
    value = column.of(row) if column.of else _value(row, name)
    if isinstance(row, Message) and name in ("subject", "body"):
        value = _without_others(one, value)
    return Cell(
        place=f"{one.id}/{part.model._meta.label}/{row.pk}/{name}",
        heading=column.heading,
        value=value.isoformat() if isinstance(value, datetime | date) else value,
        said=_said(value, each),
        is_typed=column.is_read and _is_typed(column, each, value),
    )


def _without_others(one: Record, text: str) -> str:
    """What is withheld of a record is left out of the messages about it, too: a guest's name."""
    own = {each.casefold() for each in (one.bearer.name, one.bearer.email, one.bearer.phone)}
    for part in one.kind.parts:
        for name in part.withheld if part.model is type(one.row) else ():
            value = getattr(one.row, name)
            field: Any = part.model._meta.get_field(name)
            is_free = isinstance(value, str) and not field.choices
            if is_free and len(value) > 1 and value.casefold() not in own:
                text = text.replace(value, OTHERS)
    return text


def _is_typed(column: Shown, each: models.Field | None, value: Any) -> bool:
    """Whether people's words may stand in what is shown, in whatever table they are."""
    if not isinstance(value, str | list | tuple | dict):
        return False
    if column.of or each is None:
        return True
    if each.is_relation:
        return not _is_public(each.related_model)
    return registry.takes_words(each)


def _is_public(model: Any) -> bool:
    """Whether everybody reads what its rows are called."""
    names = [one.name for one in places.searched().get(model, ())]
    called = [name for name in names if name in CALLED] or names
    return all(places.why_needed(model, name) == places.PUBLIC for name in called)


def _value(row: Any, name: str) -> Any:
    if isinstance(row, Message) and name == "body":
        return outbox.text_of(row)
    each = row._meta.get_field(name)
    if each.is_relation and each.related_model is User:
        raise ValueError(f"{row._meta.label}.{name} names an account, and is not disclosed")
    if each.choices:
        return str(getattr(row, f"get_{name}_display")())
    value = getattr(row, name)
    if isinstance(value, list | tuple):
        known = dict(getattr(getattr(each, "base_field", None), "flatchoices", ()))
        return [str(known.get(item, item)) for item in value]
    if isinstance(value, bool | int | dict | datetime | date) or value is None:
        return value
    return str(value)


def _said(value: Any, each: models.Field | None = None) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return words.uk_datetime(value)
    if isinstance(value, date):
        return words.uk_date(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_said(item)}" for name, item in value.items())
    if each is not None and each.name in ("phone", "to"):
        return phones.in_words(str(value))
    return "" if value is None else str(value)


def bearers(records: Iterable[Record]) -> list[kinds.Bearer]:
    return [one.bearer for one in records]
