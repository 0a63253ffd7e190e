"""The letters about a registration. Each is queued once: the key says what it is about."""

from typing import Any

from diz_portal import outbox
from seminars.models import Registration


def send(kind: str, registration: Registration, *, once: str = "", **context: Any) -> None:
    """Queue a letter in the caller's transaction; nothing for somebody without an address.

    `once` tells letters of one kind apart, such as two moves of one seminar.
    """
    if not registration.email:
        return
    outbox.queue(
        f"seminars/{kind}",
        to=registration.email,
        key=f"{prefix(registration)}{kind}{f'-{once}' if once else ''}",
        context={"registration": registration, "seminar": registration.seminar, **context},
        # The personal link lets somebody in, and so may the joining link.
        secret=True,
    )


def prefix(registration: Registration) -> str:
    return f"seminar-{registration.reference}-"
