"""What an organiser can do with a seminar."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone

from diz_portal import words
from diz_portal.access import NotNow
from diz_portal.accounts.models import User
from diz_portal.slugs import free_slug
from seminars.models import (
    SEMINAR_MOVES,
    EventKind,
    Mode,
    Place,
    Registration,
    RegistrationState,
    Seminar,
    SeminarEvent,
    SeminarEventKind,
    SeminarState,
)
from seminars.models.standing import WITH_DEADLINE
from seminars.services import letters, queue, reminder_plans, reminders

LONGEST_HOURS = 24 * 30
# Addresses that are pages of their own, to the public or in the workspace.
RESERVED = {"registration", "calendar", "newsletter", "add", "series", "check-in"}


def record(seminar: Seminar, kind: SeminarEventKind, by: User | None, note: str = "") -> None:
    SeminarEvent.objects.create(
        seminar=seminar,
        kind=kind,
        by=by,
        note=note[:500],
        at=seminar.locked_at or timezone.now(),
        capacity_in_person=seminar.capacity_in_person,
        capacity_online=seminar.capacity_online,
    )


def _move(
    seminar: Seminar, state: SeminarState, kind: SeminarEventKind, by: User | None, note: str = ""
) -> None:
    if state not in SEMINAR_MOVES[SeminarState(seminar.state)]:
        raise NotNow(
            f"You cannot do this because the seminar is “{seminar.get_state_display()}”. Reload "
            "the page to see what you can do"
        )
    seminar.state = state
    seminar.save()
    record(seminar, kind, by, note)


@transaction.atomic
def create(
    *,
    by: User | None = None,
    title: str,
    slug: str = "",
    like: Seminar | None = None,
    **details: Any,
) -> Seminar:
    """A draft, seen by managers only; its reminders are planned like another's or as usual."""
    if slug:
        _check_slug(slug)
    seminar = Seminar(
        title=title,
        slug=slug or free_slug(Seminar, title, otherwise="seminar", reserved=RESERVED),
        **details,
    )
    _check(seminar)
    seminar.save()
    reminder_plans.start_plan(seminar, like=like)
    record(seminar, SeminarEventKind.CREATED, by, f"Copied from “{like}”" if like else "")
    return seminar


