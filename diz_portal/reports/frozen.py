"""A paper kept as data, and read again: for what is issued once and must stay as it was.

stored = frozen(paper)  # a dictionary that JSON can hold
thawed(stored)          # says the same, whatever has been recorded since
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from diz_portal.charts import Size

from .paper import (
    Column,
    Drawing,
    Figure,
    Figures,
    Kind,
    Linked,
    Mark,
    Paper,
    Part,
    Section,
    Sentence,
    Table,
    Text,
)

_MARKS = {mark.short: mark for mark in Mark}


def frozen(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "marking": paper.marking,
        "notes": list(paper.notes),
        "facts": [list(one) for one in paper.facts],
        "sections": [
            {
                "key": one.key,
                "title": one.title,
                "exempt": one.exempt,
                "parts": [_part(part) for part in one.parts],
            }
            for one in paper.sections
        ],
    }


def thawed(stored: dict[str, Any]) -> Paper:
    return Paper(
        title=stored["title"],
        subtitle=stored["subtitle"],
        marking=stored["marking"],
        notes=tuple(stored["notes"]),
        facts=[(label, words) for label, words in stored["facts"]],
        sections=[
            Section(one["key"], one["title"], [_read(part) for part in one["parts"]], one["exempt"])
            for one in stored["sections"]
        ],
    )


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Figures):
        figures = [{name: _value(value) for name, value in _shallow(one)} for one in part.figures]
        return {"type": "figures", "key": part.key, "title": part.title, "figures": figures}
    if isinstance(part, Table):
        return {"type": "table", **_table(part)}
    if isinstance(part, Drawing):
        return {
            "type": "drawing",
            "key": part.key,
            "title": part.title,
            "description": part.description,
            "sizes": [[one.name, one.width, one.text] for one in part.sizes],
            "specs": {one.name: part.spec(one) for one in part.sizes},
            "table": _table(part.table),
        }
    sentences = [
        {**asdict(one), "rows": [_value(row) for row in one.rows]} for one in part.sentences
    ]
    return {"type": "text", "is_list": part.is_list, "title": part.title, "sentences": sentences}


def _table(table: Table) -> dict[str, Any]:
    rows = [[_value(value) for value in row] for row in table.rows()]
    return {
        **{name: getattr(table, name) for name in ("key", "title", "note", "empty", "shown")},
        "columns": [asdict(one) | {"kind": one.kind.value} for one in table.columns],
        "rows": rows,
        "count": table.count,
    }


def _shallow(one: Any) -> list[tuple[str, Any]]:
    return [(field.name, getattr(one, field.name)) for field in fields(one)]


def _value(value: Any) -> Any:
    """Plain values as they are; others under the letter of what they are."""
    if isinstance(value, Linked):
        return {"of": "link", "value": _value(value.value), "url": value.url}
    if isinstance(value, Mark):
        return {"of": "mark", "value": value.short}
    if isinstance(value, Kind):
        return {"of": "kind", "value": value.value}
    if isinstance(value, Decimal):
        return {"of": "decimal", "value": str(value)}
    if isinstance(value, datetime):
        return {"of": "moment", "value": value.isoformat()}
    if isinstance(value, date):
        return {"of": "day", "value": value.isoformat()}
    return value


def _read_value(stored: Any) -> Any:
    if not isinstance(stored, dict):
        return stored
    value = stored["value"]
    if stored["of"] == "link":
        return Linked(_read_value(value), stored["url"])
    readers: dict[str, Callable[[Any], Any]] = {
        "mark": _MARKS.__getitem__,
        "kind": Kind,
        "decimal": Decimal,
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
    }
    return readers[stored["of"]](value)


def _read(stored: dict[str, Any]) -> Part:
    kind = stored["type"]
    if kind == "figures":
        figures = [
            Figure(**{name: _read_value(value) for name, value in one.items()})
            for one in stored["figures"]
        ]
        return Figures(stored["key"], figures, stored["title"])
    if kind == "table":
        return _read_table(stored)
    if kind == "drawing":
        specs = stored["specs"]
        return Drawing(
            key=stored["key"],
            title=stored["title"],
            description=stored["description"],
            spec=lambda size: specs[size.name],
            sizes=[Size(*one) for one in stored["sizes"]],
            table=_read_table(stored["table"]),
        )
    sentences = [
        Sentence(one["text"], one["url"], [_read_value(row) for row in one["rows"]])
        for one in stored["sentences"]
    ]
    return Text(sentences, stored["is_list"], stored["title"])


def _read_table(stored: dict[str, Any]) -> Table:
    rows: Sequence[Any] = [[_read_value(value) for value in row] for row in stored["rows"]]
    columns = [Column(**{**one, "kind": Kind(one["kind"])}) for one in stored["columns"]]
    return Table(
        stored["key"],
        stored["title"],
        columns,
        lambda: rows,
        stored["count"],
        stored["note"],
        stored["empty"],
        stored["shown"],
    )
