"""How much may be stored: by one person, by each organisation, and by everybody together.

An app names what it stores (`register`), and asks for room before it keeps a file, in the
transaction that keeps it: whoever asks waits until the one before has committed, so two files at
once cannot both squeeze past. Files that no row knows are swept up from the same list, and staff
read from it what lies there (`diz_portal.documents.selectors`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Count, QuerySet, Sum

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time
from diz_portal.words import file_size

# Of this portal's advisory locks, the one for room.
LOCK = 8_264_110


class NoRoom(Refusal):
    message = (
        "There is no space for this file. Delete files you no longer need, or ask a programme "
        "manager"
    )


@dataclass(frozen=True)
class Store:
    """A table whose rows stand for stored files, and the names of its columns.

    `what` says what one of them is; `url` gives the page of a row for staff, read with
    the rows that `related` names.
    """

    label: str
    what: str
    by: str
    size: str
    file: str
    name: str
    at: str
    folder: str
    url: Callable[[Any], str]
    related: tuple[str, ...] = ()

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    def of(self, row: Any, path: str) -> Any:
        """What a row says under one of the names above, which may lead through others."""
        return attrgetter(path.replace("__", "."))(row)

    def held(self) -> QuerySet[Any]:
        """The rows whose file is there: some records outlive theirs."""
        return self.model._default_manager.exclude(**{self.file: ""}).order_by()


_stores: dict[str, Store] = {}


def register(store: Store) -> None:
    _stores[store.label] = store


def stores() -> list[Store]:
    return list(_stores.values())


@dataclass
class Weight:
    """How much, and of how many files."""

    size: int = 0
    files: int = 0

    def add(self, other: "Weight") -> None:
        self.size += other.size
        self.files += other.files


# Of each store by its label, of each person by their key; None stands for the command line.
Weighed = dict[str, dict[int | None, Weight]]


def weigh(people: Iterable[int] | None = None) -> Weighed:
    """What everybody keeps, or these people: one query for each store."""
    weighed: Weighed = {}
    for one in stores():
        rows = one.held()
        if people is not None:
            rows = rows.filter(**{f"{one.by}__in": list(people)})
        sums = rows.values_list(one.by).annotate(Sum(one.size), Count("pk"))
        weighed[one.label] = {person: Weight(size or 0, files) for person, size, files in sums}
    return weighed


def require_room(size: int, *, by: User | None) -> None:
    """Refuse a file that would be too much; call it in the transaction that stores the row."""
    one_at_a_time(LOCK)
    if by is not None:
        colleagues = _colleagues(by)
        weighed = weigh({by.pk}.union(*colleagues))
        _check(size, _sum(weighed, {by.pk}), settings.UPLOADS_BY_PERSON, OF_PERSON)
        for people in colleagues:
            _check(size, _sum(weighed, people), settings.UPLOADS_BY_ORGANISATION, OF_ORGANISATION)
    used = sum(one.held().aggregate(sum=Sum(one.size))["sum"] or 0 for one in stores())
    _check(size, used, settings.UPLOADS_IN_ALL, OF_ALL)


OF_PERSON = (
    "This file is {size}. You already use {used} of your {limit}. Delete "
    "a file or an import that is no longer needed, or upload a smaller file"
)
OF_ORGANISATION = (
    "This file is {size}. Your organisation already uses {used} of its {limit}. "
    "Ask a colleague to delete a file or an import that is no longer needed, or upload a smaller "
    "file"
)
OF_ALL = (
    "The portal has no space for more files. Ask the portal administrator to free up space, then "
    "upload this file again"
)


def _check(size: int, used: int, limit: int, words: str) -> None:
    if used + size > limit:
        raise NoRoom(
            words.format(size=file_size(size), used=file_size(used), limit=file_size(limit))
        )


def _sum(weighed: Weighed, people: set[int]) -> int:
    return sum(
        weight.size
        for by_person in weighed.values()
        for person, weight in by_person.items()
        if person in people
    )


def _colleagues(by: User) -> list[set[int]]:
    """Of each of their organisations, whoever belongs to it today."""
    mine = memberships().filter(person=by).values("organisation")
    return list(members_of(memberships().filter(organisation__in=mine)).values())


def memberships() -> QuerySet[Any]:
    """Who belongs where today: the table is that of an app above."""
    belongs: Any = get_user_model()._meta.get_field("memberships").related_model
    return belongs.objects.filter(ended_on=None)


def members_of(rows: QuerySet[Any]) -> dict[int, set[int]]:
    """The people of each organisation, by their keys."""
    people = defaultdict(set)
    for organisation, person in rows.order_by().values_list("organisation", "person"):
        people[organisation].add(person)
    return dict(people)
