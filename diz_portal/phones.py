"""Telephone numbers of the United Kingdom: one spelling to store, one to read."""

import re

from django.core.exceptions import ValidationError
from django.db import models

from diz_portal import unseen

_NATIONAL = re.compile(r"^(?:[1-3][0-9]{8,9}|7[0-9]{9}|8[0-9]{8,9})$")
_MOBILE = re.compile(r"^\+447[1-57-9][0-9]{8}$")
_BETWEEN = re.compile(r"[\s().\-/\u2010-\u2015]+")
_EXTENSION = re.compile(r"(?i)[\s,;]*(?:extension|extn|ext|x|#)[\s.:=#]*([0-9]{1,6})\s*$")
# Large cities (0121 496 0000) and numbers of no place (0300 123 1113) have an area of four digits.
_OF_FOUR = re.compile(r"^0(?:3|8|11[3-8]|1[2-69]1)")
LONGEST = 24


class NotANumber(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            "Enter a UK phone number, like 01279 446 611 or 07700 900 982", code="phone"
        )


def normalise(text: str) -> str:
    """`(01279) 446611 ext. 12` as `+441279446611;ext=12` (the form of RFC 3966); nothing stays
    nothing. Understood as people paste it: with marks that nobody sees, `tel:`, `+44 (0)`, `44`."""
    typed = re.sub(r"(?i)^\s*tel:", "", unseen.plain(text))
    extension = _EXTENSION.search(typed)
    compact = _BETWEEN.sub("", typed[: extension.start()] if extension else typed)
    if not compact and not extension:
        return ""
    national = re.sub(r"^(?:(?:\+|00)?44)?0?", "", compact)
    if national == compact or not _NATIONAL.match(national):
        raise NotANumber
    return f"+44{national}" + (f";ext={extension[1]}" if extension else "")


def key(text: str) -> str:
    """A number as it is compared: its last ten digits, without an extension."""
    return re.sub(r"\D", "", _EXTENSION.sub("", unseen.plain(text)))[-10:]


# Words beside a number that are nobody's name.
_SAID = re.compile(r"(?i)^\W*(?:tel(?:ephone)?|phone|mob(?:ile)?|cell|ring|call|no|number)\b\W*")


def whole_typed(text: str) -> str:
    """The key of a number that somebody typed to look for it, with an extension or a word such as
    `tel:` or not; empty for anything else."""
    alone = _SAID.sub("", _EXTENSION.sub("", unseen.plain(text)))
    digits = key(alone)
    return digits if len(digits) == 10 and not re.search(r"[^\W\d_]", alone) else ""


def part_typed(text: str) -> str:
    """What to look for within stored numbers when somebody typed `01279 446` or `900 982`; empty
    for words, and for too few digits to tell people apart."""
    digits = _BETWEEN.sub("", unseen.plain(text).replace("(0)", "")).removeprefix("+")
    if not re.fullmatch(r"[0-9]{4,}", digits):
        return ""
    return digits.lstrip("0") if digits.strip("0") else ""


def in_words(number: str) -> str:
    """`+441279446611` as it is dialled and read out: `01279 446 611`; so is a number that is kept
    as somebody typed it. What is no number of ours stays as it is."""
    if not number.startswith("+44"):
        try:
            stored = normalise(number)
        except NotANumber:
            stored = ""
        return in_words(stored) if stored else number
    number, _, extension = number.partition(";ext=")
    dialled = f"0{number[3:]}"
    if extension:
        return f"{in_words(number)}, extension {extension}"
    first, second = (5, 8)
    if dialled.startswith("02"):
        first, second = (3, 7)
    elif _OF_FOUR.match(dialled):
        first, second = (4, 7)
    return " ".join(filter(None, [dialled[:first], dialled[first:second], dialled[second:]]))


def is_mobile(number: str) -> bool:
    """Whether a text can be sent there."""
    return bool(_MOBILE.match(number))


def stored_form(field: str) -> models.Q:
    """For a constraint: empty, or in the one spelling."""
    spelling = r"^\+44[1-378][0-9]{8,9}(;ext=[0-9]{1,6})?$"
    return models.Q(**{field: ""}) | models.Q(**{f"{field}__regex": spelling})
