"""How often somebody may guess at an account (design §4.12), without locking its owner out.

Browsers that the account does not know share its tries: passwords and emailed codes together,
at most ten in any five minutes, from all addresses. A browser that has signed in before
(`browsers`) has as many of its own, which nobody else can use up. A code is paid for when it is
sent, with its three tries: so it stays good, whatever strangers do meanwhile.
"""

import time
from dataclasses import dataclass

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from django.core.cache import cache
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from diz_portal import limits
from diz_portal.limits import WINDOW, TooManyTries

from . import browsers
from .models import User, normalise_email

TRIES = "guess at an account"
PASSWORDS, MOST_PASSWORDS = "wrong passwords", 5
SECOND_STEPS, MOST_SECOND_STEPS = "wrong security codes", 5
RESETS, MOST_RESETS = "emails to choose a password", 5
FAILED = "failed to sign in"
WRONG_CODES = "a wrong code"
ASKED = "asked for a code"
# Where a visit keeps the tries that were paid for with its code.
PAID = "account_code_tries"


@dataclass(frozen=True)
class Guesser:
    """Whose tries are counted: an account's own browser, or everybody else together."""

    who: str
    address: str
    is_known: bool


def guesser(request: HttpRequest, email: str) -> Guesser:
    """Of whoever names an address. An account has one count, by whichever of its addresses."""
    email = normalise_email(email)
    user = owner_of(email)
    if user is None:
        return Guesser(limits.email(email), limits.address_of(request), is_known=False)
    return guesser_at(request, user)


def owner_of(email: str) -> User | None:
    """Whose address it is by proof. Anybody may add anybody's address to their own account, where
    it waits to be proved: that makes no tries at it theirs."""
    proved = EmailAddress.objects.filter(email=email, verified=True).values("user")
    return User.objects.filter(Q(email=email) | Q(pk__in=proved)).first()


def guesser_at(request: HttpRequest, user: User) -> Guesser:
    address = limits.address_of(request)
    if name := browsers.name_of(request, user):
        return Guesser(f"browser {name} of {user.pk}", address, is_known=True)
    if request.user.is_authenticated and request.user.pk == user.pk:
        return Guesser(f"signed in as {user.pk}", address, is_known=True)
    return Guesser(f"account {user.pk}", address, is_known=False)


class Held:
    """Tries that were taken before anything was compared: `give_back` when it was right."""

    def __init__(self) -> None:
        self.slots: list[str] = []

    def take(self, what: str, who: str, tries: int, window: int = WINDOW) -> "Held":
        slot = limits.hold(what, who, tries=tries, window=window)
        if slot is None:
            self.give_back()
            raise TooManyTries
        self.slots.append(slot)
        return self

    def give_back(self) -> None:
        limits.release(*self.slots)
        self.slots = []


def try_password(request: HttpRequest, email: str) -> Held:
    one = guesser(request, email)
    held = _by_address(one, FAILED)
    return held.take(PASSWORDS, one.who, MOST_PASSWORDS).take(TRIES, one.who, limits.TRIES)


def try_second_step(request: HttpRequest, user: User) -> Held:
    """Apart from the rest: whoever gets here knows the password, or reads the owner's mail."""
    one = guesser_at(request, user)
    return _by_address(one, FAILED).take(SECOND_STEPS, one.who, MOST_SECOND_STEPS)


def try_reset(request: HttpRequest, email: str) -> None:
    """A letter with a link that nobody guesses: only how many are sent is counted."""
    Held().take(RESETS, guesser(request, email).who, MOST_RESETS)


def ask_for_code(request: HttpRequest, email: str) -> None:
    """Pay for a code and its tries; they are kept until it no longer works."""
    one = guesser(request, email)
    asked, paid = _by_address(one, ASKED), Held()
    try:
        for _ in range(app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS):
            paid.take(TRIES, one.who, limits.TRIES, app_settings.LOGIN_BY_CODE_TIMEOUT)
    except TooManyTries:
        asked.slots = []  # asking in vain counts by address all the same
        raise
    request.session[PAID] = {"slots": paid.slots, "until": time.time() + _life()}


def try_code(request: HttpRequest, email: str) -> Held:
    """One of the tries that were paid for. Each is good once, also for two requests at once."""
    held = _by_address(guesser(request, email), WRONG_CODES)
    paid = request.session.get(PAID) or {"slots": [], "until": 0}
    for slot in paid["slots"]:
        if cache.add(f"{slot}-spent-{paid['until']}", 1, _life() + WINDOW):
            if paid["until"] - time.time() < WINDOW:
                cache.set(slot, 1, WINDOW)  # a try counts for five minutes after it was made
            return held
    raise TooManyTries


def code_was_right(request: HttpRequest, held: Held) -> None:
    held.give_back()
    limits.release(*(request.session.pop(PAID, None) or {"slots": []})["slots"])


@receiver(password_reset, dispatch_uid="guessing")
def forget(user: User, **_: object) -> None:
    """The owner has proved who they are, by a link in a letter: strangers' tries are forgotten."""
    for what, tries in ((TRIES, limits.TRIES), (PASSWORDS, MOST_PASSWORDS)):
        limits.release_all(what, f"account {user.pk}", tries=tries)


def began_before_signing_out(request: HttpRequest, user: User) -> bool:
    """Whether the first step of this sign-in is older than the last signing out of all browsers."""
    if user.signed_out_at is None:
        return False
    steps = [
        step["at"] for step in get_authentication_records(request, user) if step["method"] != "mfa"
    ]
    return bool(steps) and max(steps) < user.signed_out_at.timestamp()


def _life() -> int:
    return app_settings.LOGIN_BY_CODE_TIMEOUT


def _by_address(one: Guesser, what: str) -> Held:
    held = Held()
    return held if one.is_known else held.take(what, one.address, limits.TRIES)
