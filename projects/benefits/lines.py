"""Lines as they are pasted from a spreadsheet: a site, a value, and how many people."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

MOST = 2000
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Line:
    number: int
    code: str
    amount: Decimal
    people: int | None = None


def read(text: str) -> list[Line]:
    """Each line, or what is wrong with one of them. Nothing is guessed: `1,200` may be either."""
    lines = []
    for number, words in enumerate(text.splitlines(), start=1):
        parts = words.split()
        if not parts:
            continue
        if len(parts) not in (2, 3):
            raise ValidationError(
                f"Line {number}: enter a site, its value and the number of people, with a space or "
                "a tab between them"
            )
        code, amount, *people = parts
        if not _NUMBER.fullmatch(amount):
            raise ValidationError(
                f"Line {number}: enter the value in figures without commas, such as 1200 or 4.5"
            )
        if people and not re.fullmatch(r"[0-9]{1,7}", people[0]):
            raise ValidationError(f"Line {number}: enter the number of people in figures")
        lines.append(
            Line(number, code.upper(), Decimal(amount), int(people[0]) if people else None)
        )
    if len(lines) > MOST:
        raise ValidationError(f"Enter {MOST:,} lines or fewer")
    return lines
