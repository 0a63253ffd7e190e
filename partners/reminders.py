"""What people are reminded of because of papers."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from diz_portal.reminders.plans import Letter, Plan, Step, declare

from . import selectors
from .models import Agreement
from .models.agreement import RENEW_WITHIN


@declare
class AgreementsThatRunOut(Plan[Agreement]):
    """The leads of the parties and the managers, each once at each distance from the end."""

    kind = "agreement"
    title = "Agreements that expire"
    about = Agreement
    words = "partners/agreement_expiring"
    steps = (Step(str(RENEW_WITHIN), days=-RENEW_WITHIN), Step("14", days=-14))

    def coming(self, now):
        today = timezone.localdate(now)
        return Agreement.objects.filter(
            ended_on=None,
            expires_on__range=(today, today + dt.timedelta(days=RENEW_WITHIN)),
        )

    def date(self, agreement):
        return agreement.expires_on

    def until(self, agreement, reminder):
        """It is in force on its last day."""
        return Step("", days=1, at=dt.time()).due(agreement.expires_on)

    def whom(self, agreement):
        return [person.pk for person in selectors.who_renews(agreement)]

    def why_not(self, agreement, reminder, now):
        return "ended or replaced" if agreement.ended_on else ""

    def letters(self, agreement, reminder, now):
        # Whoever leads a party today: they may have left since this was planned.
        for person in selectors.who_renews(agreement):
            if person.pk == reminder.part:
                yield Letter(
                    to=person.email,
                    key=f"agreement-{agreement.reference}-{agreement.expires_on}"
                    f"-{reminder.step}-{person.reference}",
                    context={
                        "agreement": agreement,
                        "person": person,
                        "link": settings.PORTAL_URL + agreement.get_absolute_url(),
                    },
                )

    def names(self, subjects):
        return {one.pk: str(one) for one in self.all().filter(pk__in=subjects)}
