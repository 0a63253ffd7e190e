"""Reminding borrowers: 7 days before, on the day and 7 days late, one message for all their loans.

A run looks at rows and not at the clock: a day that was missed is made up for, the same step is
never told twice, and what has come back is never asked for.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.outbox import rendering
from diz_portal.outbox.models import Channel
from inclusion.cases.models import Person, Team
from inclusion.cases.services.reaching import way_to
from inclusion.devices.models import (
    DUE_STEPS,
    DeviceState,
    DueStep,
    Holding,
    HoldingKind,
    LoanReminder,
)

TEMPLATE = "inclusion/loan_due"


class BackAlready(Refusal):
    message = "Nothing is left to be told: it came back, or the borrower has been told."


def step_for(due_on: date, today: date) -> DueStep | None:
    """The latest step whose day has come; earlier ones that were missed are left out."""
    reached = [step for step in DueStep if due_on + timedelta(days=DUE_STEPS[step]) <= today]
    return reached[-1] if reached else None


def out() -> Any:
    """What is lent and can come back: of a stolen device its holder is not reminded."""
    return Holding.objects.filter(
        kind=HoldingKind.LOAN, returned_at=None, device__state=DeviceState.ISSUED
    )


def remind(today: date | None = None) -> int:
    """Tell every borrower what is due. Answers how many people were found. Twice is once."""
    today = today or timezone.localdate()
    soon = today + timedelta(days=-DUE_STEPS[DueStep.BEFORE])
    people = (
        out()
        .filter(due_on__lte=soon)
        .order_by("need__case__person")
        .values_list("need__case__person", flat=True)
        .distinct()
    )
    return sum(_remind_person(pk, today) for pk in list(people))


@transaction.atomic
def _remind_person(person_id: int, today: date) -> bool:
    # One run at a time for each person; no device comes back while we write.
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.erased_at:
        return False
    loans = list(
        out()
        .filter(need__case__person=person)
        .select_for_update(of=("self",))
        .select_related("device__kept_by")
        .order_by("due_on", "pk")
    )
    due = [(loan, step) for loan in loans if (step := step_for(loan.due_on, today))]
    told = set(
        LoanReminder.objects.filter(holding__in=loans).values_list("holding", "step", "due_on")
    )
    fresh = [(loan, step) for loan, step in due if (loan.pk, step.value, loan.due_on) not in told]
    if not fresh:
        return False
    channel, to = way_to(person)
    by_machine = channel in (Channel.EMAIL, Channel.TEXT)
    by_keeper: dict[Any, list[Holding]] = defaultdict(list)
    for loan, _ in due:
        by_keeper[loan.device.kept_by].append(loan)
    LoanReminder.objects.bulk_create(
        LoanReminder(
            holding=loan,
            step=step,
            due_on=loan.due_on,
            channel=channel,
            told_at=timezone.now() if by_machine else None,
        )
        for loan, step in fresh
    )
    if by_machine:
        for keeper, mine in by_keeper.items():
            outbox.queue(
                TEMPLATE,
                to=to,
                key=f"person-{person.reference}-loans-{keeper.pk}-{today:%Y%m%d}",
                channel=channel,
                context=context_of(keeper, mine, today),
            )
    return True


def context_of(keeper: Any, loans: list[Holding], today: date) -> dict[str, Any]:
    team = Team.objects.filter(organisation=keeper).first()
    return {
        "organisation": keeper.name,
        "phone": team.phone if team else "",
        "loans": loans,
        "count": len(loans),
        "today": today,
    }


def by_hand(loans: list[Holding], channel: str, today: date | None = None) -> str:
    """The words of the letter, or of the call, about loans of one person."""
    keeper = loans[0].device.kept_by
    context = context_of(keeper, loans, today or timezone.localdate())
    return rendering.render(TEMPLATE, context, channel)[1]


@transaction.atomic
def told(*, holding: Holding, by: Any) -> int:
    """The letter was posted, or the call made: for every loan of this person."""
    person = holding.need.case.person_id
    waiting = LoanReminder.objects.filter(
        holding__need__case__person=person,
        holding__device__kept_by=holding.device.kept_by_id,
        holding__returned_at=None,
        told_at=None,
    )
    number = waiting.update(told_at=timezone.now(), by=by)
    if not number:
        raise BackAlready
    return number
