"""Telephone numbers of the United Kingdom: one spelling to store, one to read."""

import re

from django.core.exceptions import ValidationError
from django.db import models

_NATIONAL = re.compile(r"^(?:[1-3][0-9]{8,9}|7[0-9]{9}|8[0-9]{8,9})$")
_MOBILE = re.compile(r"^\+447[1-57-9][0-9]{8}$")
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015]+")
LONGEST = 13


class NotANumber(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            "Enter a UK telephone number, like 01279 446 611 or 07700 900 982.", code="phone"
        )


def normalise(text: str) -> str:
    """`(01279) 446611` as `+441279446611`; nothing stays nothing."""
    compact = _BETWEEN.sub("", text.replace("(0)", ""))
    if not compact:
        return ""
    national = re.sub(r"^(?:\+44|0044|0)", "", compact)
    if national == compact or not _NATIONAL.match(national):
        raise NotANumber
    return f"+44{national}"


def part_typed(text: str) -> str:
    """What to look for within stored numbers when somebody typed `01279 446` or `900 982`; empty
    for words, and for too few digits to tell people apart."""
    digits = _BETWEEN.sub("", text.replace("(0)", "")).removeprefix("+")
    if not re.fullmatch(r"[0-9]{4,}", digits):
        return ""
    return digits.lstrip("0") if digits.strip("0") else ""


def in_words(number: str) -> str:
    """`+441279446611` as it is dialled and read out: `01279 446 611`."""
    if not number.startswith("+44"):
        return number
    dialled = f"0{number[3:]}"
    if dialled.startswith(("02", "03")):
        return " ".join(filter(None, [dialled[:3], dialled[3:7], dialled[7:]]))
    return " ".join(filter(None, [dialled[:5], dialled[5:8], dialled[8:]]))


def is_mobile(number: str) -> bool:
    """Whether a text can be sent there."""
    return bool(_MOBILE.match(number))


def stored_form(field: str) -> models.Q:
    """For a constraint: empty, or in the one spelling."""
    return models.Q(**{field: ""}) | models.Q(**{f"{field}__regex": r"^\+44[1-378][0-9]{8,9}$"})
