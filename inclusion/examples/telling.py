"""What the people of the example cases have been told: posted and rung, but for the latest."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from diz_portal.demo import example
from inclusion.cases.models import Referral, Step, Telling, ToldBy
from inclusion.cases.services.notices import caseworkers
from inclusion.cases.services.telling import WITHIN, organisation_of

# Older than this, it has been posted or said.
RECENT = timedelta(days=6)
AT_FIRST = (Step.RECEIVED, Step.REFERRED)


@example("Letters and calls about cases", order=75)
def load(today: date) -> str:
    tellings = Telling.objects.select_related("case__handled_by", "referral__to")
    for told in tellings:
        began = _moment(told)
        told.began_at, told.due_on = began, timezone.localdate(began) + WITHIN
        if told.is_waiting and began < timezone.now() - RECENT:
            told.outcome = ToldBy.POSTED if told.is_letter else ToldBy.SPOKE
            told.settled_by = caseworkers(organisation_of(told.record))[0]
        if told.outcome:
            told.settled_at = began
        told.save()
    waiting = Telling.objects.waiting().count()
    return f"{len(tellings)} steps told, {waiting} letters and calls waiting"


def _moment(told: Telling) -> datetime:
    """When the step was taken, as the other tables tell it."""
    record = told.record
    if isinstance(record, Referral):
        answered = None if told.step in AT_FIRST else record.decided_at
        return answered or record.submitted_at
    if told.step == Step.CLOSED and record.closed_at:
        return record.closed_at
    return told.need.changed_at if told.need else record.opened_at
