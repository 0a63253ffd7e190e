"""Writing down who asks, once."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.places.selectors import partnership
from diz_portal.privacy.registers.models import CameBy


class NotYetReceived(Refusal):
    message = "The day on which it came is in the future."


class FirstActedOn(Refusal):
    """Somebody else was quicker."""

    message = "Somebody has dealt with this meanwhile. Look at the page again."


def attempt_of(attempt: str, *content: str) -> str:
    """The same words from the same page of the form are one; other words are another."""
    if not attempt:
        return ""
    return hashlib.sha256("\n".join([attempt, *content]).encode()).hexdigest()[:32]


def write_down(
    model: Any,
    *,
    person: dict[str, str],
    came_by: str,
    received_on: date | None,
    controller: Any,
    attempt: str,
    by: Any,
    values: Callable[[date], dict[str, Any]],
) -> tuple[Any, bool]:
    """The row, and whether it is new. `values` are those that follow from the day it came."""
    today = timezone.localdate()
    received_on = received_on or today
    if received_on > today:
        raise NotYetReceived
    content = {
        **person,
        "came_by": CameBy(came_by),
        "received_on": received_on,
        "controller": controller or partnership().lead_organisation,
        "written_by": by,
        **values(received_on),
    }
    once = attempt_of(attempt, *person.values(), str(content.get("kind", "")))
    with transaction.atomic():
        if not once:
            return model.objects.create(**content), True
        return model.objects.get_or_create(attempt=once, defaults=content)