def _check_slug(slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError:
        raise NotNow(
            f"“{slug}” cannot be a web address (slug): use letters, numbers and hyphens"
        ) from None
    if len(slug) > 80 or slug in RESERVED:
        raise NotNow(f"“{slug}” cannot be used as a web address. Enter another")
    if Seminar.objects.filter(slug=slug).exists():
        raise NotNow(f"There is already a seminar at the web address “{slug}”. Enter another")


def _check(seminar: Seminar) -> None:
    if seminar.ends_at <= seminar.starts_at:
        raise NotNow("Enter an end that is after the start")
    if seminar.mode == Mode.IN_PERSON and seminar.capacity_online:
        raise NotNow("Enter 0 places online, or select “In person and online”")
    if seminar.mode == Mode.ONLINE and seminar.capacity_in_person:
        raise NotNow("Enter 0 places in person, or select “In person and online”")


DRAFT_ONLY = {
    "mode",
    "starts_at",
    "ends_at",
    "venue_name",
    "venue_address",
    "capacity_in_person",
    "capacity_online",
}


@transaction.atomic
def edit(*, by: User, seminar: Seminar, **details: Any) -> Seminar:
    """Change the words. Time, place and capacity are free while it is a draft; afterwards
    `move` and `change_capacity` do that, since people rely on them. A new link to join is told
    to everybody who has a place online."""
    seminar = queue.lock(seminar)
    before, old_link = _places_of(seminar), seminar.joining_link
    if seminar.state != SeminarState.DRAFT and DRAFT_ONLY & set(details):
        raise NotNow(
            "This seminar is published. Use “Change date or venue” or “Change number of places”"
        )
    for name, value in details.items():
        setattr(seminar, name, value)
    _check(seminar)
    has_new_link = seminar.tells_new_link and seminar.joining_link != old_link
    seminar.calendar_sequence += has_new_link
    seminar.save()
    _note_places(seminar, before, by)
    if has_new_link:
        record(seminar, SeminarEventKind.JOINING, by)
        _tell_link(seminar, is_first=not old_link)
    return seminar


def _tell_link(seminar: Seminar, *, is_first: bool) -> None:
    for one in _live(seminar):
        if one.state == RegistrationState.CONFIRMED and one.place == Place.ONLINE:
            letters.send("joining", one, once=str(seminar.calendar_sequence), is_first=is_first)


def _places_of(seminar: Seminar) -> str:
    return f"{seminar.capacity_in_person} in person, {seminar.capacity_online} online"


def _note_places(seminar: Seminar, before: str, by: User) -> None:
    if before != (after := _places_of(seminar)):
        record(seminar, SeminarEventKind.CAPACITY, by, f"From {before} to {after}")


@transaction.atomic
def publish(*, by: User | None, seminar: Seminar) -> Seminar:
    seminar = queue.lock(seminar)
    if seminar.state != SeminarState.DRAFT:
        raise NotNow("This seminar is already published. Reload the page to see it")
    if seminar.has_started:
        raise NotNow("This seminar starts in the past. Change its date first")
    if not all(seminar.capacity_for(way) for way in seminar.ways):
        raise NotNow("Enter the number of places before you publish")
    seminar.published_at = timezone.now()
    _move(seminar, SeminarState.PUBLISHED, SeminarEventKind.PUBLISHED, by)
    return seminar


@transaction.atomic
def close(*, by: User, seminar: Seminar) -> Seminar:
    """Take no more registrations. Whoever waits may still get a place that is given back."""
    seminar = queue.lock(seminar)
    _move(seminar, SeminarState.CLOSED, SeminarEventKind.CLOSED, by)
    return seminar


@transaction.atomic
def reopen(*, by: User, seminar: Seminar) -> Seminar:
    seminar = queue.lock(seminar)
    if seminar.has_started:
        raise queue.AlreadyStarted("You cannot reopen registration because the seminar has started")
    _move(seminar, SeminarState.PUBLISHED, SeminarEventKind.REOPENED, by)
    return seminar


@transaction.atomic
def move(
    *,
    by: User,
    seminar: Seminar,
    starts_at: datetime,
    ends_at: datetime,
    venue_name: str | None = None,
    venue_address: str | None = None,
    reason: str = "",
) -> tuple[int, int] | None:
    """Another time or venue: everybody is told once, calendars follow, reminders are new.

    Answers how many registrations are told and how many nobody can tell, or nothing where it
    stays as it was.
    """
    seminar = queue.lock(seminar)
    if not seminar.is_coming:
        raise NotNow(
            "You can only change the date or venue before the seminar starts. Copy the seminar "
            "for a new date"
        )
    if starts_at <= timezone.now():
        raise NotNow("Enter a time in the future")
    before = seminar.starts_at, seminar.ends_at, seminar.venue_name, seminar.venue_address
    old_words = f"{words.uk_day_time(seminar.starts_at)}, {seminar.where}"
    seminar.starts_at, seminar.ends_at = starts_at, ends_at
    if venue_name is not None:
        seminar.venue_name = venue_name
    if venue_address is not None:
        seminar.venue_address = venue_address
    _check(seminar)
    if before == (starts_at, ends_at, seminar.venue_name, seminar.venue_address):
        return None
    seminar.calendar_sequence += 1
    seminar.schedule_version += 1
    seminar.save()
    note = f"From {old_words}. {reason}" if reason else f"From {old_words}"
    record(seminar, SeminarEventKind.MOVED, by, note)
    # An offer cannot live longer than the seminar is to come.
    seminar.registrations.filter(state__in=WITH_DEADLINE, offer_expires_at__gt=starts_at).update(
        offer_expires_at=starts_at
    )
    reminders.drop_all(seminar, "seminar date or venue changed")
    people = _live(seminar)
    placed = [one for one in people if one.state == RegistrationState.CONFIRMED]
    reminders.plan(placed, late="due before the seminar date changed")
    for one in people:
        letters.send(
            "moved", one, once=str(seminar.schedule_version), before=old_words, reason=reason
        )
    queue.settle(seminar)
    reached = sum(bool(one.channel) for one in people)
    return reached, len(people) - reached


def _live(seminar: Seminar) -> list[Registration]:
    people = list(seminar.registrations.live().order_by("number"))
    for one in people:
        one.seminar = seminar
    return people


@transaction.atomic
def cancel_seminar(*, by: User | None, seminar: Seminar, reason: str = "") -> Seminar:
    """Call it off: everybody who holds or awaits a place is told once."""
    seminar = queue.lock(seminar)
    if seminar.has_started:
        raise queue.AlreadyStarted(
            "You cannot cancel this seminar because it has started. Write a message to the people "
            "registered instead"
        )
    seminar.calendar_sequence += 1
    _move(seminar, SeminarState.CANCELLED, SeminarEventKind.CANCELLED, by, reason)
    reminders.drop_all(seminar, "seminar cancelled")
    for one in _live(seminar):
        queue.record(one, EventKind.CALLED_OFF, by)
        letters.send("called_off", one, reason=reason)
    return seminar


@transaction.atomic
def change_capacity(*, by: User, seminar: Seminar, in_person: int, online: int) -> Seminar:
    """More places go to those who wait, at once. Fewer take nobody's place away."""
    seminar = queue.lock(seminar)
    if seminar.state in (SeminarState.HELD, SeminarState.CANCELLED) or seminar.is_over:
        raise NotNow(
            "You cannot change the number of places because the seminar has ended. Copy it for a "
            "new date"
        )
    before = _places_of(seminar)
    seminar.capacity_in_person, seminar.capacity_online = in_person, online
    _check(seminar)
    seminar.save()
    _note_places(seminar, before, by)
    queue.settle(seminar)
    return seminar


def mark_held(now: datetime | None = None) -> int:
    """Seminars whose end has passed were held; the clock says so, nobody need remember."""
    now = now or timezone.now()
    over = list(
        Seminar.objects.filter(
            state__in=(SeminarState.PUBLISHED, SeminarState.CLOSED), ends_at__lte=now
        )
    )
    for found in over:
        with transaction.atomic():
            seminar = queue.lock(found)
            if SeminarState.HELD in SEMINAR_MOVES[SeminarState(seminar.state)]:
                _move(seminar, SeminarState.HELD, SeminarEventKind.HELD, None)
    return len(over)


@transaction.atomic
def start_seminar(
    *, slug: str, title: str, starts_at: datetime, hours: float, capacity: int, online: int = 0
) -> Seminar:
    """A published seminar in one step, for scripts. It lasts so many hours of anybody's watch, also
    in a night in which the clocks change."""
    if capacity < 0 or online < 0 or not 0 < hours <= LONGEST_HOURS:
        raise NotNow(f"Enter places and hours above 0, and up to {LONGEST_HOURS} hours")
    if not capacity and not online:
        raise NotNow("Enter the number of places: --capacity, --online or both")
    mode = Mode.HYBRID if capacity and online else Mode.ONLINE if online else Mode.IN_PERSON
    seminar = create(
        slug=slug,
        title=title,
        mode=mode,
        starts_at=starts_at,
        ends_at=starts_at.astimezone(UTC) + timedelta(hours=hours),
        capacity_in_person=capacity,
        capacity_online=online,
    )
    return publish(by=None, seminar=seminar)
