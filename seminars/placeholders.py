"""What an organiser may write into a text, such as {name}, and what stands there for a person.

No template language: a text is cut into lines and words once, and the values are put between.
A value is never read again, so nothing that somebody typed can stand for anything else.
"""

import re
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst

from diz_portal import names, words
from diz_portal.access import Refusal
from diz_portal.outbox.shrinking import may_shrink
from seminars.models import Place, Registration, RegistrationState, Seminar

# In the order in which the form explains them.
MEANINGS = {
    "name": "the person’s name (in quotation marks, and not in the first line, until they answer)",
    "title": "the title of the seminar",
    "how soon": "today, tomorrow or in 7 days",
    "day": "the day, such as Tuesday 24 November 2026",
    "time": "the times, such as 10am to midday",
    "where": "the venue and its address, or online",
    "joining": "the joining link, for people with an online place",
    "getting in": "access and support, for people who come in person",
    "guest": "their guest",
    "my place": "the link to their booking page",
}
_WORD = re.compile(r"\{([^{}\n]*)\}")

Piece = tuple[str, bool]


class NotAPlaceholder(Refusal):
    message = "This text contains an unknown placeholder"


class Text:
    """A checked text, ready to be filled in for one person after another."""

    def __init__(self, text: str):
        self.lines = [_pieces(line) for line in text.replace("\r\n", "\n").split("\n")]

    def uses(self, name: str) -> bool:
        return any((name, True) in line for line in self.lines)

    def fill(self, values: "Person") -> str:
        """The words for one person. A line whose placeholder says nothing is left out."""
        filled: list[str] = []
        for line in self.lines:
            if any(is_name and not values[piece] for piece, is_name in line):
                continue
            # What a program shows of a message before it is opened is never a stranger's.
            kept = line if any(map(str.strip, filled)) else values.at_the_top(line)
            said = "".join(values[piece] if is_name else piece for piece, is_name in kept)
            starts_with_value = bool(kept) and kept[0] == ("how soon", True)
            filled.append(capfirst(said) if starts_with_value else said)
        return "\n".join(filled)


def _pieces(line: str) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for found in _WORD.finditer(line):
        pieces.append((_plain(line[at : found.start()]), False))
        name = " ".join(found[1].split()).lower()
        if name not in MEANINGS:
            raise NotAPlaceholder(
                f"“{{{found[1][:40]}}}” is not a placeholder. Use one of these: "
                + ", ".join(f"{{{one}}}" for one in MEANINGS)
                + "."
            )
        pieces.append((name, True))
        at = found.end()
    pieces.append((_plain(line[at:]), False))
    return [piece for piece in pieces if piece[0]]


def _plain(text: str) -> str:
    for bracket, other in (("{", "}"), ("}", "{")):
        if bracket in text:
            near = text[text.index(bracket) :][:20] if bracket == "{" else text[-20:]
            raise NotAPlaceholder(
                f"Add the missing “{other}” at “{near.strip()}”. Write a placeholder like {{name}}"
            )
    return text


def check(text: str) -> None:
    """Refuse a text that could not be filled in."""
    Text(text)


# What the person typed who registered: somebody else, as long as the address has not answered.
TYPED = {("name", True), ("guest", True)}
# What may be long.
NAMES = {"name", "guest", "title", "where"}


class Person(dict[str, str]):
    """What the placeholders stand for in one letter; `is_proved`: its reader typed the name."""

    is_proved = True

    def in_a_subject(self) -> "Person":
        """The same, with names that are shortened before the rest of a subject is cut."""
        marked = Person(
            {
                name: may_shrink(said) if said and name in NAMES else said
                for name, said in self.items()
            }
        )
        marked.is_proved = self.is_proved
        return marked

    def at_the_top(self, line: list[Piece]) -> list[Piece]:
        """The first line without what a stranger typed: `Hello {name},` is then `Hello,`."""
        if self.is_proved or not TYPED.intersection(line):
            return line
        kept: list[Piece] = []
        for piece in line:
            if piece not in TYPED:
                kept.append(piece)
            elif kept and not kept[-1][1]:
                is_last = piece is line[-1]
                kept[-1] = (kept[-1][0].rstrip(" ,;:-–" if is_last else " "), False)
        return kept


class Values:
    """What the placeholders of one seminar stand for; the person's are added for each."""

    def __init__(self, seminar: Seminar, now: datetime | None = None):
        starts, ends = timezone.localtime(seminar.starts_at), timezone.localtime(seminar.ends_at)
        hours = (
            words.uk_hours(starts, ends)
            if starts.date() == ends.date()
            else f"{words.uk_time(starts)} to {words.uk_day_time(ends)}"
        )
        self.seminar = seminar
        self.venue = ", ".join(filter(None, [seminar.venue_name, seminar.venue_address]))
        self.common = {
            "title": seminar.title,
            "how soon": how_soon(seminar, now or timezone.now()),
            "day": words.uk_day(seminar.starts_at),
            "time": hours,
        }

    def of(self, registration: Registration, *, link: str = "") -> Person:
        """`link` stands in for the person's own where somebody else reads it."""
        is_online = registration.place == Place.ONLINE
        has_place = registration.state == RegistrationState.CONFIRMED
        said = str if registration.is_proved else names.quoted
        person = Person(
            self.common,
            **{
                "name": said(registration.name),
                "guest": said(registration.guest_name),
                "where": "online"
                if is_online
                else self.venue or "in person, venue to be confirmed",
                "joining": self.seminar.joining_link if is_online and has_place else "",
                "getting in": "" if is_online else self.seminar.access.replace("\r\n", "\n"),
                "my place": link or registration.link,
            },
        )
        person.is_proved = registration.is_proved
        return person


def how_soon(seminar: Seminar, now: datetime) -> str:
    days = (timezone.localdate(seminar.starts_at) - timezone.localdate(now)).days
    if days < 0:
        return "earlier"
    return ("today", "tomorrow")[days] if days < 2 else f"in {days} days"


# Where a preview shows somebody's link, which is a key and not staff's to hold.
HIDDEN_LINK = "/seminars/registration/their-own-link/"


def hidden_link() -> str:
    return f"{settings.PORTAL_URL}{HIDDEN_LINK}"


CLOSING = """

View, change or cancel your place:

{my place}"""


class Wording:
    """Subject and text of a letter, cut once and filled in for each who gets it."""

    def __init__(self, subject: str, text: str):
        self.subject = Text(" ".join(subject.split()))
        self.text = Text(text)
        if not self.text.uses("my place"):
            # Nobody is written to without the way to give the place back.
            self.text = Text(text.rstrip() + CLOSING)

    def fill(self, values: Person) -> dict[str, str]:
        return {
            "subject": self.subject.fill(values.in_a_subject()),
            "text": self.text.fill(values),
        }
