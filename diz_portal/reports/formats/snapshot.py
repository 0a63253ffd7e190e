"""What the page and the PDF show, as data: every value beside the words for it.

It is kept with the files, so that a page shows for as long as they are there what it showed on the
first day, and so that a later edition can be held against an earlier one.
"""

from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from diz_portal.reports.paper import (
    Drawing,
    Figure,
    Figures,
    Kind,
    Linked,
    Mark,
    Paper,
    Part,
    Sentence,
    Table,
    plain,
    said,
)
from diz_portal.words import uk_date, uk_datetime

VERSION = 2


def of(
    paper: Paper,
    *,
    as_at: date,
    read_at: datetime,
    edition: str,
    author: str,
    with_links: bool = True,
) -> dict[str, Any]:
    """Without links for those who could not follow them: they lead into the workspace."""
    shown = _of(paper, as_at, read_at, edition, author)
    return shown if with_links else _unlinked(shown)


def _unlinked(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if key != "url"}
        if "sentences" in kept:
            kept["sentences"] = [{"text": one["text"]} for one in kept["sentences"]]
        if "specs" in kept:
            return {**kept, "table": _unlinked(kept["table"])}
        return {key: _unlinked(each) for key, each in kept.items()}
    if isinstance(value, list):
        return [_unlinked(each) for each in value]
    return value


def _of(paper: Paper, as_at: date, read_at: datetime, edition: str, author: str) -> dict[str, Any]:
    return {
        "version": VERSION,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "author": author,
        "edition": edition,
        "marking": paper.marking,
        "facts": [{"label": label, "said": words} for label, words in paper.facts],
        "as_at": as_at.isoformat(),
        "as_at_said": uk_date(as_at),
        "read_at": read_at.isoformat(),
        "read_at_said": uk_datetime(read_at),
        "notes": list(paper.notes),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "exempt": section.exempt,
                "parts": [_part(part) for part in section.parts],
            }
            for section in paper.sections
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Figures):
        figures = [_figure(one) for one in part.figures]
        return {"type": "figures", "key": part.key, "title": part.title, "figures": figures}
    if isinstance(part, Table):
        return _table(part)
    if isinstance(part, Drawing):
        return {
            "type": "drawing",
            "key": part.key,
            "title": part.title,
            "description": part.description,
            # The definition, not the drawing: no markup is ever read from a file.
            "specs": {size.name: part.spec(size) for size in part.sizes},
            "table": _table(part.table),
        }
    return {
        "type": "text",
        "is_list": part.is_list,
        "title": part.title,
        "sentences": [_sentence(one) for one in part.sentences],
    }


def _sentence(one: Sentence) -> dict[str, Any]:
    rows = [{"said": said(row), "url": row.url} for row in one.rows]
    return {"text": one.text, "url": one.url, "rows": rows}


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": one.label,
        "value": as_json(one.value),
        "said": said(one.value, one.kind),
        "kind": one.kind.value,
        "note": one.note,
        "url": one.url,
        "was": as_json(one.was),
        "was_said": "" if one.was is None else said(one.was, one.kind),
        "why": one.why,
    }


def _table(table: Table) -> dict[str, Any]:
    rows = [
        [_cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
        for row in islice(table.rows(), table.shown)
    ]
    return {
        "type": "table",
        "key": table.key,
        "title": table.title,
        "note": table.note,
        "empty": table.empty,
        "columns": [
            {
                "key": one.key,
                "title": one.title,
                "kind": one.kind.value,
                "is_number": one.kind.is_number,
                "on_paper": one.on_paper,
            }
            for one in table.columns
        ],
        "rows": rows,
        "count": table.count,
        "more": max(table.count - len(rows), 0),
    }


def _cell(value: Any, kind: Kind) -> dict[str, Any]:
    cell = {"value": as_json(value), "said": said(value, kind)}
    if isinstance(value, Linked):
        cell["url"] = value.url
    return cell


def as_json(value: Any) -> Any:
    """As a program would read it again: amounts as text, so that no penny is rounded."""
    value = plain(value)
    if isinstance(value, Mark):
        return value.short
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
