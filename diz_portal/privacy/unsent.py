"""Answers that somebody is giving in a form of several pages: they stand in the visit alone."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from diz_portal.accounts.models import User, Visit
from diz_portal.accounts.visits import is_answer

from .kinds import Bearer, Wanted


def _with_answers() -> QuerySet[Visit]:
    """Only those who are half-way through a form are opened, however many others visit."""
    return Visit.objects.filter(has_answers=True).order_by("pk")


def answers(visit: Visit) -> dict[str, str]:
    """The answers in a visit, by where they stand: `asking_self answers name`."""
    return dict(_words(visit.get_decoded(), ""))


def _words(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            if path or is_answer(str(name)):
                yield from _words(each, f"{path} {name}".strip())
    elif isinstance(value, list | tuple):
        yield path, ", ".join(str(each) for each in value)
    elif isinstance(value, str) and value:
        yield path, value


def find(wanted: Wanted) -> Iterator[Visit]:
    for visit in _with_answers().iterator(chunk_size=500):
        if any(wanted.is_in(words) for words in answers(visit).values()):
            yield visit


def reference(visit: Visit) -> str:
    """Not the visit's own key: whoever has that has the visit."""
    return hashlib.sha256(visit.session_key.encode()).hexdigest()[:20]


def of(wanted: str) -> Visit | None:
    rows = _with_answers().iterator(chunk_size=500)
    return next((one for one in rows if reference(one) == wanted), None)


def bearer(visit: Visit) -> Bearer:
    def last(name: str) -> str:
        held = answers(visit).items()
        return next((words for path, words in held if path.endswith(f" {name}")), "")

    return Bearer(last("name"), last("email"), last("phone"))


def forget(visit: Visit, by: User | None = None) -> None:
    Visit.objects.filter(pk=visit.pk).delete()
