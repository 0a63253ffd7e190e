"""Acting for one organisation: how a token's holder is less than its maker.

The shell knows no memberships: the app that has them says how (`partners.api`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Memberships:
    """`only_for` leaves a person, in memory, with what they may do for one organisation, and says
    whether that is anything; `organisations` are those for which they may act now; `looked_after`
    the keys of those whose people they look after."""

    only_for: Callable[[Any, int], bool]
    organisations: Callable[[Any], QuerySet[Any]]
    looked_after: Callable[[Any], Collection[int]]


_memberships: list[Memberships] = []


def register(memberships: Memberships) -> None:
    _memberships[:] = [memberships]


def only_for(person: Any, organisation: int) -> bool:
    """The person with what they may do for this organisation alone; false where that is nothing.

    Whatever an installation's superuser may do besides is no part of it.
    """
    person.is_superuser = person.is_staff = False
    return all(one.only_for(person, organisation) for one in _memberships)


def organisations_of(user: Any) -> QuerySet[Any]:
    return _memberships[0].organisations(user)


def looked_after_by(user: Any) -> Collection[int]:
    return _memberships[0].looked_after(user)
