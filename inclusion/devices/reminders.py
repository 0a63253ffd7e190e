"""What borrowers are reminded of: a loan that is due, in one message for all their loans."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox.models import BY_ITSELF
from diz_portal.reminders.models import Reminder, ReminderState
from diz_portal.reminders.plans import Plan, Step, declare
from inclusion.cases.models import Person
from inclusion.cases.services.reaching import way_to
from inclusion.devices.models import DUE_STEPS, DueStep, Holding
from inclusion.devices.services import loans


@declare
class LoansThatAreDue(Plan[Holding]):
    """What a machine can send is sent through the outbox. A letter or a call is the caseworkers'
    to make: it would otherwise be in a list of the whole portal with a name and a number."""

    kind = "loan"
    title = "Loans that are due"
    about = Holding
    related = ("device__kept_by", "need__case")
    words = loans.TEMPLATE
    steps = tuple(Step(step.value, days=DUE_STEPS[step]) for step in DueStep)

    def coming(self, now):
        soon = timezone.localdate(now) - timedelta(days=DUE_STEPS[DueStep.BEFORE])
        return loans.out().filter(due_on__lte=soon)

    def date(self, loan):
        return loan.due_on

    def lock(self, pk: int, *, wait: bool) -> Holding | None:
        # The person first: one message at a time for all their loans.
        whose = Holding.objects.filter(pk=pk).values("need__case__person")
        people = Person.objects.filter(pk__in=whose)
        person = people.select_for_update(skip_locked=not wait).first()
        if person is None:
            return None
        loan = super().lock(pk, wait=wait)
        if loan:
            loan.need.case.person = person
        return loan

    def why_not(self, loan, reminder, now):
        if loan.need.case.person.erased_at:
            return "the borrower’s record was erased"
        return "" if loans.out().filter(pk=loan.pk).exists() else "no longer on loan"

    def send(self, loan: Any, reminder: Reminder, now: datetime) -> tuple[ReminderState, str]:
        person, keeper, today = loan.need.case.person, loan.device.kept_by, timezone.localdate(now)
        reminder.channel, to = way_to(person)
        if reminder.channel not in BY_ITSELF:
            return ReminderState.BY_HAND, ""
        outbox.queue(
            self.words,
            to=to,
            # One for the day: the loans that fall due on one day are told together.
            key=f"person-{person.reference}-loans-{keeper.pk}-{today.isoformat()}",
            channel=reminder.channel,
            context=loans.context_of(
                keeper, loans.due_of(person, keeper, today), today, name=person.name
            ),
        )
        return ReminderState.SENT, ""
