"""Cells become values: each function takes what the file holds and returns ours, or says why not.

Blank cells never get here, and text comes without spaces around it. A CSV holds only text; a
workbook also gives numbers and dates.
"""

import calendar
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from diz_portal.tables import day_of_number, text_of

MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: at for name, at in MONTHS.items()} | {"sept": 9}
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9]{2}:[0-9]{2}.*)?")
BRITISH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?: [0-9]{2}:[0-9]{2}.*)?")
WRITTEN = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([A-Za-z]+)\.?,? ([0-9]{4})")
WRITTEN_DASHED = re.compile(r"([0-9]{1,2})-([A-Za-z]+)-([0-9]{4})")
SCIENTIFIC = re.compile(r"[0-9.,]+\s*[eE]\s*\+?[0-9]+")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
PLAIN_UPRN = re.compile(r"[1-9][0-9]{0,11}")
ODS = re.compile(r"[A-Z0-9]{3,12}")
FORMULA_STARTS = ("=", "+", "-", "@")
UPRN_AS_TEXT = (
    "The spreadsheet has shortened this UPRN ({value}), so its last digits are lost. In Excel, "
    "format the column as Text (or as Number without decimals) before typing or pasting the "
    "UPRNs, then save again."
)


class Wrong(ValueError):
    """A cell that cannot be right, said in a sentence."""


def line(limit: int):
    """One line of text, as typed, of at most `limit` characters."""

    def clean(cell: Any) -> str:
        text = cell if type(cell) is str else text_of(cell)
        if len(text) <= limit and text.isprintable() and text[0] != "'":
            return text
        # Our own export puts an apostrophe before what would run as a formula.
        if text.startswith("'") and text[1:2] in FORMULA_STARTS:
            text = text[1:]
        if not text.isprintable():
            text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if len(text) > limit:
            raise Wrong(f"This is {len(text)} characters long: the most is {limit}.")
        return text

    return clean


def lines(limit: int):
    """Text that may run over several lines."""

    def clean(cell: Any) -> str:
        text = text_of(cell)
        if len(text) <= limit and text.isprintable() and text[0] != "'":
            return text
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text.startswith("'") and text[1:2] in FORMULA_STARTS:
            text = text[1:]
        text = "".join(c for c in text if c.isprintable() or c in "\n\t")
        if len(text) > limit:
            raise Wrong(f"This is {len(text)} characters long: the most is {limit:,}.")
        return text

    return clean


def ods_code(cell: Any) -> str:
    code = (cell if type(cell) is str else text_of(cell)).upper()
    if not ODS.fullmatch(code):
        raise Wrong(f"“{code[:40]}” is not an ODS code: 3 to 12 letters and digits.")
    return code


def uprn(cell: Any) -> str:
    text = cell if type(cell) is str else text_of(cell)
    if PLAIN_UPRN.fullmatch(text):
        return text
    if SCIENTIFIC.fullmatch(text):
        raise Wrong(UPRN_AS_TEXT.format(value=text))
    digits = text.removesuffix(".0").replace(" ", "").lstrip("0")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
        raise Wrong(f"“{text[:40]}” is not a UPRN: up to 12 digits, nothing else.")
    return digits


def day(cell: Any) -> str:
    """A date, as ISO text."""
    if type(cell) is str:
        return _day_of_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 20_000 < cell < 80_000:
            raise Wrong(f"“{text_of(cell)}” is not a date: write it like 31/03/2026.")
        return day_of_number(cell).isoformat()
    return _day_of_text(text_of(cell))


@lru_cache(maxsize=10_000)
def _day_of_text(text: str) -> str:
    if found := ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := BRITISH.fullmatch(text):
        number, month, year = map(int, found.groups())
    elif found := WRITTEN.fullmatch(text) or WRITTEN_DASHED.fullmatch(text):
        number, month, year = int(found[1]), MONTHS.get(found[2].lower(), 0), int(found[3])
    else:
        raise Wrong(f"“{text[:40]}” is not a date: write it like 31/03/2026 or 2026-03-31.")
    try:
        value = date(year, month, number)
    except ValueError:
        raise Wrong(f"“{text[:40]}” is not a day of the calendar.") from None
    if not 1990 <= value.year <= 2100:
        raise Wrong(f"The year {value.year} cannot be right.")
    return value.isoformat()


