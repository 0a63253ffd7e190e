"""Taking words out of a copy: nothing of them is left in what is written out.

Words are found however they are typed: in capitals, with other apostrophes, hyphens or accents,
with what nobody sees between two letters, broken into lines; numbers with other gaps and codes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from diz_portal import phones
from diz_portal.privacy.kinds import Bearer
from diz_portal.privacy.mentions import people, spelling

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


# Finding --------------------------------------------------------------------------

_UNSEEN = re.compile(f"{spelling.UNSEEN}|[\u202a-\u202e\u2066-\u206f\ufe00-\ufe0f]")
# Between two words, and where somebody may leave it out, as in O'Dell.
_JOINS = r"[\s_.,'’‘`´ʼ‐-―-]"
_TOKEN = re.compile(rf"(?P<join>{_JOINS}+)|(?P<word>[^\W_]+)|(?P<mark>.)", re.DOTALL)
_NUMBER = re.compile(r"[\d\s()+.,‐-―/-]+")
# Shorter ones are days, amounts, houses: they stand as they are typed.
_DIGITS = 6
_BETWEEN_DIGITS = r"[\s().,_‐-―/-]{0,3}"


@dataclass(frozen=True)
class _Folded:
    """A text as it is compared, and where each letter of it stands in what was typed."""

    text: str
    at: tuple[int, ...]
    length: int

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """With the accents and marks after the last letter."""
        rest = self.at[end] if end < len(self.at) else self.length
        return self.at[start], max(self.at[end - 1] + 1, rest)


@lru_cache(maxsize=512)
def _folded(text: str, unseen: str) -> _Folded:
    letters, at = [], []
    for place, typed in enumerate(text):
        for letter in unseen if _UNSEEN.match(typed) else spelling.folded(typed):
            letters.append(letter)
            at.append(place)
    return _Folded("".join(letters), tuple(at), len(text))


@lru_cache(maxsize=512)
def _patterns(words: str) -> tuple[re.Pattern[str], ...]:
    """Of words as somebody marked them, for a text that is folded."""
    folded = _folded(words, "").text.strip()
    if not folded:
        return ()
    found = []
    digits = re.sub(r"\D", "", folded)
    if _NUMBER.fullmatch(folded) and len(digits) >= _DIGITS:
        found.append(_edged(_BETWEEN_DIGITS.join(digits), folded))
        if len(phones.key(folded)) == 10:
            found += (one.regex for one in people.patterns_of([Bearer(phone=folded)]))
    return (*found, _edged(_in_order(folded), folded))


def _in_order(folded: str) -> str:
    parts = []
    tokens = list(_TOKEN.finditer(folded))
    for number, token in enumerate(tokens):
        joins = token.lastgroup == "join" and number not in {0, len(tokens) - 1}
        if not joins:
            parts.append(re.escape(token[0]))
        elif re.search(r"\s", token[0]):
            parts.append(f"{_JOINS}+")
        else:
            parts.append(f"{_JOINS}*")
    return "".join(parts)


def _edged(core: str, words: str) -> re.Pattern[str]:
    """Not as a part of a longer word."""
    before = r"(?<![^\W_])" if words[0].isalnum() else ""
    after = r"(?![^\W_])" if words[-1].isalnum() else ""
    return re.compile(f"{before}{core}{after}")


def _each(words: str, text: str) -> Iterator[tuple[int, int]]:
    # What nobody sees stands inside a word or between two.
    for folded in dict.fromkeys((_folded(text, ""), _folded(text, " "))):
        for pattern in _patterns(words):
            for hit in pattern.finditer(folded.text):
                if hit.end() > hit.start():
                    yield folded.typed(*hit.span())


def spans(words: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where any of the words stand, from the beginning on: each found by itself, and together
    where one runs into another."""
    found: list[tuple[int, int]] = []
    for start, end in sorted({span for each in words for span in _each(each, text)}):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def without(words: Iterable[str], text: str) -> str:
    left = text
    for start, end in reversed(spans(words, text)):
        left = f"{left[:start]} {left[end:]}"
    return left


def stands_in(words: str, text: str) -> bool:
    return next(_each(words, text), None) is not None


# Taking out -----------------------------------------------------------------------


def blacked_out(text: str, words: Iterable[str], reason: str) -> str:
    """All at once: what is left of one never joins with another."""
    left = text
    for start, end in reversed(spans(words, text)):
        left = f"{left[:start]}{instead(reason)}{left[end:]}"
    return left


def as_marked(cell: Cell, marks: Mapping[str, Marks]) -> Cell:
    """The cell as the person sees it: on paper and in the file the same words."""
    mark = marks.get(cell.place)
    if mark is None or mark.is_empty:
        return cell
    if mark.is_withheld:
        left = instead(mark.reason, whole=True)
    else:
        left = blacked_out(cell.said, mark.words, mark.reason)
    return replace(cell, value=left, said=left, is_blacked=True)
