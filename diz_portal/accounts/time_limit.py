"""How long somebody stays signed in: so long without use, and at most so long in all.

A visit that has ended opens nothing, whatever its cookie says. Each use renews it, once a minute
at most, so that a page costs no write. What a page asks by itself, to show how far some work is,
is no use.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from diz_portal import access

BEGAN, USED, IDLE = "_auth_began", "_auth_used", "_auth_idle"
RENEW_EVERY = 60
WARN_BEFORE = 15 * 60
# Sent by our own scripts with what nobody has pressed.
LOOKS_ONLY = "X-Looks-Only"


@dataclass(frozen=True)
class Left:
    """Seconds until a visit ends: without use, and whatever is done."""

    idle: float
    in_all: float

    @property
    def seconds(self) -> int:
        return max(0, round(min(self.idle, self.in_all)))

    @property
    def is_short(self) -> bool:
        return self.seconds <= WARN_BEFORE

    @property
    def can_be_renewed(self) -> bool:
        return self.idle < self.in_all

    @property
    def ends_at(self) -> datetime:
        return timezone.now() + timedelta(seconds=self.seconds)


@receiver(user_logged_in, dispatch_uid="time_limit")
def begin(request: HttpRequest, **_: object) -> None:
    now = time.time()
    request.session[BEGAN] = request.session[USED] = now
    # Until the first minute has passed, the shorter of both.
    request.session.pop(IDLE, None)


def left(request: HttpRequest) -> Left:
    """Of a signed-in person's visit."""
    now, session = time.time(), request.session
    idle = session.get(IDLE, settings.SIGNED_IN_IDLE_NEAR_RESIDENTS)
    return Left(
        idle=session.get(USED, now) + idle - now,
        in_all=session.get(BEGAN, now) + settings.SIGNED_IN_AT_MOST - now,
    )


def end_or_renew(request: HttpRequest) -> None:
    """Sign out whose time is over; note the use of everybody else."""
    if not request.user.is_authenticated:
        return
    if BEGAN not in request.session:
        # Signed in before there was a limit.
        begin(request)
    elif left(request).seconds <= 0:
        logout(request)
    elif LOOKS_ONLY not in request.headers:
        renew(request)


def renew(request: HttpRequest, *, at_once: bool = False) -> None:
    now = time.time()
    if now - request.session[USED] < RENEW_EVERY and not at_once:
        return
    request.session[USED] = now
    request.session[IDLE] = (
        settings.SIGNED_IN_IDLE_NEAR_RESIDENTS
        if access.comes_near_residents(request.user)
        else settings.SIGNED_IN_IDLE
    )
