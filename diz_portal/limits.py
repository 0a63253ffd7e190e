"""How often somebody may try: by address, by normalised email, by whatever names the guesser.

A try takes one of a few slots in the shared cache and holds it for the whole window, so no
window of that length, wherever it begins, ever sees more tries than slots, and two web
processes never give away the same slot (`add` is atomic in every cache that Django ships).
"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network
from typing import TypeVar

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from .access import Refusal
from .accounts.models import normalise_email

T = TypeVar("T")

# Design §4.12.
TRIES = 10
WINDOW = 5 * 60
# Wrong tries from one address at things that each have a limit of their own. A library is one
# address: thirty people there may each mistype twice. Whoever tries many references gets 17,280 a
# day for 3e14 possible ones.
BEHIND_ONE_ADDRESS = 60


class TooManyTries(Refusal):
    message = "You have tried too many times. Wait 5 minutes, then try again"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; a proxy is believed only when the settings name one.

    Of IPv6 the network: a household has 2⁶⁴ addresses, and one guesser as many tries.
    """
    address = get_adapter().get_client_ip(request)
    with suppress(ValueError):
        address = str(IPv6Network((IPv6Address(address), 64), strict=False).network_address)
    return f"address {address}"


def email(text: str) -> str:
    return f"email {normalise_email(text)}"


def take(what: str, who: str, *, tries: int = TRIES, window: int = WINDOW) -> bool:
    """One try of `what` by `who`; false when all tries of the window are used up."""
    return hold(what, who, tries=tries, window=window) is not None


def hold(what: str, who: str, *, tries: int = TRIES, window: int = WINDOW) -> str | None:
    """As `take`, with the slot that was taken: `release` gives back a try that did not fail."""
    slots = _slots(what, who, tries)
    taken = cache.get_many(slots)
    return next((slot for slot in slots if slot not in taken and cache.add(slot, 1, window)), None)


def held(what: str, who: str, *, tries: int = TRIES) -> int:
    """How many tries of the window are used up just now."""
    return len(cache.get_many(_slots(what, who, tries)))


def release(*slots: str) -> None:
    cache.delete_many(slots)


def release_all(what: str, who: str, *, tries: int = TRIES) -> None:
    """Forget every try: for somebody who has proved otherwise who they are."""
    release(*_slots(what, who, tries))


def _slots(what: str, who: str, tries: int) -> list[str]:
    # Hashed: a cache is no place for addresses and emails.
    name = hashlib.sha256(f"{what}\n{who}".encode()).hexdigest()[:40]
    return [f"limit-{name}-{number}" for number in range(tries)]


def require(what: str, *who: str, tries: int = TRIES, window: int = WINDOW) -> None:
    """Count one try for each of `who`; raise when any has none left."""
    # Every one of them is counted, also when an earlier one has used up its tries.
    left = [take(what, one, tries=tries, window=window) for one in who]
    if not all(left):
        raise TooManyTries


@dataclass(frozen=True)
class Limit:
    """How many wrong tries of `what` by `who` a window takes, and what is said after the last."""

    what: str
    who: str
    tries: int = TRIES
    window: int = WINDOW
    message: str = TooManyTries.message


def only_wrong(act: Callable[[], T], *limits: Limit) -> T:
    """Do what may be guessed at, and count only tries that are refused, for each of the limits.

    A try is taken before anything is compared, so that a hundred at once are no more than ten one
    after another; it is given back when it was right, or when it failed by a fault of ours.
    """
    held: list[str] = []
    for limit in limits:
        slot = hold(limit.what, limit.who, tries=limit.tries, window=limit.window)
        if slot is None:
            release(*held)
            raise TooManyTries(limit.message)
        held.append(slot)
    try:
        result = act()
    except Refusal:
        raise
    except BaseException:
        release(*held)
        raise
    release(*held)
    return result


def require_for_public_form(what: str, request: HttpRequest, emails: Iterable[str] = ()) -> None:
    """The limits of a form anybody may send; a load test may switch them off (DIZ_LIMITS=off)."""
    if settings.PUBLIC_FORM_LIMITS:
        require(what, address_of(request), *(email(text) for text in emails))
