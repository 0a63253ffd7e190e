"""How much may be stored: by one person, by their organisations, and by everybody together.

An app names what it stores (`register`), and asks for room before it keeps a file, in the
transaction that keeps it: whoever asks waits until the one before has committed, so two files at
once cannot both squeeze past. Files that no row knows are swept up from the same list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat

from diz_portal.access import Refusal

# Of this portal's advisory locks, the one for room.
LOCK = 8_264_110


class NoRoom(Refusal):
    message = "There is no room for this file."


@dataclass(frozen=True)
class Store:
    """A table whose rows stand for stored files."""

    label: str
    by: str
    size: str
    file: str
    folder: str

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)


_stores: dict[str, Store] = {}


def register(label: str, *, by: str, size: str, file: str, folder: str) -> None:
    _stores[label] = Store(label, by, size, file, folder)


def stores() -> list[Store]:
    return list(_stores.values())


def require_room(size: int, *, by: Any) -> None:
    """Refuse a file that would be too much; call it in the transaction that stores the row."""
    if not connection.in_atomic_block:
        raise RuntimeError("Room is asked for in the transaction that stores the file.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if by is not None:
        _check(size, _used(lambda one: {one.by: by.pk}), settings.UPLOADS_BY_PERSON, OF_PERSON)
        people = list(_colleagues(by))
        used = _used(lambda one: {f"{one.by}__in": people})
        _check(size, used, settings.UPLOADS_BY_ORGANISATION, OF_ORGANISATION)
    _check(size, _used(lambda one: {}), settings.UPLOADS_IN_ALL, OF_ALL)


OF_PERSON = (
    "You have uploaded {used}, and {limit} is the most one person may keep. Delete a file or an "
    "import that is needed no more, then upload this one again."
)
OF_ORGANISATION = (
    "Your organisation has uploaded {used}, and {limit} is the most one may keep. Ask a colleague "
    "to delete a file or an import that is needed no more, then upload this one again."
)
OF_ALL = (
    "The portal has no room for more files. Ask whoever runs it to make room, then upload this "
    "one again."
)


def _check(size: int, used: int, limit: int, words: str) -> None:
    if used + size > limit:
        raise NoRoom(words.format(used=filesizeformat(used), limit=filesizeformat(limit)))


def _used(chosen: Callable[[Store], dict[str, Any]]) -> int:
    return sum(
        one.model._default_manager.filter(**chosen(one)).aggregate(sum=Sum(one.size))["sum"] or 0
        for one in stores()
    )


def _colleagues(by: Any):
    """Whoever belongs to one of their organisations today, themselves included."""
    current = {"memberships__ended_on": None}
    people = get_user_model().objects.filter(**current)
    mine = by.memberships.filter(ended_on=None).values("organisation")
    return {by.pk, *people.filter(memberships__organisation__in=mine).values_list("pk", flat=True)}
