"""What somebody types in forms of several pages, and what a browser has just sent: both stand in
the visit alone.

Several people use a library's browser one after another, so each form, and each sending, is one
row of its own person.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from diz_portal.accounts.models import User, Visit
from diz_portal.accounts.visits import is_answer

from .kinds import Bearer, Wanted

# Of the portal's own making, in what was typed.
NOT_TYPED = {"attempt", "done", "reference", "outcome", "ahead", "at"}
# What a field is called where its own name would tell nobody.
CALLED = {
    "email": "email_address",
    "phone": "telephone_number",
    "story": "in_own_words",
    "wanted": "what_is_asked_for",
    "contact_by": "how_to_be_reached",
    "contact_notes": "when_and_how_to_be_reached",
}
_sent: set[str] = set()


def was_sent(name: str) -> None:
    """Under this name a visit keeps what was just sent, each with the details of one person."""
    _sent.add(name)


@dataclass(frozen=True)
class Typed:
    """One person's answers in a visit; `at` says where in it."""

    visit: Visit
    at: str
    fields: dict[str, str]

    @property
    def pk(self) -> Any:
        return self.visit.pk

    @property
    def bearer(self) -> Bearer:
        held = self.fields
        return Bearer(
            held.get("name", ""),
            held.get(CALLED["email"], ""),
            held.get(CALLED["phone"], ""),
        )


def _with_answers() -> QuerySet[Visit]:
    """Only those who are half-way through a form are opened, however many others visit."""
    return Visit.objects.filter(has_answers=True).order_by("pk")


def _rows(*, sent: bool) -> Iterator[Typed]:
    for visit in _with_answers().iterator(chunk_size=500):
        for name, held in visit.get_decoded().items():
            if is_answer(str(name)) and (name in _sent) == sent:
                those = held.items() if sent and isinstance(held, dict) else [("", held)]
                for key, each in those:
                    if fields := dict(_fields(each, str(name))):
                        yield Typed(visit, f"{name} {key}", fields)


def _fields(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in NOT_TYPED:
                yield from _fields(each, str(key))
    elif isinstance(value, list | tuple):
        if value:
            yield CALLED.get(name, name), ", ".join(str(each) for each in value)
    elif isinstance(value, str) and value:
        yield CALLED.get(name, name), value


def finder(*, sent: bool) -> Callable[[Wanted], Iterator[Typed]]:
    def find(wanted: Wanted) -> Iterator[Typed]:
        for one in _rows(sent=sent):
            if any(wanted.is_in(words) for words in one.fields.values()):
                yield one

    return find


def reference(one: Typed) -> str:
    """Not the visit's own key: whoever has that has the visit."""
    return hashlib.sha256(f"{one.visit.session_key} {one.at}".encode()).hexdigest()[:20]


def getter(*, sent: bool) -> Callable[[str], Typed | None]:
    return lambda wanted: next((one for one in _rows(sent=sent) if reference(one) == wanted), None)


def fields(one: Typed) -> dict[str, str]:
    return one.fields


def loses(one: Typed) -> str:
    return (
        "This will end the person’s visit in this browser. Anything else they typed in it and "
        "did not send will be lost."
    )


def forget(one: Typed, by: User | None = None) -> None:
    """The whole visit goes: a page that is open there could write back a part of it."""
    Visit.objects.filter(pk=one.pk).delete()
