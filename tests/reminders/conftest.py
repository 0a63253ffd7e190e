import datetime as dt
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.reminders import plans
from diz_portal.reminders.plans import Letter, Plan, Step
from partners.models import Agreement
from tests.factories.accounts import UserFactory
from tests.factories.places import PartnershipFactory

END = dt.date(2027, 3, 31)


class Renewal(Plan[Agreement]):
    """A plan as an app would declare one: two reminders of a day, for each of some people."""

    kind = "renewal"
    title = "Renewals"
    about = Agreement
    words = "partners/agreement_expiring"
    steps = (Step("week", days=-7), Step("day", days=-1))

    def __init__(self):
        self.people = []

    def coming(self, now):
        return Agreement.objects.filter(expires_on__gte=timezone.localdate(now))

    def date(self, agreement):
        return agreement.expires_on

    def until(self, agreement, reminder):
        return Step("", at=dt.time()).due(agreement.expires_on)

    def whom(self, agreement):
        return [person.pk for person in self.people]

    def why_not(self, agreement, reminder, now):
        return "replaced" if agreement.ended_on else ""

    def letters(self, agreement, reminder, now):
        for person in self.people:
            if person.pk == reminder.part and person.is_active:
                yield Letter(
                    to=person.email,
                    key=f"renewal-{agreement.reference}-{agreement.expires_on}-{reminder.step}"
                    f"-{person.reference}",
                    context={"agreement": agreement, "person": person},
                )


@pytest.fixture
def renewal(db, monkeypatch):
    """The only plan there is, for two people."""
    PartnershipFactory()
    plan = Renewal()
    plan.people = [UserFactory(), UserFactory()]
    monkeypatch.setattr(plans, "_plans", {"renewal": plan})
    return plan


def at(day, hour=9, minute=1, month=3):
    return dt.datetime(2027, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


def mail():
    return Message.objects.count()


def at_once(act, times=3):
    """Run `act` in several threads that start together; answers what each returned."""
    barrier, answers = Barrier(times), []

    def run():
        try:
            barrier.wait(timeout=10)
            answers.append(act())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(answers) == times
    return answers
