"""Places and the queue for them. Everything here runs under the lock of the seminar's row."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.built_once import BuiltOnce
from seminars.models import (
    REGISTRATION_MOVES,
    EventKind,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Seminar,
    SeminarState,
)
from seminars.models.standing import WITH_DEADLINE
from seminars.selectors.seminars import Counts, counts_of
from seminars.services import letters, reminders

# So near the start a place is offered, not given: whoever no longer expected it may have plans.
OFFER_WITHIN = timedelta(hours=48)
# Half of the time left, at most this, so that the next in the queue has a chance too.
LONGEST_OFFER = timedelta(hours=12)
# How long an address has to answer where places must be confirmed from it.
CONFIRM_WITHIN = timedelta(hours=24)
# No key: rows that only point at the seminar may still be written meanwhile.
_LOCKED = BuiltOnce(lambda pk: Seminar.objects.select_for_update(no_key=True).filter(pk=pk))


class AlreadyStarted(Refusal):
    message = "You cannot change this booking because the seminar has started"


class TheirsHasStarted(AlreadyStarted):
    """For staff, who read of registrations."""

    message = "You cannot change this registration because the seminar has started"


def lock(seminar: Seminar) -> Seminar:
    """The seminar as it is now, held until the transaction ends.

    Every writer comes through here first, so counting places and giving one are one step.
    """
    found = _LOCKED(seminar.pk)
    if not found:
        raise Seminar.DoesNotExist
    locked: Seminar = found[0]
    # One moment for everything done under it: the places record never shows half a step.
    locked.locked_at = timezone.now()
    return locked


def lock_for(registration: Registration) -> tuple[Seminar, Registration]:
    """The seminar first, then the registration as it is once nobody else can change it."""
    seminar = lock(Seminar(pk=registration.seminar_id))
    fresh = Registration.objects.get(pk=registration.pk)
    fresh.seminar = seminar
    return seminar, fresh


def free_places(seminar: Seminar, place: str) -> int:
    return counts_of(seminar).free(seminar, place)


def has_room(seminar: Seminar, place: str, seats: int) -> bool:
    """Whether somebody who comes now gets a place: never before those who wait already."""
    return counts_of(seminar).has_room(seminar, place, seats)


def next_number(seminar: Seminar) -> int:
    return counts_of(seminar).last_number + 1


def record(
    registration: Registration, kind: EventKind, by: User | None = None, *, reference: str = ""
) -> None:
    at = registration.seminar.locked_at or timezone.now()
    RegistrationEvent.of(registration, kind, by=by, at=at, reference=reference).save()


def shift(registration: Registration, state: RegistrationState, **values: Any) -> None:
    """Move a registration to another state, if the table of moves allows it."""
    if state not in REGISTRATION_MOVES[RegistrationState(registration.state)]:
        raise Refusal(
            f"You cannot do this because the registration is “{registration.get_state_display()}”. "
            "Reload the page and check it"
        )
    values = {"state": state, "offer_expires_at": None, **values}
    for name, value in values.items():
        setattr(registration, name, value)
    registration.save(update_fields=list(values))


def end(
    registration: Registration,
    kind: EventKind,
    *,
    by: User | None = None,
    why: str,
    tell: bool = True,
) -> None:
    """Take a registration off the list, whatever it held, and stop its reminders."""
    was, was_to_confirm = registration.state, registration.is_to_confirm
    shift(
        registration,
        RegistrationState.CANCELLED,
        # A calendar drops the entry only for a greater number (RFC 5546).
        calendar_changes=registration.calendar_changes + 1,
    )
    record(registration, kind, by)
    reminders.drop(registration, why)
    if tell:
        lapsed = "confirm_lapsed" if was_to_confirm else "offer_lapsed"
        letters.send(
            lapsed if kind == EventKind.LAPSED else "given_back",
            registration,
            was=was,
        )


def settle(seminar: Seminar, now: datetime | None = None, *, origin: str = "") -> Counts:
    """Bring the queue to where it should be: end what ran out, then give what is free.

    Answers how it stands then.
    """
    now = now or timezone.now()
    counts = counts_of(seminar, origin)
    if counts.first_deadline and counts.first_deadline <= now:
        expire_offers(seminar, now)
        counts = counts_of(seminar, origin)
    if any(counts.waiting(way) and counts.free(seminar, way) for way in seminar.ways):
        promote(seminar, now)
        counts = counts_of(seminar, origin)
    return counts


def expire_offers(seminar: Seminar, now: datetime) -> None:
    if seminar.state == SeminarState.CANCELLED:
        return
    for registration in seminar.registrations.filter(
        state__in=WITH_DEADLINE, offer_expires_at__lte=now
    ).order_by("number"):
        registration.seminar = seminar
        # News for somebody else than whoever is at a page just now.
        with outbox.from_us():
            end(
                registration,
                EventKind.LAPSED,
                why="offer expired",
                tell=seminar.starts_at > now,
            )


def promote(seminar: Seminar, now: datetime) -> list[Registration]:
    """Give free places to those who wait, in order of arrival.

    Two who come together are placed together or wait together. Until places are available for them,
    nobody behind them is placed either: a queue that can be overtaken is none.
    """
    if not seminar.is_coming or seminar.starts_at <= now:
        return []
    promoted = []
    for place in seminar.ways:
        waiting = list(seminar.registrations.waiting().filter(place=place))
        free = free_places(seminar, place) if waiting else 0
        for registration in waiting:
            if registration.seats > free:
                break
            free -= registration.seats
            registration.seminar = seminar
            with outbox.from_us():
                _give(registration, now)
            promoted.append(registration)
    return promoted


def _give(registration: Registration, now: datetime) -> None:
    left = registration.seminar.starts_at - now
    if left > OFFER_WITHIN and registration.must_confirm and not registration.answered_at:
        deadline = now + CONFIRM_WITHIN
        shift(registration, RegistrationState.OFFERED, offer_expires_at=deadline)
        record(registration, EventKind.OFFERED)
        letters.send("offered", registration)
    elif left > OFFER_WITHIN:
        shift(registration, RegistrationState.CONFIRMED)
        record(registration, EventKind.PROMOTED)
        reminders.plan([registration], now)
        letters.send("promoted", registration)
    else:
        deadline = now + min(left / 2, LONGEST_OFFER)
        shift(registration, RegistrationState.OFFERED, offer_expires_at=deadline)
        record(registration, EventKind.OFFERED)
        letters.send("offered", registration)


def sweep_offers(now: datetime | None = None) -> int:
    """Settle every seminar in which an offer has run out."""
    now = now or timezone.now()
    seminars = (
        Seminar.objects.exclude(state=SeminarState.CANCELLED)
        .filter(
            registrations__state__in=WITH_DEADLINE,
            registrations__offer_expires_at__lte=now,
        )
        .distinct()
    )
    found = list(seminars)
    for seminar in found:
        with transaction.atomic():
            settle(lock(seminar), now)
    return len(found)
