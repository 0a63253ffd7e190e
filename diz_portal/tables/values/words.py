"""Words: a line, several lines, notes, one of a list, yes or no."""

from collections.abc import Callable
from typing import Any

from . import cleaning
from .cleaning import is_plain
from .wrong import Wrong

# Some languages are spelled with them; where none is, they are gone already.
_JOINERS = "\u200c\u200d"


def line(limit: int) -> Callable[[Any], str]:
    """One line of text, as typed, of at most `limit` characters."""

    def read(cell: Any) -> str:
        if cell.__class__ is str and is_plain(cell) and len(cell) <= limit:
            return cell
        text = cleaning.text(cell)
        if not text.isprintable():
            text = " ".join(
                "".join(c if c.isprintable() or c in _JOINERS else " " for c in text).split()
            )
        return _short(text, limit)

    return read


def lines(limit: int) -> Callable[[Any], str]:
    """Text that may run over several lines."""

    def read(cell: Any) -> str:
        if cell.__class__ is str and is_plain(cell) and len(cell) <= limit:
            return cell
        text = cleaning.text(cell)
        if not text.isprintable():
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            text = "".join(c for c in text if c.isprintable() or c in f"\n\t{_JOINERS}")
        return _short(text, limit)

    return read


def notes(limit: int) -> Callable[[Any], str | None]:
    """Text that may run over several lines; None where it only says that there is none."""
    read_lines = lines(limit)

    def read(cell: Any) -> str | None:
        text = read_lines(cell)
        return None if cleaning.is_nothing(text) else text

    return read


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Wrong(f"Enter {limit:,} characters or fewer. This has {len(text):,}")
    return text


def yes_or_no(cell: Any) -> bool:
    text = cleaning.text(cell)
    if text.casefold() in {"yes", "y", "true", "1"}:
        return True
    if text.casefold() in {"no", "n", "false", "0"}:
        return False
    raise Wrong(f"Enter yes or no, not “{text[:40]}”")


def _alone(label: str) -> str:
    return label.partition(":")[0].partition(" (")[0]


def one_of(choices: Any, what: str) -> Callable[[Any], str]:
    """One of a set of words (Django's choices), by its value or by its label, with or without what
    explains it: “Close” of “Close (within 3 months)”."""
    known = {}
    for value, label in choices.choices:
        known[value.casefold()] = value
        known[label.casefold()] = value
        known[_alone(label).casefold()] = value
    words = ", ".join(_alone(label).lower() for _, label in choices.choices)

    def read(cell: Any) -> str:
        text = cleaning.text(cell)
        found = known.get(text.casefold()) or known.get(_alone(text).casefold())
        if found is None:
            raise Wrong(f"“{text[:40]}” is not {what}. Enter one of these: {words}")
        return found

    return read
