"""Numbers as people write them here: a point for decimals, a comma only before groups of three.

What follows another convention is `OtherConvention`: `12,5`, `1.234,56`, `1.234.567`. Nothing is
rounded unless the field says so, and no digit is dropped to make a number of something else.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from diz_portal.words import clock, uk_date

from . import cleaning
from .wrong import Convention, OtherConvention, Unreadable, Wrong

LONGEST = 40
_EXACT = Context(prec=3 * LONGEST)
# What a column may show, whose neighbours are read another way: see `columns`.
COMMAS, SPACES = "commas", "spaces"
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:\.[0-9]+)?")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_COMMA = re.compile(r"[0-9][0-9.'’ ]*(?:,[0-9]+)+|,[0-9]+")
_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}(?:['’][0-9]{3})+(?:[.,][0-9]+)?")
_SCIENTIFIC = re.compile(r"[0-9.,]+\s*[eE]\s*[+-]?\s*[0-9]+")
_LETTERS = re.compile(r"[A-Za-zµ%/²]+(?: ?/ ?[A-Za-z]+)?$")
_THREE_AFTER = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_BYTES = re.compile(r"[KMGT]i?B(?:/s|ps)")
_SHORT = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
Units = Mapping[str, Decimal]
DECIMAL_COMMA = Convention(
    of_column="We cannot read the column “{heading}”, because one of its numbers has a decimal "
    "comma ({where}). 1,234 could then mean 1.234. Enter its numbers with a point for decimals, "
    "like 1234.50, and upload the file again",
    of_neighbour="We cannot read the column “{heading}” ({shown}), because a number in another "
    "column has a decimal comma ({where}). 1,234 could then mean 1.234. Enter all numbers with a "
    "point for decimals, like 1234.50, and upload the file again",
)
MARKED_THOUSANDS = Convention(
    of_column="We cannot read the column “{heading}”, because one of its numbers has points or "
    "apostrophes before thousands ({where}). 1.234 could then mean 1,234. Enter its numbers with a "
    "point only for decimals, like 1234.50, and upload the file again",
    of_neighbour="We cannot read the column “{heading}” ({shown}), because a number in another "
    "column has points or apostrophes before thousands ({where}). 1.234 could then mean 1,234. "
    "Enter all numbers with a point only for decimals, like 1234.50, and upload the file again",
)


def units(**factors: str) -> dict[str, Decimal]:
    return {name: Decimal(factor) for name, factor in factors.items()}


SPEEDS = {
    **dict.fromkeys(("mbit/s", "mbits/s", "mbps", "mb/s", "mbit", "mb"), Decimal(1)),
    **dict.fromkeys(("gbit/s", "gbits/s", "gbps", "gb/s", "gbit"), Decimal(1000)),
}
DELAYS = units(ms="1", msec="1", milliseconds="1")
GIGABYTES = units(gb="1", gigabytes="1", mb="0.001", tb="1000")
PERCENT = {"%": Decimal(1), **units(percent="1", pc="1")}


class Number:
    """Reads a number of a kind; an instance is called with a cell, or with what was typed.

    `places` decimals are kept. More are refused, or rounded half up where `rounded` says so, as for
    what was measured. `least` and `most` are the bounds, `of` the kind in words ("of pounds"),
    `units` what may stand behind, each with what it is multiplied by, and `made` the last step.
    """

    def __init__(
        self,
        places: int,
        *,
        most: float | Decimal,
        least: float | Decimal = 0,
        of: str = "",
        units: Units | None = None,
        currency: bool = False,
        rounded: bool = False,
        made: Callable[[Decimal], Any] = lambda number: number,
    ):
        self.places, self.of = places, of and f" {of}"
        self._most, self._least = Decimal(str(most)), Decimal(str(least))
        self._units, self._currency = units or {}, currency
        self._rounded, self._made = rounded, made
        self._step = Decimal(1).scaleb(-places)
        decimals = rf"(?:\.[0-9]{{1,{places}}})?" if places else ""
        # What most cells are, and read without more ado.
        self._simple = re.compile(rf"[0-9]{{1,7}}{decimals}").fullmatch

    def __call__(self, cell: Any) -> Any:
        return self.read(cell)[0]

    def read(self, cell: Any) -> tuple[Any, str]:
        """The value, and what the cell shows about how its column is written: mostly nothing."""
        if cell.__class__ is str and self._simple(cell):
            if self._made is float and self._least <= (found := float(cell)) <= self._most:
                return found, ""
            number, shows = Decimal(cell), ""
        elif isinstance(cell, bool | date | time):
            raise Wrong(self._no_number(cell))
        elif isinstance(cell, int | float | Decimal):
            number, shows = self._of_number(cell), ""
        else:
            number, shows = self._of_text(cleaning.text(cell))
        return self._made(self._kept(number, cell)), shows

    def _no_number(self, cell: bool | date | time) -> str:
        if isinstance(cell, bool):
            return self._none(cleaning.text(cell))
        shown = uk_date(cell) if isinstance(cell, date) else clock(cell)
        return (
            f"The cell has a date or a time ({shown}). Spreadsheets change numbers such as 1.5 or "
            f"3/4 into dates. Format the column as Number and enter a number{self.of}"
        )

    def _none(self, typed: Any) -> str:
        return f"Enter a number{self.of}, not “{typed}”"

    def _of_number(self, cell: float | Decimal) -> Decimal:
        # The fifteen digits that a spreadsheet shows: 0.1 + 0.2 is 0.3 to it.
        number = Decimal(f"{cell:.15g}") if isinstance(cell, float) else Decimal(cell)
        if not number.is_finite():
            raise Unreadable(self._none(cell))
        return number

    def _of_text(self, typed: str) -> tuple[Decimal, str]:
        text = " ".join(cleaning.plain_digits(typed).split()).removeprefix("'").strip()
        if len(text) > LONGEST:
            raise Unreadable(self._none(f"{typed[:LONGEST]}…"))
        if _SCIENTIFIC.fullmatch(text):
            raise Unreadable(
                f"“{typed}” is how a spreadsheet shortens a long number, so digits may be lost. "
                "Enter all its digits"
            )
        if text in ("-", "—"):
            raise Wrong(f"“{typed}” can mean 0 or nothing. Enter 0, or leave it blank")
        sign, bare = self._signed(text, typed)
        bare, factor = self._unit(bare, typed)
        number, shows = self._digits(bare, typed)
        return sign * number * factor, shows

    def _signed(self, text: str, typed: str) -> tuple[int, str]:
        """The sign, by a minus in front or behind or by brackets; and the rest without its £."""
        marks = 0
        if text.startswith("£") and self._currency:
            text, pounds = text[1:].strip(), 1
        else:
            pounds = 0
        if text.startswith("(") and text.endswith(")"):
            text, marks = text[1:-1].strip(), marks + 1
        if text.startswith("-"):
            text, marks = text[1:].strip(), marks + 1
        elif text.startswith("+"):
            text = text[1:].strip()
        if text.endswith("-"):
            text, marks = text[:-1].strip(), marks + 1
        if self._currency:
            for mark in ("£", "GBP"):
                if text.upper().startswith(mark):
                    text, pounds = text[len(mark) :].strip(), pounds + 1
                elif text.upper().endswith(mark):
                    text, pounds = text[: -len(mark)].strip(), pounds + 1
        if marks > 1 or pounds > 1:
            raise Unreadable(self._none(typed))
        return (-1 if marks else 1), text

    def _unit(self, text: str, typed: str) -> tuple[str, Decimal]:
        found = _LETTERS.search(text)
        if not found:
            return text, Decimal(1)
        unit, bare = found[0], text[: found.start()].strip()
        if _BYTES.fullmatch(unit) and self._units is SPEEDS:
            raise Wrong(
                f"“{typed}” is in bytes a second, and each byte is 8 bits. Enter the speed in "
                "Mbit/s"
            )
        factor = self._units.get(unit.casefold().replace(" ", ""))
        if factor is not None and bare:
            return bare, factor
        if unit.casefold() in _SHORT and _PLAIN.fullmatch(bare):
            full = Decimal(bare) * _SHORT[unit.casefold()]
            raise Wrong(f"Enter “{typed}” in full, such as {full:,f}")
        if unit == "p" and self._currency:
            raise Wrong(f"“{typed}” is in pence. Enter it in pounds, such as 0.50")
        if unit == "%" and _PLAIN.fullmatch(bare):
            raise Wrong(f"“{typed}” is a percentage. Enter a number{self.of}")
        return text, Decimal(1)

    def _digits(self, bare: str, typed: str) -> tuple[Decimal, str]:
        if _PLAIN.fullmatch(bare):
            if self._rounded and self.places < 3 and _THREE_AFTER.fullmatch(bare):
                full = bare.replace(".", "")
                raise Wrong(
                    f"“{typed}” could be {Decimal(bare):.{self.places}f} or {full}. Enter it with "
                    f"{_said(self.places)}"
                )
            return Decimal(bare), ""
        if _GROUPED.fullmatch(bare):
            return Decimal(bare.replace(",", "")), COMMAS if _ONE_GROUP.fullmatch(bare) else ""
        if _SPACED.fullmatch(bare):
            return Decimal(bare.replace(" ", "")), SPACES
        if _COMMA.fullmatch(bare):
            raise OtherConvention(
                f"“{typed}” has a comma that is not before 3 digits. Use a point for decimals, "
                "like 12.5, and a comma only for thousands, like 1,250",
                DECIMAL_COMMA,
            )
        if _POINTS.fullmatch(bare):
            raise OtherConvention(
                f"“{typed}” has points or apostrophes before thousands. Use a point only for "
                "decimals, like 12.5, and a comma for thousands, like 1,250",
                MARKED_THOUSANDS,
            )
        if "€" in bare or "$" in bare:
            raise Wrong(f"“{typed}” is not in pounds. Enter the amount in pounds")
        raise Unreadable(self._none(typed))

    def _kept(self, number: Decimal, cell: Any) -> Decimal:
        """In bounds, and with the decimals that are kept."""
        if number < self._least:
            raise Wrong(f"Enter {self._least:,f} or more, not {_shown(cell)}")
        if number > self._most:
            raise Wrong(f"Enter {self._most:,f} or less, not {_shown(cell)}")
        kept = number.quantize(self._step, ROUND_HALF_UP, _EXACT)
        if kept != number and not self._rounded:
            raise self._too_fine(cell)
        return kept

    def _too_fine(self, cell: Any) -> Wrong:
        shown = _shown(cell)
        if self._currency:
            return Wrong(f"“{shown}” has a fraction of a penny. Enter pounds and whole pence")
        if not self.places:
            return Unreadable(f"Enter a whole number{self.of}, not “{shown}”")
        return Wrong(f"“{shown}” has too many decimal places. Enter it with {_said(self.places)}")


def _said(places: int) -> str:
    return "1 decimal place" if places == 1 else f"{places} decimal places"


def _shown(cell: Any) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)[:LONGEST]


# Nobody means more than that: a digit was typed twice. Sums of such amounts fit the columns.
MOST_POUNDS = Decimal("999999999.99")


class Pounds(Number):
    """Pounds and whole pence: `£1,250.50`, `(400)`, `400-`."""

    def __init__(self, *, most: float | Decimal = 999_999_999, **options: Any):
        options = {"of": "of pounds", "currency": True, **options}
        super().__init__(2, most=most, **options)
