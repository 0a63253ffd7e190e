"""What lies there of all that was uploaded: whose it is, how near the limits, and what is large."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from diz_portal import quotas
from diz_portal.accounts.models import User
from diz_portal.quotas import Weight

# From this share of a limit on, whoever runs the portal is told.
NEAR = 80
LARGEST = 20


@dataclass
class Share:
    """What one person, one organisation or all together keep, against what they may."""

    name: str
    limit: int | None
    url: str = ""
    key: str = ""
    by_store: dict[str, Weight] = field(default_factory=dict)
    total: Weight = field(default_factory=Weight)

    def add(self, store: str, weight: Weight) -> None:
        self.by_store.setdefault(store, Weight()).add(weight)
        self.total.add(weight)

    @property
    def percent(self) -> int | None:
        """Rounded down: whoever reads 100 % has no room."""
        if self.limit is None:
            return None
        return self.total.size * 100 // self.limit if self.limit else 100

    @property
    def is_near(self) -> bool:
        return self.percent is not None and self.percent >= NEAR

    @property
    def columns(self) -> list[tuple[str, Weight]]:
        """How much of each kind of file."""
        return [
            (several(one.what), self.by_store.get(one.label, Weight())) for one in quotas.stores()
        ]


def several(what: str) -> str:
    """“Import of returns” → “Imports of returns”, “Copy …” → “Copies …”."""
    first, space, rest = what.partition(" ")
    return (f"{first[:-1]}ies" if first.endswith("y") else f"{first}s") + space + rest


@dataclass(frozen=True)
class Stored:
    """One file, on a list."""

    name: str
    what: str
    size: int
    at: dt.datetime
    by: User
    url: str


class Overview:
    """Everything that is kept, for three queries: more, and the names of people."""

    def __init__(self) -> None:
        self._weighed = quotas.weigh()
        rows = quotas.memberships().select_related("organisation").order_by()
        self._places: dict[int, list[Any]] = {}
        for row in rows.filter(person__in=self._keepers()):
            self._places.setdefault(row.person_id, []).append(row.organisation)

    def _keepers(self) -> set[int]:
        return {
            person
            for by_person in self._weighed.values()
            for person in by_person
            if person is not None
        }

    def in_all(self) -> Share:
        share = Share("All uploads", settings.UPLOADS_IN_ALL)
        for store, by_person in self._weighed.items():
            for weight in by_person.values():
                share.add(store, weight)
        return share

    def by_organisation(self) -> list[Share]:
        """Largest first. Whoever belongs to two counts in both; then those who belong to none."""
        shares: dict[int, Share] = {}
        nowhere = Share("No organisation", None)
        for store, by_person in self._weighed.items():
            for person, weight in by_person.items():
                places = self._places.get(person, []) if person is not None else []
                for place in places:
                    if place.pk not in shares:
                        shares[place.pk] = _of_organisation(place)
                    shares[place.pk].add(store, weight)
                if not places:
                    nowhere.add(store, weight)
        listed = _largest_first(shares.values())
        return [*listed, nowhere] if nowhere.total.files else listed

    def by_person(self) -> list[Share]:
        """Largest first."""
        people = get_user_model().objects.in_bulk(self._keepers())
        shares: dict[int | None, Share] = {}
        for store, by_person in self._weighed.items():
            for key, weight in by_person.items():
                one = people.get(key) if key is not None else None
                if key not in shares:
                    shares[key] = _of_person(one) if one else Share("By command", None)
                shares[key].add(store, weight)
        return _largest_first(shares.values())


def _largest_first(shares: Iterable[Share]) -> list[Share]:
    return sorted(shares, key=lambda one: (-one.total.size, one.name.lower()))


def _of_organisation(place: Any) -> Share:
    return Share(place.name, settings.UPLOADS_BY_ORGANISATION, place.get_absolute_url(), place.slug)


def _of_person(person: Any) -> Share:
    url = reverse("documents:stored_by", args=[person.reference])
    return Share(str(person), settings.UPLOADS_BY_PERSON, url)


def of_person(person: Any) -> Share:
    share = _of_person(person)
    for store, by_person in quotas.weigh([person.pk]).items():
        for weight in by_person.values():
            share.add(store, weight)
    return share


def largest(*, of: Any = None, most: int = LARGEST) -> list[Stored]:
    """The largest files of all, or of one person."""
    found = []
    for one in quotas.stores():
        rows = one.held().select_related(one.by, *one.related)
        if of is not None:
            rows = rows.filter(**{one.by: of})
        found += [_stored(one, row) for row in rows.order_by(f"-{one.size}", "pk")[:most]]
    return sorted(found, key=lambda file: (-file.size, file.name))[:most]


def _stored(store: quotas.Store, row: Any) -> Stored:
    return Stored(
        name=store.of(row, store.name),
        what=store.what,
        size=store.of(row, store.size),
        at=store.of(row, store.at),
        by=store.of(row, store.by),
        url=store.url(row),
    )
