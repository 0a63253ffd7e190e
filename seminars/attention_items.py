"""What waits for an organiser."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from partners.roles import is_manager
from seminars.models import Mode, Registration, RegistrationState, Seminar, SeminarState
from seminars.selectors import seminars as selectors
from seminars.services.attendance import OPEN_AFTER

SOON = timedelta(days=7)
# So long managers see that nobody wrote down who came to a seminar.
MISSED_FOR = timedelta(days=90)


def _url(seminar: Seminar, page: str = "seminar") -> str:
    return reverse(f"seminars_workspace:{page}", args=[seminar.slug])


@provider("seminars without a venue or link")
def unprepared(user, today):
    """Within a week people must know where to go."""
    if not is_manager(user):
        return
    nowhere = Q(venue_name="") & ~Q(mode=Mode.ONLINE)
    no_link = Q(joining_link="") & ~Q(mode=Mode.IN_PERSON)
    soon = Seminar.objects.coming().filter(starts_at__lt=timezone.now() + SOON)
    for seminar in soon.filter(nowhere | no_link).order_by("starts_at"):
        without_venue = not seminar.venue_name and seminar.mode != Mode.ONLINE
        day = timezone.localdate(seminar.starts_at)
        yield Item(
            key=f"seminar-unprepared:{seminar.slug}",
            title="Add a venue" if without_venue else "Add the joining link",
            about=seminar.title,
            when=f"takes place {words.uk_date(day)}",
            url=_url(seminar, "move" if without_venue else "edit"),
            urgency=Urgency.by_date(day, today),
            due_on=day,
        )


@provider("waiting lists")
def waiting(user, today):
    """People who wait: more places, a larger room, or a second date would help."""
    if not is_manager(user):
        return
    coming = selectors.counted(Seminar.objects.coming()).filter(
        Q(waiting_in_person__gt=0) | Q(waiting_online__gt=0)
    )
    for seminar in coming.order_by("starts_at"):
        number = sum(one.waiting for one in selectors.standings(seminar))
        day = timezone.localdate(seminar.starts_at)
        yield Item(
            key=f"seminar-waiting:{seminar.slug}",
            title=f"Review waiting list: {number} {'person' if number == 1 else 'people'}",
            about=seminar.title,
            when=f"takes place {words.uk_date(day)}",
            url=_url(seminar),
            urgency=Urgency.by_date(day, today),
            due_on=day,
        )


@provider("offers to people without contact details")
def by_telephone(user, today):
    """Who gave us no address or number hears of an offered place only from us."""
    offered = (
        Registration.objects.visible_to(user)
        .filter(state=RegistrationState.OFFERED, channel="", offer_expires_at__gt=timezone.now())
        .select_related("seminar")
    )
    for registration in offered.order_by("offer_expires_at"):
        day = timezone.localdate(registration.offer_expires_at)
        yield Item(
            key=f"seminar-offer:{registration.reference}",
            title="Reach someone who has been offered a place",
            about=registration.seminar.title,
            when=f"no contact details, by {words.uk_datetime(registration.offer_expires_at)}",
            url=reverse(
                "seminars_workspace:registration",
                args=[registration.seminar.slug, registration.reference],
            ),
            urgency=Urgency.by_date(day, today),
            due_on=day,
        )


@provider("open attendance")
def open_lists(user, today):
    """While it is known who came: afterwards nobody remembers."""
    if not is_manager(user):
        return
    now = timezone.now()
    over = _with_an_open_list().filter(ends_at__lt=now, ends_at__gte=now - OPEN_AFTER)
    for seminar in over.order_by("ends_at"):
        day = timezone.localdate(seminar.ends_at + OPEN_AFTER)
        yield Item(
            key=f"seminar-attendance:{seminar.slug}",
            title="Complete attendance",
            about=seminar.title,
            when=f"closes {words.uk_date(day)}",
            url=_url(seminar),
            urgency=Urgency.by_date(day, today),
            due_on=day,
        )


@provider("attendance not recorded")
def never_recorded(user, today):
    """Too late to write it down: the figures of its series leave the seminar out."""
    if not is_manager(user):
        return
    ended = timezone.now() - OPEN_AFTER
    came = Registration.objects.attended().filter(seminar=OuterRef("pk"))
    missed = _with_an_open_list().filter(
        ~Exists(came), ends_at__lt=ended, ends_at__gte=ended - MISSED_FOR
    )
    for seminar in missed.order_by("ends_at"):
        yield Item(
            key=f"seminar-never-recorded:{seminar.slug}",
            title="Attendance not recorded, so not in the figures",
            about=seminar.title,
            when=f"took place {words.uk_date(seminar.starts_at)}",
            url=_url(seminar),
            urgency=Urgency.LATER,
            due_on=timezone.localdate(seminar.ends_at + OPEN_AFTER),
        )


def _with_an_open_list():
    """Seminars to which somebody had a place, and whose list nobody closed."""
    nobody_closed = Q(list_closed_in_person_at=None) & ~Q(mode=Mode.ONLINE)
    nobody_closed |= Q(list_closed_online_at=None) & ~Q(mode=Mode.IN_PERSON)
    expected = Registration.objects.filter(
        seminar=OuterRef("pk"), state=RegistrationState.CONFIRMED
    )
    return Seminar.objects.filter(
        nobody_closed,
        Exists(expected),
        state__in=(SeminarState.PUBLISHED, SeminarState.CLOSED, SeminarState.HELD),
    )
