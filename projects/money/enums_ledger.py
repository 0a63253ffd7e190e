"""Words of the accountable body's ledger, and of the months in which it is reconciled."""

from django.db import models


class MonthState(models.TextChoices):
    OPEN = "open", "Open"
    SIGNED = "signed", "Signed"
    LOCKED = "locked", "Locked"


# A locked month is never opened again: what it should have said is adjusted in an open one.
MONTH_MOVES = {
    MonthState.OPEN: {MonthState.SIGNED},
    MonthState.SIGNED: {MonthState.OPEN, MonthState.LOCKED},
    MonthState.LOCKED: set(),
}


class Why(models.TextChoices):
    """Why the ledger and the portal say different things of a month."""

    TIMING = "timing", "Timing: the other has it in a different month"
    NOT_OURS = "not_ours", "Not this project’s: it belongs to another project"
    ACCRUAL = "accrual", "Accrual: only one of the 2 counts it"
    MISSING = "missing", "Missing: it has not been entered yet"
    TO_CORRECT = "to_correct", "To be corrected"


class How(models.TextChoices):
    """How a line of the ledger and a posting came together."""

    REFERENCE = "reference", "By transaction reference"
    CONFIRMED = "confirmed", "Confirmed by an officer"
    MADE = "made", "Posting created from the line"
