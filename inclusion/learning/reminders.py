"""What learners are reminded of: a session with a digital champion."""

from datetime import datetime
from typing import Any

from diz_portal.reminders.models import Reminder, ReminderState
from diz_portal.reminders.plans import Plan, Step, declare
from inclusion.cases.models import Appointment, AppointmentState, Case, CaseState
from inclusion.cases.services import reaching
from inclusion.learning.services import sessions


@declare
class SessionsToCome(Plan[Appointment]):
    kind = "session"
    title = "Upcoming digital skills sessions"
    about = Appointment
    related = ("case__person", "case__handled_by", "whose", "reminding")
    words = "inclusion/session_reminder"
    steps = (Step("before", hours=-24),)
    too_late = "the session had already started"

    def coming(self, now):
        found = Appointment.objects.planned().sessions().filter(starts_at__gt=now)
        return found.filter(case__state=CaseState.OPEN)

    def date(self, session):
        return session.starts_at

    def times(self, session: Appointment, now: datetime) -> dict[str, datetime]:
        """A letter or a call is a task at once: it says by itself when it is to be done."""
        if reaching.way_to(session.case.person)[0] in sessions.BY_HAND:
            return {step.key: session.created_at for step in self.steps}
        return super().times(session, now)

    def lock(self, pk: int, *, wait: bool) -> Appointment | None:
        # The case first, as every writer of a session and of a task does.
        case = Case.objects.filter(appointments=pk)
        if case.select_for_update(no_key=True, skip_locked=not wait).first() is None:
            return None
        return super().lock(pk, wait=wait)

    def why_not(self, session, reminder, now):
        if session.state != AppointmentState.PLANNED:
            return "no longer planned"
        return "" if session.case.is_open else "the case is closed"

    def until(self, session, reminder):
        return session.starts_at

    def send(self, session: Any, reminder: Reminder, now: datetime) -> tuple[ReminderState, str]:
        reminder.channel, to = reaching.way_to(session.case.person)
        if reminder.channel in sessions.BY_HAND:
            sessions.give_task(session, reminder.channel, now)
            return ReminderState.SENT, "task added for the digital champion"
        sessions.send("session_reminder", session, reminder.channel, to)
        return ReminderState.SENT, ""
