"""What is lent, how its borrower is reached, and what staff tell them by letter or call."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.outbox import rendering
from diz_portal.reminders.models import Reminder, ReminderQuerySet, ReminderState
from inclusion.cases.models import Person, Team
from inclusion.devices.models import (
    DUE_STEPS,
    DeviceState,
    DueStep,
    Holding,
    HoldingKind,
)

TEMPLATE = "inclusion/loan_due"


class BackAlready(Refusal):
    message = (
        "There is nothing to send. The device was returned or the borrower has already been "
        "contacted"
    )


def step_for(due_on: date, today: date) -> DueStep | None:
    """The latest step whose day has come; earlier ones that were missed are left out."""
    reached = [step for step in DueStep if due_on + timedelta(days=DUE_STEPS[step]) <= today]
    return reached[-1] if reached else None


def out() -> Any:
    """What is lent and can come back: of a stolen device its holder is not reminded."""
    return Holding.objects.filter(
        kind=HoldingKind.LOAN, returned_at=None, device__state=DeviceState.ISSUED
    )


def due_of(person: Person, keeper: Any, today: date) -> list[Holding]:
    """What one borrower has from one keeper and is to be told of, the first due first."""
    theirs = out().filter(need__case__person=person, device__kept_by=keeper)
    found = theirs.select_for_update(of=("self",)).select_related("device__kept_by")
    return [loan for loan in found.order_by("due_on", "pk") if step_for(loan.due_on, today)]


def waiting_for_staff(loans: Any) -> ReminderQuerySet:
    """Letters to write and calls to make about these."""
    return Reminder.objects.filter(kind="loan", subject__in=loans, state=ReminderState.BY_HAND)


def context_of(keeper: Any, loans: list[Holding], today: date, *, name: str = "") -> dict[str, Any]:
    team = Team.objects.filter(organisation=keeper).first()
    return {
        "name": name,
        "organisation": keeper.name,
        "phone": team.phone if team else "",
        "loans": loans,
        "count": len(loans),
        "today": today,
    }


def by_hand(
    loans: list[Holding], channel: str, today: date | None = None, *, name: str = ""
) -> str:
    """The words of the letter, or of the call, about loans of one person; by `name` for a reader
    to whom the person's details are shown."""
    keeper = loans[0].device.kept_by
    context = context_of(keeper, loans, today or timezone.localdate(), name=name)
    return rendering.render(TEMPLATE, context, channel)[1]


@transaction.atomic
def told(*, holding: Holding, by: User) -> int:
    """The letter was posted, or the call made: for every loan of this person."""
    person = holding.need.case.person_id
    theirs = Holding.objects.filter(
        need__case__person=person, device__kept_by=holding.device.kept_by_id, returned_at=None
    )
    number = waiting_for_staff(theirs.values("pk")).update(
        state=ReminderState.SENT, settled_at=timezone.now(), by=by
    )
    if not number:
        raise BackAlready
    return number
