"""Asking people what they thought, once, and keeping their answers apart from their names."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.privacy.registry import over_since
from seminars.models import (
    Attendance,
    FeedbackAnswer,
    Registration,
    RegistrationState,
    Seminar,
    SeminarState,
)
from seminars.services import letters, queue

BATCH = 100
# The day after, when people are up; and no longer than the list of who came may be put right.
ASKED_AT = time(10)
ASKED_FOR = timedelta(days=14)
# After two months nobody remembers.
OPEN_FOR = letters.STILL_NEWS


class FeedbackClosed(Refusal):
    message = "Feedback for this seminar has closed"


class AlreadyGiven(Refusal):
    message = "You have already given feedback"


def may_answer(registration: Registration) -> int:
    """How many answers are still open to a registration: one for each person who was there.

    Where nobody wrote down who came, whoever had a place may answer.
    """
    seminar = registration.seminar
    now = timezone.now()
    if (
        registration.state != RegistrationState.CONFIRMED
        or seminar.state in {SeminarState.CANCELLED, SeminarState.DRAFT}
        or not seminar.ends_at <= now <= seminar.ends_at + OPEN_FOR
    ):
        return 0
    missing = [registration.attendance, registration.guest_attendance][: registration.seats]
    there = sum(one != Attendance.NO_SHOW for one in missing)
    return max(there - registration.feedback_given, 0)


@transaction.atomic
def give_feedback(*, registration: Registration, may_contact: bool = False, **answers: Any) -> None:
    """Count that somebody answered, and keep the answer without a word of who."""
    _seminar, registration = queue.lock_for(registration)
    if not may_answer(registration):
        raise AlreadyGiven if registration.feedback_given else FeedbackClosed
    registration.feedback_given += 1
    registration.save(update_fields=["feedback_given"])
    FeedbackAnswer.objects.create(
        seminar=registration.seminar,
        may_contact=registration if may_contact else None,
        **answers,
    )


def asked_from(seminar: Seminar) -> datetime:
    """Ten o'clock on the day after it ended, where it was held."""
    zone = timezone.get_default_timezone()
    day_after = timezone.localtime(seminar.ends_at).date() + timedelta(days=1)
    return datetime.combine(day_after, ASKED_AT, tzinfo=zone)


def sweep_feedback() -> int:
    """Ask those who were there. Whoever was not, or was never checked in, is not asked: where
    nobody wrote down who came, that is nobody, until somebody does."""
    now = timezone.now()
    recent = Seminar.objects.filter(
        ends_at__range=(now - ASKED_FOR - timedelta(days=2), now)
    ).exclude(state__in=[SeminarState.CANCELLED, SeminarState.DRAFT])
    asked = 0
    for seminar in recent.order_by("ends_at"):
        if asked_from(seminar) <= now <= asked_from(seminar) + ASKED_FOR:
            while found := _ask(seminar):
                asked += found
    return asked


@transaction.atomic
def _ask(seminar: Seminar) -> int:
    batch = list(
        Registration.objects.attended()
        .filter(seminar=seminar, feedback_asked=False, erased_at=None)
        .select_for_update(skip_locked=True)
        .order_by("pk")[:BATCH]
    )
    for registration in batch:
        registration.seminar = seminar
        if may_answer(registration):
            letters.send("feedback", registration)
    Registration.objects.filter(pk__in=[one.pk for one in batch]).update(feedback_asked=True)
    return len(batch)


def unlink(registration: Registration) -> None:
    """Forget whose an answer was, and the words given under a name."""
    FeedbackAnswer.objects.filter(may_contact=registration).update(
        may_contact=None, keep="", change="", access=""
    )


def forget_words(*, days: int, dry_run: bool = False) -> int:
    """The words go when the people go; the scores are kept."""
    old = FeedbackAnswer.objects.filter(seminar__ends_at__lt=over_since(days)).exclude(
        keep="", change="", access="", may_contact=None
    )
    if dry_run:
        return old.count()
    return old.update(keep="", change="", access="", may_contact=None)
