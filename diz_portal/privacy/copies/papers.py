"""The same figures as a file for computers and as a paper for people.

`schema.json` beside this file describes the JSON.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from diz_portal import pdf, words

from . import article15
from .content import Cell, Held, Table

TITLE = "What we hold about you"
VERSION = 2
UNITS = {
    "dates": "year-month-day; times with their offset from UTC (ISO 8601)",
    "data": "GB; 1GB is 1,000MB",
    "phone numbers": "+44 and the number without its first 0; an extension after ;ext=",
}
# A table of more columns, or with a longer text in one, is read answer by answer.
COLUMNS, LONG = 5, 300
BLACKED_OUT = (
    "Where it says “[blacked out: …]” or “[withheld: …]”, we have removed words. The reason is "
    "given there."
)


def as_data(held: Iterable[Held], *, made_at: Any = None) -> dict[str, Any]:
    return {
        "format": "Copy of personal data",
        "format_version": VERSION,
        "units": UNITS,
        "made_at": (made_at or timezone.now()).isoformat(timespec="seconds"),
        "records": [_record(one) for one in held],
        "about": article15.rights(),
    }


def as_text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _record(one: Held) -> dict[str, Any]:
    result: dict[str, Any] = {
        "id": one.id,
        "kind": one.kind,
        "controller": one.controller,
        "source": one.source,
        "seen_by": one.seen,
        "held": [_table(table) for table in one.tables],
        "kept_after_erasure": list(one.stays),
    }
    if one.acted_in:
        result["acted_in"] = dict(one.acted_in)
    return result


def _table(table: Table) -> dict[str, Any]:
    return {
        "subject": table.subject,
        "what": table.what,
        **_why(table),
        "rows": [{cell.heading: cell.value for cell in line} for line in table.lines],
        "left_out": dict(table.left_out),
    }


def _why(table: Table) -> dict[str, str]:
    said = table.told
    return {
        "controller": said.controller,
        "why": said.why,
        "lawful_basis": said.basis,
        **({"special_category_condition": said.special} if said.special else {}),
        "who_receives_it": said.recipients,
        **({"who_works_for_us": said.processors} if said.processors else {}),
        "transfers": said.transfers,
        "how_long": said.how_long,
    }


# The paper ------------------------------------------------------------------------


def as_paper(held: list[Held], *, reference: str = "") -> dict[str, Any]:
    is_blacked = any(
        cell.is_blacked
        for one in held
        for table in one.tables
        for line in table.lines
        for cell in line
    )
    return {
        "controllers": list(dict.fromkeys(one.controller for one in held)),
        "made_on": words.uk_date(timezone.localdate()),
        "reference": reference,
        "blacked_out": BLACKED_OUT if is_blacked else "",
        "subjects": subjects(held),
        "records": [
            {"kind": one.kind, "controller": one.controller, "id": one.id}
            | {"source": one.source, "seen": one.seen}
            for one in held
        ],
        "stays": [[kind, list(stays)] for kind, stays in _stays(held).items()],
        "acted_in": [[what, str(count)] for one in held for what, count in one.acted_in.items()],
        "about": article15.rights(),
    }


def _stays(held: list[Held]) -> dict[str, tuple[str, ...]]:
    return {one.kind: one.stays for one in held if one.stays}


def subjects(held: list[Held]) -> list[dict[str, Any]]:
    """What several records hold on one subject stands together, for each who is responsible."""
    together: dict[tuple[str, str, str], list[Table]] = {}
    for one in held:
        for table in one.tables:
            together.setdefault((table.subject, table.told.controller, table.what), []).append(
                table
            )
    return [
        _subject(subject, controller, tables)
        for (subject, controller, _), tables in together.items()
    ]


def _subject(subject: str, controller: str, tables: list[Table]) -> dict[str, Any]:
    first = tables[0]
    lines = [line for table in tables for line in table.lines]
    headings = list(dict.fromkeys(each for table in tables for each in table.headings))
    longest = max(len(cell.said) for line in lines for cell in line)
    is_table = len(lines) > 1 and len(headings) <= COLUMNS and longest <= LONG
    said = first.told
    facts = [
        ("Responsible", controller),
        ("Why we hold it", said.why),
        ("Lawful basis", said.basis),
        ("Why we are allowed to hold sensitive details", said.special),
        ("Who receives it", said.recipients),
        ("Companies that work for us", said.processors),
        ("Outside the United Kingdom", said.transfers),
        ("How long we keep it", said.how_long),
    ]
    left_out = {what: why for table in tables for what, why in table.left_out.items()}
    return {
        "subject": subject,
        "lead": first.lead,
        "headings": headings if is_table else [],
        "rows": [_row(line, headings) for line in lines] if is_table else [],
        "facts": [] if is_table else [_pairs(line) for line in lines],
        "about": [[what, text] for what, text in facts if text],
        "left_out": [[what, why] for what, why in left_out.items()],
    }


def _pairs(line: tuple[Cell, ...]) -> list[list[str]]:
    return [[cell.heading, cell.said] for cell in line]


def _row(line: tuple[Cell, ...], headings: list[str]) -> list[str]:
    said = {cell.heading: cell.said for cell in line}
    return [said.get(heading, "") for heading in headings]


def as_pdf(held: list[Held], *, reference: str = "") -> bytes:
    return pdf.render("privacy/held", as_paper(held, reference=reference), title=TITLE)
