"""Writing down who asks, once."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.places.selectors import partnership
from diz_portal.privacy.registers.models import CameBy, DataRequest
from diz_portal.privacy.registers.models.asked import Asked

A = TypeVar("A", bound=Asked)


class NotYetReceived(Refusal):
    message = "Enter a date that is today or in the past"


class FirstActedOn(Refusal):
    """Somebody else was quicker."""

    message = (
        "Someone else has just updated this, so your change is not saved. Reload the page, check "
        "its status, then try again"
    )


class AlreadyClosed(Refusal):
    @classmethod
    def of(cls, one: Asked) -> "AlreadyClosed":
        what = "request" if isinstance(one, DataRequest) else "complaint"
        return cls(f"This {what} is already closed. Reopen it first")


def attempt_of(attempt: str, *content: str) -> str:
    """The same words from the same page of the form are one; other words are another."""
    if not attempt:
        return ""
    return hashlib.sha256("\n".join([attempt, *content]).encode()).hexdigest()[:32]


def write_down(
    model: type[A],
    *,
    name: str,
    channel: str,
    words: str = "",
    email: str = "",
    phone: str = "",
    postal_address: str = "",
    came_by: str = CameBy.PAGE,
    received_on: date | None = None,
    controller: Any = None,
    attempt: str = "",
    by: User | None = None,
    values: Callable[[date], dict[str, Any]] = lambda day: {},
) -> tuple[A, bool]:
    """The row, and whether it is new: sent twice, it is kept once.

    `values` are those that follow from the day it came.
    """
    today = timezone.localdate()
    received_on = received_on or today
    if received_on > today:
        raise NotYetReceived
    person = {
        "name": name,
        "channel": channel,
        "email": email,
        "phone": phone,
        "postal_address": postal_address,
        "words": words,
    }
    content = {
        **person,
        "came_by": CameBy(came_by),
        "received_on": received_on,
        "controller": controller or partnership().lead_organisation,
        "written_by": by,
        **values(received_on),
    }
    once = attempt_of(attempt, *person.values(), str(content.get("kind", "")))
    rows: Any = model._default_manager
    with transaction.atomic():
        if not once:
            return rows.create(**content), True
        return rows.get_or_create(attempt=once, defaults=content)


class OpenAlready(Refusal):
    message = "This is already open. Reload the page to see it"


class NobodyLeft(Refusal):
    message = "The person’s details have been erased. If they ask again, record it as new"


def lock_closed(one: A) -> A:
    """The record to be reopened, held to the end of the transaction."""
    rows: Any = type(one)._default_manager
    fresh: A = rows.select_for_update(of=("self",)).get(pk=one.pk)
    if fresh.is_open:
        raise OpenAlready
    if fresh.erased_at:
        raise NobodyLeft
    return fresh


def lock(one: A, *, also_closed: bool = False) -> A:
    """The record as it is now, held to the end of the transaction; one that is settled is refused,
    but where a note may still be added, until the person is forgotten."""
    rows: Any = type(one)._default_manager
    fresh: A = rows.select_for_update(of=("self",)).get(pk=one.pk)
    if not (fresh.is_open or (also_closed and fresh.erased_at is None)):
        raise AlreadyClosed.of(fresh)
    return fresh
