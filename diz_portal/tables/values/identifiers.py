"""Identifiers have forms. Each function takes a cell, or what was typed, and returns the one form
that we keep and compare; what cannot be one is Wrong, and what a spreadsheet has damaged says so.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from diz_portal import unseen

from . import cleaning
from .words import line
from .wrong import Wrong

LONGEST_CODE = 40
LONGEST_SERIAL = 60
_SHORTENED_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
# A code may have an E among its digits; a spreadsheet writes one digit, a sign and two or more.
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2,3}")
_ROUNDED_FROM = 15
_PLAIN_UPRN = re.compile(r"[1-9][0-9]{0,11}")
_ODS = re.compile(r"[A-Z0-9]{3,12}")
_ICCID = re.compile(r"89[0-9]{17,18}")
_GAPS = re.compile(r"[\s\-‐-―]+")
AS_TEXT = "In the spreadsheet, format the column as Text, enter the numbers again and save the file"


class Card(NamedTuple):
    """The number of a SIM card; `doubt` asks about one whose check digit is wrong."""

    number: str
    doubt: str = ""


def uprn(cell: Any) -> str:
    """Up to 12 digits, without the zeros in front."""
    if cell.__class__ is str and _PLAIN_UPRN.fullmatch(cell):
        return cell
    text = _digits(cell, "UPRN")
    is_below_0 = cleaning.plain_digits(cleaning.text(cell)).startswith("-")
    text = text.removesuffix(".0").lstrip("0")
    if is_below_0 or not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Wrong(f"“{_shown(cell)}” is not a UPRN. Enter up to 12 digits")
    return text


def ods_code(cell: Any) -> str:
    """3 to 12 letters and digits, in capitals."""
    if cell.__class__ is str and _ODS.fullmatch(cell):
        return cell
    code = "".join(cleaning.plain_digits(cleaning.text(cell)).removeprefix("'").split()).upper()
    if not _ODS.fullmatch(code):
        _refuse_shortened(code, "ODS code")
        raise Wrong(f"“{_shown(cell)}” is not an ODS code. Enter 3 to 12 letters and digits")
    return code


def iccid(cell: Any) -> Card:
    """The number of a SIM card: 19 or 20 digits that begin with 89, without the filler F.

    A wrong check digit is a doubt and no error, since some operators issue such cards.
    """
    text = _digits(cell, "SIM card number").upper()
    number = text.removesuffix("F") if len(text) == 20 else text
    if not _ICCID.fullmatch(number):
        raise Wrong(
            f"“{_shown(cell)}” is not a SIM card number, because it has {len(number)} digits. "
            "Enter the 19 or 20 digits that are printed on the card and begin with 89"
            if number.isdigit() and len(number) not in (19, 20)
            else f"“{_shown(cell)}” is not a SIM card number. Enter the 19 or 20 digits that are "
            "printed on the card and begin with 89"
        )
    if not number[_ROUNDED_FROM:].strip("0"):
        raise Wrong(_rounded(cell))
    if has_check_digit(number):
        return Card(number)
    return Card(
        number, f"The last digit of {number} does not match the others. Check it against the card"
    )


def imei(cell: Any) -> str:
    """The 15 digits that name a telephone. 14 lack the check digit; 16 end with the version of its
    software in place of it."""
    text = _digits(cell, "IMEI")
    if not text.isascii() or not text.isdigit() or not 14 <= len(text) <= 16:
        raise Wrong(
            f"“{_shown(cell)}” is not an IMEI. Enter the 15 digits shown when you dial *#06#"
        )
    if len(text) == 15 and not has_check_digit(text):
        raise Wrong(
            f"“{_shown(cell)}” is not an IMEI, because its last digit does not match the others. "
            "Enter the 15 digits shown when you dial *#06#"
        )
    # Those of North America begin with 01.
    if len(text) == 14 and text[0] == "1" and has_check_digit(f"0{text}"):
        raise Wrong(
            f"“{_shown(cell)}” may be an IMEI that has lost the zero at its start in a "
            f"spreadsheet, or its last digit. Enter all 15 digits. {AS_TEXT}"
        )
    return text if len(text) == 15 else text[:14] + check_digit(text[:14])


def named(what: str, limit: int) -> Callable[[Any], str]:
    """A name of letters and digits that somebody else has given, such as an order's: one line, as
    written, unless a spreadsheet has shortened it."""
    read_line = line(limit)

    def read(cell: Any) -> str:
        text = read_line(cell)
        _refuse_shortened(text, what)
        return text

    return read


def voucher(cell: Any) -> str:
    """A code of any letters and digits, as written, without spaces around it."""
    text = " ".join(cleaning.text(cell).split()).removeprefix("'")
    _refuse_shortened(text, "code")
    if len(text) > LONGEST_CODE:
        raise Wrong(f"“{text[:20]}…” is too long for a code. Enter up to {LONGEST_CODE} characters")
    if text.isdigit() and len(text) >= 18 and not text[_ROUNDED_FROM:].strip("0"):
        raise Wrong(_rounded(text))
    return text


# What makers and firmware write where a serial number is missing.
_NO_SERIAL = {
    "to be filled by o.e.m.",
    "default string",
    "system serial number",
    "not specified",
    "not available",
    "chassis serial number",
    "0",
    "x",
    "xxx",
}


def serial(cell: Any) -> str:
    """A serial number as it is kept: its spaces single. Blank where it only says there is none."""
    text = " ".join(cleaning.text(cell).split())
    _refuse_shortened(text, "serial number")
    if text.isdigit() and len(text) >= 18 and not text[_ROUNDED_FROM:].strip("0"):
        raise Wrong(_rounded(text))
    if len(text) > LONGEST_SERIAL:
        raise Wrong(
            f"“{text[:20]}…” is too long for a serial number. Enter up to {LONGEST_SERIAL} "
            "characters"
        )
    return "" if cleaning.is_nothing(text) or text.casefold() in _NO_SERIAL else text


def serial_key(serial: str) -> str:
    """A serial number as it is compared: without case, and with single spaces."""
    return " ".join(unseen.taken_out(serial).split()).upper()


# What a whole list shows ------------------------------------------------------------------------


def lost_in_list(codes: list[str]) -> int | None:
    """Which of a list of codes has lost digits in a spreadsheet, as only the others can tell.

    Codes of digits alone have one length: where some are shorter and none begins with 0, their
    zeros in front are lost. Where all of more than 15 digits end in zeros, the digits are.
    """
    if len(codes) < 3 or not all(code.isascii() and code.isdigit() for code in codes):
        return None
    lengths = [len(code) for code in codes]
    longest = max(lengths)
    long = [code for code in codes if len(code) > _ROUNDED_FROM]
    if long and not any(code[_ROUNDED_FROM:].strip("0") for code in long):
        return codes.index(long[0])
    most = lengths.count(longest) * 2 > len(codes)
    if most and min(lengths) < longest and not any(code[0] == "0" for code in codes):
        return next(at for at, length in enumerate(lengths) if length < longest)
    return None


# The check digit of cards and telephones ----------------------------------------------------------


def check_digit(digits: str) -> str:
    """The digit that Luhn's rule puts behind the others."""
    total = 0
    for at, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if at % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def has_check_digit(number: str) -> bool:
    return check_digit(number[:-1]) == number[-1]


def _digits(cell: Any, what: str) -> str:
    """What should be digits alone, without the gaps that people and printers put between them."""
    text = cleaning.plain_digits(cleaning.text(cell)).removeprefix("'").strip()
    _refuse_shortened(text, what, _SHORTENED_DIGITS)
    return _GAPS.sub("", text)


def _refuse_shortened(text: str, what: str, form: re.Pattern[str] = _SHORTENED) -> None:
    if form.fullmatch(text):
        raise Wrong(
            f"The spreadsheet has shortened this {what} ({text}), so its last digits are lost. "
            f"{AS_TEXT}"
        )


def _rounded(cell: Any) -> str:
    return (
        f"“{_shown(cell)}” has only zeros after its first 15 digits, because a spreadsheet has "
        f"lost the others. {AS_TEXT}"
    )


def _shown(cell: Any) -> str:
    return cleaning.text(cell)[:40]
