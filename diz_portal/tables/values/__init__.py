"""What a cell, or what was typed, means: one parser for files and for the fields of forms.

    Pounds()("£1,250.50")            Decimal("1250.50")
    Day()("23rd Nov 2026")           date(2026, 11, 23)
    iccid("8944 1100 0000 0000 001F")

Each reader is called with a value of any kind (text, or what a workbook gives: numbers, days, yes
or no, `Broken`), which is not blank, and returns ours or raises `Wrong` with a sentence for the
person. A value that can be read in two ways is refused; one that can be read in one way is read.

numbers      Number, Pounds       a point for decimals, a comma before groups of three
days         Day                  the day before the month
words        line, lines, notes, one_of, yes_or_no
identifiers  uprn, ods_code, iccid, imei, voucher, serial, named, and how serials are compared
columns      Column, refused      whether a whole column is written in another convention
cleaning                          what surrounds a value; errors; letters in the wrong encoding
"""

from .cleaning import STARTS_A_FORMULA, is_nothing, repaired
from .columns import Column, refused
from .days import Day
from .identifiers import (
    Card,
    has_check_digit,
    iccid,
    imei,
    lost_in_list,
    named,
    ods_code,
    serial,
    serial_key,
    uprn,
    voucher,
)
from .numbers import (
    DELAYS,
    GIGABYTES,
    MOST_POUNDS,
    PERCENT,
    SPEEDS,
    Number,
    Pounds,
    Units,
    units,
)
from .words import line, lines, notes, one_of, yes_or_no
from .wrong import OtherConvention, Unreadable, Wrong, WrongEncoding

__all__ = [
    "DELAYS",
    "GIGABYTES",
    "MOST_POUNDS",
    "PERCENT",
    "SPEEDS",
    "STARTS_A_FORMULA",
    "Card",
    "Column",
    "Day",
    "Number",
    "OtherConvention",
    "Pounds",
    "Units",
    "Unreadable",
    "Wrong",
    "WrongEncoding",
    "has_check_digit",
    "iccid",
    "imei",
    "is_nothing",
    "line",
    "lines",
    "lost_in_list",
    "named",
    "notes",
    "ods_code",
    "one_of",
    "refused",
    "repaired",
    "serial",
    "serial_key",
    "units",
    "uprn",
    "voucher",
    "yes_or_no",
]
