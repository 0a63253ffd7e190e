"""Who may: the one way to ask, and the one way to be told no."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404

T = TypeVar("T")


class Refusal(Exception):
    """A rule that says no, in words fit for the person who asked.

    Raise a subclass named for what happened (`SiteMoved`), or this one with a sentence.
    Views put `message` beside the form; commands print it and exit with status 1.
    """

    message = (
        "You cannot do this now because something has changed. "
        "Go back, reload the page and check its status"
    )

    def __init__(self, message: str | None = None):
        if message:
            self.message = message
        super().__init__(self.message)


class NotNow(Refusal):
    """The record is in no state for it; whoever raises it says which state that is."""


def require(user: Any, permission: str, on: object = None) -> None:
    """Let the person pass, or raise PermissionDenied (a 403 page)."""
    if not user.has_perm(permission, on):
        raise PermissionDenied


def seen(user: Any, permission: str, record: T) -> T:
    """The record, where the person may see it; else 404, as if it were not there.

    It says again what `visible_to` has said in the query: a query that forgets shows nothing.
    """
    if not user.has_perm(permission, record):
        raise Http404
    return record


# Who comes near residents' records ---------------------------------------------------------

_over_residents: dict[str, Any] = {}


def residents_records(*permissions: str, held_by: Any) -> None:
    """Say in an app's `rules.py` which of its permissions are over residents' records.

    `held_by` is a predicate about a person alone: true of everybody who may hold one of them over
    some record. Whoever it is true of must have a second factor before they enter.
    """
    _over_residents.update(dict.fromkeys(permissions, held_by))


def over_residents() -> set[str]:
    return set(_over_residents)


# Who answers for money -----------------------------------------------------------------------

_over_money: dict[str, Any] = {}


def money_records(*permissions: str, held_by: Any) -> None:
    """Say in an app's `rules.py` which of its permissions decide about money, as
    `residents_records` says it of residents' records. They ask for a second factor too."""
    _over_money.update(dict.fromkeys(permissions, held_by))


def over_money() -> set[str]:
    return set(_over_money)


def must_have_second_factor(person: Any) -> bool:
    """Whether the person may hold any permission over residents' records or money."""
    holders = dict.fromkeys([*_over_residents.values(), *_over_money.values()])
    return any(held_by(person) for held_by in holders)


def comes_near_residents(person: Any) -> bool:
    """Whether the person may hold any permission over residents' records, by whatever role,
    team or flag."""
    return any(held_by(person) for held_by in dict.fromkeys(_over_residents.values()))
