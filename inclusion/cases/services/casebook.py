"""How anything is written into a case: the lock, the line of the timeline, who works here, and how
a case begins. Beneath cases, needs, people, referrals and work, which all write there."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.words import uk_date
from inclusion.cases.models import Case, CaseEvent, CaseEventKind, Person, Team, Urgency
from partners.enums import WORKING_STATES
from partners.models import Membership, Organisation, Role
from partners.services import takes_new_work


class CaseClosed(Refusal):
    message = "This case is closed. Reopen it first"


class NotACaseworker(Refusal):
    message = "That person is no longer a caseworker of this team. Select someone else"


def lock(case: Case) -> Case:
    """The case as it is now, held until the transaction ends: every writer comes here first."""
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def lock_open(case: Case) -> Case:
    case = lock(case)
    if not case.is_open:
        raise CaseClosed
    return case


def record(
    case: Case,
    kind: CaseEventKind,
    *,
    by: User | None = None,
    summary: str = "",
    words: str = "",
    need: Any = None,
    corrects: CaseEvent | None = None,
    whom: User | None = None,
) -> CaseEvent:
    """One more line of the timeline."""
    return CaseEvent.objects.create(
        case=case,
        kind=kind,
        by=by,
        summary=summary[:200],
        words=words,
        need=need,
        corrects=corrects,
        whom=whom,
    )


def works_here(case: Case, person: User | None) -> None:
    """Refuse a person who is no caseworker of the organisation that handles the case, and keep them
    one until the end of the transaction: who removes them waits, and then counts this too.

    Call before locking the case: what ends something locks in that order.
    """
    if person is None:
        return
    today = timezone.localdate()
    place = Membership.objects.current().filter(
        Q(organisation__state__in=WORKING_STATES) | Q(organisation__hands_over_until__gte=today),
        organisation=case.handled_by_id,
        role=Role.CASEWORKER,
        person=person,
        person__is_active=True,
    )
    if not list(place.select_for_update(of=("self",), no_key=True)):
        raise NotACaseworker


def not_before(case: Case, moment: datetime) -> None:
    """Refuse what would have been arranged before anyone knew of the person here."""
    if timezone.localdate(moment) < timezone.localdate(case.opened_at):
        raise NotNow(
            f"This case was opened on {uk_date(case.opened_at)}. Enter that date or a later one"
        )


def target_for(organisation: Organisation | int, urgency: str, start: date) -> date:
    """The target date of a person who asked on `start`, by the target days of the team."""
    team = Team.objects.filter(organisation=organisation).first() or Team()
    days = {
        Urgency.URGENT: team.days_if_urgent,
        Urgency.SOON: team.days_if_soon,
        Urgency.ROUTINE: team.days_if_routine,
    }
    return start + timedelta(days=days[Urgency(urgency)])


@transaction.atomic
def open_for(
    *,
    person: Person,
    handled_by: Organisation,
    urgency: str,
    by: User | None,
    asked_on: date | None = None,
    **details: Any,
) -> Case:
    """A new case for a person, at an organisation that may take one. Its target date counts from
    the day they asked, which is what they were told: how long the team took to accept is no reason
    to move it. Today, where they asked nobody here."""
    takes_new_work(handled_by.pk)
    case = Case.objects.create(
        person=person,
        handled_by=handled_by,
        urgency=urgency,
        target_on=target_for(handled_by, urgency, asked_on or timezone.localdate()),
        **details,
    )
    record(case, CaseEventKind.OPENED, by=by)
    return case
