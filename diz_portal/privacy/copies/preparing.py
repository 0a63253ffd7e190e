"""A copy as it stands: its pieces, what was read of them, and what is left out."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from diz_portal.access import Refusal
from diz_portal.privacy import erasure
from diz_portal.privacy.erasure import Record

from . import blacking, papers
from .blacking import Marks
from .content import Cell, Held, cells, changed, gathered
from .models import CopyReading, PreparedCopy


class RecordIsGone(Refusal):
    message = (
        "A record in this copy has been erased. Prepare a copy of the records that are still held"
    )


def records_of(copy: PreparedCopy) -> list[Record]:
    """Those that are still there."""
    found = [erasure.record(*name.split(":", 1)) for name in copy.records]
    return [one for one in found if one is not None and not one.is_gone]


def mark_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def mark_of_held(held: list[Held]) -> str:
    """Of all that is held, by which one sees later that something has changed."""
    records = papers.as_data(held)["records"]
    return mark_of(json.dumps(records, ensure_ascii=False, sort_keys=True))


@dataclass(frozen=True)
class Piece:
    """Words that people typed, and what was read of them last; None where nobody has yet."""

    cell: Cell
    subject: str
    kind: str
    line: str
    reading: CopyReading | None

    @property
    def id(self) -> str:
        return mark_of(self.cell.place)[:12]

    @property
    def is_read(self) -> bool:
        """As it stands now: what was changed since is read again."""
        return self.reading is not None and self.reading.text == mark_of(self.cell.said)

    @property
    def marks(self) -> Marks:
        return Marks.of(self.reading) if self.reading else Marks()


class Preparation:
    """All of a copy at once: gathered when it is first asked for."""

    def __init__(self, copy: PreparedCopy):
        self.copy = copy

    @cached_property
    def records(self) -> list[Record]:
        found = records_of(self.copy)
        if len(found) != len(self.copy.records):
            raise RecordIsGone
        return found

    @cached_property
    def held(self) -> list[Held]:
        return gathered(self.records)

    @cached_property
    def mark(self) -> str:
        return mark_of_held(self.held)

    @cached_property
    def readings(self) -> dict[str, CopyReading]:
        """The last of each place."""
        rows = self.copy.readings.select_related("by").order_by("pk")
        return {one.place: one for one in rows}

    @cached_property
    def pieces(self) -> list[Piece]:
        return [
            Piece(
                cell,
                table.subject,
                one.kind,
                _line(table.lines, cell),
                self.readings.get(cell.place),
            )
            for one, table, cell in cells(self.held)
            if cell.is_typed
        ]

    @property
    def unread(self) -> list[Piece]:
        return [one for one in self.pieces if not one.is_read]

    @cached_property
    def as_handed_out(self) -> list[Held]:
        """With everything left out that is marked."""
        marks = {place: Marks.of(one) for place, one in self.readings.items()}
        return changed(self.held, lambda cell: blacking.as_marked(cell, marks))

    @cached_property
    def left_over(self) -> list[tuple[str, int]]:
        """Words that are left out in one place and still stand in others, and in how many."""
        words = {
            " ".join(each.split()).casefold(): each
            for one in self.readings.values()
            for each in one.each
        }
        texts = [cell.said for _, _, cell in cells(self.as_handed_out)]
        counts = {
            each: sum(blacking.stands_in(each, text) for text in texts) for each in words.values()
        }
        return [(each, count) for each, count in counts.items() if count]

    @property
    def blacked(self) -> list[Piece]:
        return [one for one in self.pieces if one.reading and not one.marks.is_empty]


def _line(lines: Iterable[tuple[Cell, ...]], cell: Cell) -> str:
    """What stands beside a piece: by it one knows which note it is."""
    line: Any = next(each for each in lines if cell in each)
    beside = [one for one in line if one is not cell and not one.is_typed][:2]
    return ", ".join(f"{one.heading}: {one.said}" for one in beside)
