"""Whom else a text speaks of, as far as that can be found: what an officer is shown first.

People known to the portal by their whole name (and, once one is found, by their first name), names
after “her son” or “Mrs”, and email addresses and telephone numbers that are not the person's. What
is found is only a suggestion: the officer reads the whole text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models.functions import Lower

from diz_portal import phones
from diz_portal.accounts.models import User
from diz_portal.privacy import kinds
from diz_portal.privacy.kinds import Bearer
from diz_portal.privacy.mentions import places

from . import blacking

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NUMBER = re.compile(r"(?:\+44|\b0)[0-9\s().-]{7,16}[0-9]")
_NAME = r"(?![a-z])[^\W\d_][\w'’-]+"
RELATIVE = re.compile(
    r"\b(?:son|daughter|wife|husband|partner|mother|father|mum|dad|sister|brother|neighbour|friend|"
    r"carer|grandson|granddaughter|grandmother|grandfather|nephew|niece|cousin|aunt|uncle|landlord|"
    rf"landlady|employer|flatmate)\s+({_NAME}(?:\s+{_NAME})?)"
)
TITLES = ("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Rev", "Sir", "Lady")
TITLED = re.compile(rf"\b(?:{'|'.join(TITLES)})\.?\s+{_NAME}(?:\s+{_NAME})?")
OF_NOBODY = {title.casefold() for title in TITLES}
# Names have two to four words.
LENGTHS = (2, 3, 4)


@dataclass(frozen=True)
class Suggestion:
    """Words of a text, and why they may be somebody else's; `is_marked` unless they may stay."""

    words: str
    why: str
    is_marked: bool = True


KNOWN = "a person in the portal"
STAFF = "staff, in their work"
RELATED = "someone close to them"
TITLE = "a name"
ADDRESS = "an email address"
PHONE = "a phone number"


def in_texts(texts: Sequence[str], bearers: Iterable[Bearer]) -> list[list[Suggestion]]:
    """For each text, in its order. However many texts, as many queries as there are kinds."""
    ours = _Own(list(bearers))
    known = _known({each for text in texts for each in _runs(text)})
    firsts = {name.split()[0]: why for name, why in known.items() if why == KNOWN}
    return [_found(text, ours, known, firsts) for text in texts]


# The regulator's, in every answer that we send.
PUBLIC_NUMBERS = ("0303 123 1113",)


class _Own:
    """What is the person's own, in every record, and what everybody may read: the numbers and
    addresses at which the partnership, its teams and other organisations are reached."""

    def __init__(self, bearers: list[Bearer]):
        self.names = {_plain(one.name) for one in bearers if one.name}
        self.words = {word for name in self.names for word in name.split()}
        sender = EMAIL.findall(settings.DEFAULT_FROM_EMAIL)
        emails = [*(one.email for one in bearers if one.email), *sender]
        numbers = [*(one.phone for one in bearers if one.phone), *PUBLIC_NUMBERS]
        self.emails = {each.casefold() for each in {*emails, *places.public_ways("email")}}
        self.numbers = {phones.key(each) for each in {*numbers, *places.public_ways("phone")}}

    def is_name(self, words: str) -> bool:
        called = set(_plain(words).split())
        return bool(called) and called - OF_NOBODY <= self.words


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text)).casefold()


def _runs(text: str) -> Iterable[str]:
    """Every run of a few words, as a name is compared."""
    for run, length in _places(text):
        yield _plain(text[run[0].start() : run[length - 1].end()])


def _places(text: str) -> Iterable[tuple[list[re.Match], int]]:
    found = list(WORD.finditer(text))
    for at in range(len(found)):
        for length in LENGTHS:
            if at + length <= len(found):
                yield found[at : at + length], length


def _known(runs: set[str]) -> dict[str, str]:
    """Which of them are somebody's name, and whether at work."""
    known: dict[str, str] = {}
    wanted = sorted(runs)
    for kind in kinds.kinds():
        if not (kind.named and wanted):
            continue
        rows = kind.model._default_manager.alias(_called=Lower(kind.named))
        why = STAFF if kind.model is User else KNOWN
        names = rows.filter(_called__in=wanted).values_list(kind.named, flat=True)
        for name in names.order_by().distinct():
            # Whoever is staff and somebody we help is told apart by nobody: marked.
            known[_plain(name)] = KNOWN if known.get(_plain(name)) == KNOWN else why
    return known


def _found(
    text: str, ours: _Own, known: dict[str, str], firsts: dict[str, str]
) -> list[Suggestion]:
    found: dict[str, Suggestion] = {}

    def add(words: str, why: str) -> None:
        # In one line: a browser would send the end of a line back as another one.
        words = " ".join(words.split())
        key = words.casefold()
        if key not in found and not ours.is_name(words):
            found[key] = Suggestion(words, why, why != STAFF)

    for run, length in _places(text):
        words = text[run[0].start() : run[length - 1].end()]
        if (why := known.get(_plain(words))) is not None:
            add(words, why)
    for match in TITLED.finditer(text):
        add(match[0], TITLE)
    for match in RELATIVE.finditer(text):
        add(match[1], RELATED)
    for match in EMAIL.finditer(text):
        if match[0].casefold() not in ours.emails:
            add(match[0], ADDRESS)
    for match in NUMBER.finditer(text):
        if phones.key(match[0]) not in ours.numbers:
            add(match[0], PHONE)
    # By the first name alone, where it does not stand in what was found already.
    rest = blacking.without([one.words for one in found.values()], text)
    for match in WORD.finditer(rest):
        if match[0][0].isupper() and match[0].casefold() in firsts:
            add(match[0], KNOWN)
    return list(found.values())
