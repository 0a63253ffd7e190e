"""Answers that somebody is giving in a form of several pages: they stand in the visit alone."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.models import Session

from .kinds import Bearer, Wanted

# What the portal itself keeps in a visit: keys and marks, no answers.
OWN = ("_auth", "_session", "account_", "mfa_", "_messages", "usersessions")


def answers(session: Session) -> dict[str, str]:
    """The answers in a visit, by where they stand: `asking_self answers name`."""
    return dict(_words(session.get_decoded(), ""))


def _words(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            if path or not str(name).startswith(OWN):
                yield from _words(each, f"{path} {name}".strip())
    elif isinstance(value, list | tuple):
        yield path, ", ".join(str(each) for each in value)
    elif isinstance(value, str) and value:
        yield path, value


def find(wanted: Wanted) -> Iterator[Session]:
    for session in Session.objects.order_by("pk").iterator(chunk_size=500):
        if any(wanted.is_in(words) for words in answers(session).values()):
            yield session


def reference(session: Session) -> str:
    """Not the visit's own key: whoever has that has the visit."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:20]


def of(wanted: str) -> Session | None:
    rows = Session.objects.order_by("pk").iterator(chunk_size=500)
    return next((one for one in rows if reference(one) == wanted), None)


def bearer(session: Session) -> Bearer:
    def last(name: str) -> str:
        held = answers(session).items()
        return next((words for path, words in held if path.endswith(f" {name}")), "")

    return Bearer(last("name"), last("email"), last("phone"))


def forget(session: Session, by: Any = None) -> None:
    Session.objects.filter(pk=session.pk).delete()
