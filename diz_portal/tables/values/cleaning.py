"""What can stand around a value without being part of it, and what a spreadsheet puts in its place.

Text can be read one way only without its apostrophe (our own exports put one before what would run
as a formula), without `="…"` (which keeps zeros in front) and without the spaces at its ends. An
error of a spreadsheet, and letters that have lost their encoding, are no value.
"""

import re
from functools import lru_cache
from typing import Any

from diz_portal import unseen
from diz_portal.tables.cells import MOST_DIGITS, Broken, text_of

from .wrong import Wrong, WrongEncoding

# What makes Excel, LibreOffice or Google Sheets run a cell instead of showing it (OWASP's list):
# the full-width signs count where the keyboard is Japanese, and white space before one is dropped.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Text that begins otherwise, and is ASCII, is simply itself.
_ODD = frozenset("'=#")
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_ERROR = re.compile(
    r"#(?:REF|N/A|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC|FIELD|GETTING_DATA|BLOCKED|CONNECT|BUSY"
    r"|UNKNOWN|EXTERNAL|PYTHON)[!?]?|Err:[0-9]{3}",
    re.IGNORECASE,
)
_TOO_NARROW = re.compile("#{3,}")
# What people write where they have nothing to say. A dash alone is no nought either: in a column of
# money it may be one, so numbers refuse it.
_NOTHING = {
    *("n/a", "na", "n.a.", "n.a", "nil", "none", "not applicable", "unknown", "not known"),
    *("tbc", "tbd", "tba", "t.b.c.", "to be confirmed", "to be decided", "to be advised"),
    *("?", "??", "???", "-", "--", "---", "–", "—", ".", "..", "...", "…"),
}


# Digits and signs of full width, as some keyboards write them, and the other signs for minus.
_ALIKE = {
    **{ord(minus): ord("-") for minus in "−‒–﹣"},
    **{0xFF01 + at: 0x21 + at for at in range(94)},
}


def plain_digits(text: str) -> str:
    """The text with the digits and signs of a British keyboard."""
    return text if text.isascii() else text.translate(_ALIKE)


def is_nothing(text: str) -> bool:
    """Whether the words only say that there is nothing: `n/a`, `-`, `tbc`."""
    return len(text) < 16 and text.casefold() in _NOTHING


# One line of ASCII that begins and ends with itself; errors of LibreOffice begin with “Err:”.
# Of it nothing needs to be looked at, and most text is so.
is_plain = re.compile(r"(?!Err:)[!-\"$-&(-<>-~](?:[ -~]*[!-~])?").fullmatch


def text(cell: Any) -> str:
    """A cell as text, without what surrounds it. An error, lost digits or wrong letters are Wrong.

    Line breaks inside stay; the spaces at the ends go, of every kind.
    """
    if cell.__class__ is not str:
        if isinstance(cell, Broken):
            raise Wrong(str(cell))
        if isinstance(cell, int | float) and abs(cell) >= MOST_DIGITS:
            raise Wrong(
                "The cell has a number of more than 15 digits, and spreadsheets keep only 15. "
                "Format the column as Text, enter the numbers again and save the file"
            )
        return text_of(cell)
    cell = cell.strip()
    if not cell or (cell[0] not in _ODD and cell.isascii() and not cell.startswith("Err:")):
        return cell
    return _odd_text(cell)


def _odd_text(text: str) -> str:
    refuse_errors(text)
    if text == "'":
        # How a spreadsheet writes a text of no letters.
        return ""
    if text[0] == "'" and text.lstrip("'").startswith(STARTS_A_FORMULA):
        text = text[1:].lstrip(" ")
    elif found := _AS_TEXT.fullmatch(text):
        text = found[1].replace('""', '"').strip()
    if not text.isascii():
        refuse_wrong_encoding(text)
        text = unseen.taken_out(text).strip()
    return text


def refuse_errors(text: str) -> None:
    if _ERROR.fullmatch(text):
        raise Wrong(str(Broken.error(text)))
    if _TOO_NARROW.fullmatch(text):
        raise Wrong(
            f"The cell has {text[:10]}, which a spreadsheet shows when a value is too long for its "
            "column. Change the column to be wider and save the file again"
        )


def refuse_wrong_encoding(text: str) -> None:
    if "\ufffd" in text:
        raise Wrong(
            f"A letter of “{text[:60]}” was lost when the file was saved. Enter it again, and save "
            "the file as “CSV UTF-8” or as an Excel workbook"
        )
    if (right := repaired(text)) is not None:
        raise WrongEncoding(text, right)


# The first letter of each pair, or three, that UTF-8 becomes when it is opened as something else.
_SUSPICIOUS = re.compile("[ÂÃÄÅâðï√¬‚]")


@lru_cache(maxsize=1_000)
def repaired(text: str) -> str | None:
    """What text said before it was saved in one encoding and opened in another: `ZoÃ«` → `Zoë`.

    None where it was not. Twice wrong is put right twice.
    """
    right = None
    while _SUSPICIOUS.search(text) and (better := _once(text)) is not None:
        right = text = better
    return right


def _once(text: str) -> str | None:
    for encode in (_as_windows, _as_macintosh):
        try:
            better = encode(text).decode()
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if better != text and all(map(_is_usual, better)):
            return better
    return None


def _as_windows(text: str) -> bytes:
    """Windows-1252, in which five bytes are no letter: programs pass them as they are."""
    return b"".join(
        bytes([ord(letter)]) if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")
        for letter in text
    )


def _as_macintosh(text: str) -> bytes:
    return text.encode("mac_roman")


def _is_usual(letter: str) -> bool:
    """Letters of Europe, the marks of print, and pictures; anything else is a chance hit: `É…`."""
    at = ord(letter)
    return (
        (at < 0x7F and (letter.isprintable() or letter in "\r\n\t"))
        or 0xA0 <= at <= 0x17F
        or 0x2010 <= at <= 0x203A
        or letter in "€™\ufeff"
        or at >= 0x1F300
    )
