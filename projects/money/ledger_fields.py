"""What a ledger's export may bring: our fields, the headings other people give them, and how the
ledger's own periods are read."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from diz_portal.imports.fields import Field
from diz_portal.tables.values import MOST_POUNDS, Day, Number, Pounds, Unreadable, Wrong, line
from projects.money import periods

_day = Day()
_MONTH = re.compile(r"(20[0-9]{2})[-/.](0[1-9]|1[0-2])")
_MONTH_LAST = re.compile(r"(0?[1-9]|1[0-2])[-/.](20[0-9]{2})")
# `2025-26 P13`, `P6 2025/26`, `06/2025-26`, `202526/06`.
_YEAR = r"(20[0-9]{2})[-/ ]?([0-9]{2})"
_PERIOD = r"(?:period |per |[pm])? ?(0?[1-9]|1[0-3])"
_YEAR_FIRST = re.compile(rf"{_YEAR}[-/ ,]*{_PERIOD}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"{_PERIOD}[-/ ,]+(?:of )?{_YEAR}", re.IGNORECASE)
LIKE = "Enter it like 2026-09, September 2026 or 2026-27 P6"


def period(cell: Any) -> tuple[date, bool]:
    """The month of a ledger's period, and whether it is the outturn of its year.

    Periods are numbered from April; 13 is what belongs to a year and was known after it.
    """
    if isinstance(cell, datetime | date):
        return periods.month_of(_day(cell)), False
    return _of_text(" ".join(str(cell).split()))


@lru_cache(maxsize=1_000)
def _of_text(text: str) -> tuple[date, bool]:
    if found := _MONTH.fullmatch(text):
        return date(int(found[1]), int(found[2]), 1), False
    if found := _MONTH_LAST.fullmatch(text):
        return date(int(found[2]), int(found[1]), 1), False
    if found := _YEAR_FIRST.fullmatch(text):
        return _numbered(text, found[1], found[2], found[3])
    if found := _YEAR_LAST.fullmatch(text):
        return _numbered(text, found[2], found[3], found[1])
    for form in ("%B %Y", "%b %Y", "%b-%Y", "%b-%y", "%B-%y"):
        try:
            month = datetime.strptime(text, form).date()  # noqa: DTZ007  has no zone
        except ValueError:
            continue
        if month.year not in periods.YEARS:
            raise Wrong(
                f"The year {month.year} cannot be right. Enter a year from {periods.YEARS[0]} to "
                f"{periods.YEARS[-1]}"
            )
        return month, False
    try:
        return periods.month_of(_day(text)), False
    except Unreadable:
        raise Wrong(f"“{text[:40]}” is not a period. {LIKE}") from None


def _numbered(text: str, first: str, last: str, number: str) -> tuple[date, bool]:
    year, at = int(first), int(number)
    if (year + 1) % 100 != int(last):
        raise Wrong(f"“{text[:40]}” is not a financial year. {LIKE}")
    if at == 13:
        return date(year + 1, 3, 1), True
    month = at + 3
    return (date(year, month, 1) if month <= 12 else date(year + 1, month - 12, 1)), False


SIGNED = Pounds(least=-MOST_POUNDS, most=MOST_POUNDS)
FIELDS = [
    Field(
        "transaction_reference",
        "Transaction reference",
        line(60),
        (
            *("transaction", "transaction no", "transaction number", "transaction id"),
            *("trans ref", "trans no", "txn ref", "txn id", "tran ref"),
            *("journal", "journal no", "journal number", "journal reference"),
            *("document", "document no", "document number", "doc no", "voucher number"),
            *("reference", "ref"),
        ),
    ),
    Field(
        "line",
        "Line of the transaction",
        Number(0, least=1, most=1_000_000, made=int),
        ("line", "line no", "line number", "journal line", "sequence", "seq"),
    ),
    Field(
        "on",
        "Date",
        Day(),
        (
            *("transaction date", "posting date", "posted", "gl date", "trans date"),
            *("effective date", "date posted", "document date"),
        ),
    ),
    Field(
        "period",
        "Period",
        period,
        ("accounting period", "financial period", "fiscal period", "ledger period", "month"),
    ),
    Field(
        "cost_centre",
        "Cost centre",
        line(40),
        ("cost center", "cost code", "cost centre code", "project code", "wbs", "budget code"),
    ),
    Field(
        "amount",
        "Amount (£)",
        SIGNED,
        ("amount", "net", "net amount", "value", "actual", "amount gbp", "local amount"),
    ),
    Field(
        "debit", "Debit (£)", Pounds(most=MOST_POUNDS), ("debit", "dr", "debit amount", "debits")
    ),
    Field(
        "credit",
        "Credit (£)",
        Pounds(most=MOST_POUNDS),
        ("credit", "cr", "credit amount", "credits"),
    ),
    Field("vat", "VAT (£)", SIGNED, ("vat", "vat amount", "tax", "tax amount")),
    Field(
        "supplier",
        "Supplier",
        line(160),
        ("supplier name", "vendor", "vendor name", "payee", "customer", "paid to", "name"),
    ),
    Field(
        "description",
        "Description",
        line(200),
        ("narrative", "details", "detail", "text", "line description", "transaction description"),
    ),
]