def number(places: int, most: float, unit: str = ""):
    """A number not below 0, rounded to `places` decimals; returned as text for the database."""
    step = Decimal(1).scaleb(-places)
    plain = re.compile(rf"[0-9]{{1,9}}(\.[0-9]{{1,{places}}})?")

    @lru_cache(maxsize=10_000)
    def of_text(text: str) -> str:
        if plain.fullmatch(text) and float(text) <= most:
            return str(Decimal(text).quantize(step))
        bare = text.replace("£", "").replace(",", "").replace(" ", "")
        bare = re.sub(r"(?i)(mbps|mbit/s|mb/s|ms)$", "", bare)
        try:
            value = Decimal(bare)
        except InvalidOperation:
            raise Wrong(f"“{text[:40]}” is not a number{unit}.") from None
        if not value.is_finite():
            raise Wrong(f"“{text[:40]}” is not a number{unit}.")
        if value < 0:
            raise Wrong(f"{text[:40]} is below 0.")
        if value > Decimal(str(most)):
            raise Wrong(f"{text[:40]} is too large: the most is {most:,.0f}.")
        return str(value.quantize(step, ROUND_HALF_UP))

    def clean(cell: Any) -> str:
        return of_text(cell if type(cell) is str else text_of(cell))

    return clean


def degrees(cell: Any) -> float:
    text = cell if type(cell) is str else text_of(cell)
    if not NUMBER.fullmatch(text):
        raise Wrong(f"“{text[:40]}” is not a number of degrees, like 51.7712.")
    return round(float(text), 6)


def check_place(latitude: float | None, longitude: float | None) -> None:
    """Both or neither, inside Great Britain, and not the wrong way round."""
    if latitude is None or longitude is None:
        missing = "longitude" if longitude is None else "latitude"
        raise Wrong(f"The {missing} is missing: give both, or neither.")
    if 49 <= latitude <= 61 and -9 <= longitude <= 2:
        return
    if 49 <= longitude <= 61 and -9 <= latitude <= 2:
        raise Wrong(
            f"Latitude {latitude} and longitude {longitude} look swapped: in Great Britain the "
            "latitude is 49 to 61 and the longitude -9 to 2."
        )
    raise Wrong(
        f"Latitude {latitude}, longitude {longitude} is not in Great Britain: the latitude must "
        "be 49 to 61 and the longitude -9 to 2."
    )


def score(cell: Any) -> int:
    text = text_of(cell)[:1]
    if text not in {"1", "2", "3", "4", "5"} or (
        len(text_of(cell)) > 1 and (text_of(cell)[1].isdigit() or text_of(cell)[1] == ".")
    ):
        raise Wrong(f"“{text_of(cell)[:40]}” is not a score: 1 (very low) to 5 (very high).")
    return int(text)


def yes_or_no(cell: Any) -> bool:
    text = text_of(cell).casefold()
    if text in {"yes", "y", "true", "1", "issue"}:
        return True
    if text in {"no", "n", "false", "0", "risk"}:
        return False
    raise Wrong(f"“{text[:40]}” is neither yes nor no.")


def choice(choices, what: str):
    """One of a set of words, by its value or by its label up to a colon."""
    known = {}
    for value, label in choices.choices:
        known[value.casefold()] = value
        known[label.casefold()] = value
        known[label.partition(":")[0].casefold()] = value
    words = ", ".join(label.partition(":")[0].lower() for _, label in choices.choices)

    def clean(cell: Any) -> str:
        text = text_of(cell)
        if text.casefold() not in known:
            raise Wrong(f"“{text[:40]}” is not {what}: use {words}.")
        return known[text.casefold()]

    return clean


# What an NHS list shouts in capitals, as a person would write it ------------------------

KEPT = {"NHS", "GP", "PCN", "ICB", "CCG", "PMS", "APMS", "PCC", "UK", "II", "III", "IV", "BR"}
SMALL = {"And", "At", "By", "For", "From", "In", "Of", "On", "The", "To", "With", "Upon"}
WORD = re.compile(r"[A-Z0-9]+(?:[’'][A-Z]+)*")


def sentence_name(name: str) -> str:
    """`THE NHS SURGERY AT ST ANN'S` → `The NHS Surgery at St Ann's`; other text is kept."""
    name = " ".join(name.split())
    if name != name.upper():
        return name

    def write(found: re.Match) -> str:
        word = found[0]
        if word in KEPT or word[0].isdigit():
            # 12A stays; 2ND becomes 2nd.
            return word.lower() if re.fullmatch(r"[0-9]+(ST|ND|RD|TH)", word) else word
        written = word.capitalize().replace("’", "'")
        if re.match(r"(O|D)'[a-z]{2}", written):  # O'Neill, D'Arcy; but not Ann's
            written = f"{written[:2]}{written[2:].capitalize()}"
        if re.match(r"Mc[a-z]{3}", written):
            written = f"Mc{written[2:].capitalize()}"
        small = written in SMALL and found.start() > 0 and name[found.start() - 1] == " "
        return written.lower() if small else written

    return WORD.sub(write, name)
