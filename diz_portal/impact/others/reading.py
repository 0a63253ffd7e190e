"""The open file of another partnership: looked at as a stranger's, whoever selected it.

Its words are kept as plain text on one line, its numbers as numbers of a size that can be true. One
thing that is not as the file has to be, and nothing of it is taken.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from diz_portal import unseen
from diz_portal.access import Refusal
from diz_portal.open_data import addresses

MOST_BYTES = 1_000_000
MOST_FIGURES = 200
LARGEST = 10**12
KINDS = {"number", "pounds", "mb"}
# How it is counted: files of older portals say nothing of it.
METHOD = {
    "question": "Question",
    "definition": "What it counts",
    "not_counted": "What it does not count",
    "source": "Source",
}
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WEB = re.compile(r"https?://[^\s<>\"']+")
WHERE = "the page “Impact figures” of their open data (/data/impact-figures/)"
NOT_ONE = f"This is not a file of impact figures. Download impact-figures.json from {WHERE}"


class NotTheirFile(Refusal):
    """`message` says what is wrong with the file, and what to do."""


@dataclass(frozen=True)
class Theirs:
    """One figure as the other partnership publishes it."""

    name: str
    title: str
    kind: str
    done: str
    promised: str
    as_at: str
    question: str = ""
    definition: str = ""
    not_counted: str = ""
    source: str = ""

    @property
    def number(self) -> Decimal:
        return Decimal(self.done)

    @property
    def of(self) -> Decimal | None:
        return Decimal(self.promised) if self.promised else None

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_at)


@dataclass(frozen=True)
class File:
    publisher: str
    address: str
    as_at: date
    figures: list[Theirs]
    sha256: str

    @property
    def kept(self) -> list[dict[str, str]]:
        return [asdict(one) for one in self.figures]


def read(content: bytes) -> File:
    """What the file says, or `NotTheirFile`."""
    if len(content) > MOST_BYTES:
        raise NotTheirFile("The file is larger than 1MB. Select a file of impact figures")
    document = _document(content)
    publisher = _text(document.get("publisher"), 150, "publisher")
    if not publisher:
        raise NotTheirFile("The file does not say who publishes it. Ask them for a newer one")
    address = _text(document.get("homepage"), 200, "homepage")
    if address and not WEB.fullmatch(address):
        raise NotTheirFile("“homepage” of the file is not a web address. Ask them for another file")
    if address == addresses.page("impact-figures"):
        raise NotTheirFile("This file is from this portal. Select the file of another partnership")
    return File(
        publisher=publisher,
        address=address,
        as_at=_day(document.get("as_at"), "as_at"),
        figures=_figures(document["rows"]),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _document(content: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(
            content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number
        )
    except (ValueError, RecursionError, ArithmeticError):
        raise NotTheirFile(NOT_ONE) from None
    if not isinstance(document, dict) or not isinstance(document.get("rows"), list):
        raise NotTheirFile(NOT_ONE)
    return document


def _no_number(_: str) -> None:
    raise ValueError


def _figures(rows: list[Any]) -> list[Theirs]:
    found: dict[str, Theirs] = {}
    for row in rows:
        if not isinstance(row, dict) or not {"figure", "of", "done", "as_at"} <= row.keys():
            raise NotTheirFile(NOT_ONE)
        # Its districts and programmes are not ours.
        if row["of"] != "whole":
            continue
        one = _figure(row)
        if one.name in found:
            raise NotTheirFile(f"The file has “{one.name}” twice. Ask them for another file")
        found[one.name] = one
    if not found:
        raise NotTheirFile("The file has no figures yet. Try again when they have published some")
    if len(found) > MOST_FIGURES:
        raise NotTheirFile(f"The file has more than {MOST_FIGURES} figures. {NOT_ONE}")
    return list(found.values())


def _figure(row: Mapping[str, Any]) -> Theirs:
    name = _text(row["figure"], 60, "figure")
    if not NAME.fullmatch(name):
        raise NotTheirFile(f"“{name}” is not the name of a figure. {NOT_ONE}")
    kind = _text(row.get("kind"), 20, "kind")
    if kind not in KINDS:
        raise NotTheirFile(f"{name}: “{kind}” is not a unit that is known here. {NOT_ONE}")
    done = _number(row["done"], name)
    if not done:
        raise NotTheirFile(f"{name} has no number. Ask them for another file")
    return Theirs(
        name=name,
        title=_text(row.get("title"), 200, name) or name,
        kind=kind,
        done=done,
        promised=_number(row.get("promised"), name),
        as_at=_day(row["as_at"], name).isoformat(),
        **{each: _text(row.get(each), 1000, name) for each in METHOD},
    )


def _text(value: Any, longest: int, of: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NotTheirFile(f"{of}: the file has {_short(value)} where there should be text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotTheirFile(f"{of}: the file has characters that are not text") from None
    text = unseen.on_a_line(value)
    if len(text) > longest:
        raise NotTheirFile(f"{of}: the text is longer than {longest} characters")
    return text


def _number(value: Any, of: str) -> str:
    """As text, so that pounds stay exact; nothing where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise NotTheirFile(f"{of}: {_short(value)} is not a number. Ask them for another file")
    if not 0 <= value <= LARGEST:
        raise NotTheirFile(f"{of}: {_short(value)} cannot be right. Ask them for another file")
    return str(Decimal(value).quantize(Decimal("0.01")) if isinstance(value, Decimal) else value)


def _day(value: Any, of: str) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise NotTheirFile(f"{of}: {_short(value)} is not a date. Ask them for another") from None
    if not date(2000, 1, 1) <= day <= timezone.localdate():
        raise NotTheirFile(f"{of}: {_short(value)} is not a date in the past. Ask them for another")
    return day


def _short(value: Any) -> str:
    text = unseen.on_a_line(json.dumps(value, default=str)).strip('"')
    return f"“{text[:40]}”"
