"""Taking words out of a copy: nothing of them is left in what is written out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .content import Cell
from .models import CopyReading, Reason


@dataclass(frozen=True)
class Marks:
    """What is left out of one piece, and why."""

    words: tuple[str, ...] = ()
    is_withheld: bool = False
    reason: str = ""

    @classmethod
    def of(cls, reading: CopyReading) -> "Marks":
        return cls(reading.each, reading.is_withheld, reading.reason)

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.is_withheld)


def instead(reason: str, *, whole: bool = False) -> str:
    return f"[{'withheld' if whole else 'blacked out'}: {Reason(reason).label}]"


def pattern(words: str) -> re.Pattern:
    """The words as they stand in a text: in any case, however they are broken into lines, and not
    as a part of a longer word."""
    inside = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){inside}(?!\w)", re.IGNORECASE)


def stands_in(words: str, text: str) -> bool:
    return bool(words.split()) and pattern(words).search(text) is not None


def blacked_out(text: str, words: Iterable[str], reason: str) -> str:
    """All at once, the longest first: what is left of one never joins with another."""
    wanted = sorted({" ".join(each.split()) for each in words} - {""}, key=len, reverse=True)
    if not wanted:
        return text
    anyone = "|".join(pattern(each).pattern for each in wanted)
    return re.sub(anyone, instead(reason), text, flags=re.IGNORECASE)


def as_marked(cell: Cell, marks: Mapping[str, Marks]) -> Cell:
    """The cell as the person sees it."""
    mark = marks.get(cell.place)
    if mark is None or mark.is_empty:
        return cell
    if mark.is_withheld:
        left = instead(mark.reason, whole=True)
        return replace(cell, value=left, said=left, is_blacked=True)
    value = cell.value
    if isinstance(value, str):
        value = blacked_out(value, mark.words, mark.reason)
    elif isinstance(value, list):
        value = [blacked_out(str(each), mark.words, mark.reason) for each in value]
    said = blacked_out(cell.said, mark.words, mark.reason)
    return replace(cell, value=value, said=said, is_blacked=True)
