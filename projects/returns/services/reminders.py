"""Reminders of returns: rows that fall due, settled once each, sent only while still useful."""

import re
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.accounts.models import User
from partners.models import Organisation, OrganisationState, Role
from projects.returns.models import (
    ReminderState,
    ReportingRound,
    Return,
    ReturnReminder,
    ReturnState,
)

HOUR = time(9)
WEEK = timedelta(days=7)
# From this weekly reminder on (14 days late), the managers hear of it too.
MANAGERS_FROM = 2
SWEEP_ROWS = 500

BEFORE_DUE = {"week-before": 7, "day-before": 1}
DUE = "due"
LATE = re.compile(r"late-([0-9]+)")


def nine_o_clock(day: date) -> datetime:
    """Nine in the morning here, whatever the clocks did in between."""
    return datetime.combine(day, HOUR, tzinfo=timezone.get_default_timezone())


def first_of_return(record: Return, period: ReportingRound) -> list[ReturnReminder]:
    """The reminders known from the start; each weekly one is planned when the last is settled."""
    days = {kind: period.due_on - timedelta(days=days) for kind, days in BEFORE_DUE.items()}
    days[DUE] = period.due_on
    return [
        ReturnReminder(record=record, kind=kind, due_at=nine_o_clock(day))
        for kind, day in days.items()
    ]


def sweep(now: datetime | None = None) -> dict[str, int]:
    """Settle every reminder that has fallen due. Twice, late or at once: each is sent once."""
    now = now or timezone.now()
    counts = {"sent": 0, "skipped": 0}
    while True:
        due = list(
            ReturnReminder.objects.filter(state=ReminderState.PLANNED, due_at__lte=now)
            .order_by("due_at", "pk")
            .values_list("pk", flat=True)[:SWEEP_ROWS]
        )
        settled = [state for state in (settle(pk, now) for pk in due) if state]
        for state in settled:
            counts[state] += 1
        # A week planned while settling the last may be due already; none left: done.
        if not settled:
            return counts


@transaction.atomic
def settle(pk: int, now: datetime) -> str | None:
    """Send or skip one reminder and plan the next week's; None when it was settled already."""
    record_id = ReturnReminder.objects.values_list("record_id", flat=True).get(pk=pk)
    # The return first, as every writer locks it: it cannot be sent to us while we complain.
    record = (
        Return.objects.select_for_update(of=("self",))
        .select_related("round", "organisation", "project__lead")
        .get(pk=record_id)
    )
    reminder = (
        ReturnReminder.objects.select_for_update()
        .filter(pk=pk, state=ReminderState.PLANNED, due_at__lte=now)
        .first()
    )
    if reminder is None:
        return None
    note = why_not(reminder, record, now)
    reminder.state = ReminderState.SKIPPED
    if not note:
        written_to = _write(reminder, record, now)
        note = f"Sent to {written_to}" if written_to else "Nobody to write to"
        reminder.state = ReminderState.SENT if written_to else ReminderState.SKIPPED
    reminder.note = note
    reminder.settled_at = now
    reminder.save(update_fields=["state", "note", "settled_at"])
    _plan_next(reminder, record)
    return reminder.state


def why_not(reminder: ReturnReminder, record: Return, now: datetime) -> str:
    """Why this reminder would no longer help anybody; empty while it would."""
    if not record.is_owed:
        return "No longer owed"
    if reminder.kind in BEFORE_DUE and timezone.localdate(now) >= record.round.due_on:
        return "Found after the due date"
    planned_since = record.reminders.filter(
        state=ReminderState.PLANNED, due_at__lte=now, due_at__gt=reminder.due_at
    )
    late = reminder.kind not in BEFORE_DUE
    if planned_since.exists() or (late and now >= _week_after(reminder)):
        return "A later one was due"
    return ""


def _week_after(reminder: ReturnReminder) -> datetime:
    return nine_o_clock(timezone.localdate(reminder.due_at) + WEEK)


def _plan_next(reminder: ReturnReminder, record: Return) -> None:
    """Weekly while the round is open: a return sent back later is owed again."""
    if reminder.kind in BEFORE_DUE or record.state == ReturnState.LOCKED:
        return
    number = weeks_late(reminder.kind) + 1
    ReturnReminder.objects.bulk_create(
        [ReturnReminder(record=record, kind=f"late-{number}", due_at=_week_after(reminder))],
        ignore_conflicts=True,
    )


def weeks_late(kind: str) -> int:
    found = LATE.fullmatch(kind)
    return int(found.group(1)) if found else 0


def reporters_of(record: Return) -> list[User]:
    """Who can write it: see `people_of`."""
    return people_of(record.organisation)


def people_of(organisation: Organisation) -> list[User]:
    """An organisation's leads and contributors; its managers where it has nobody else, as the
    lead organisation may. Nobody while it may not work here."""
    if organisation.state not in {OrganisationState.ACTIVE, OrganisationState.INVITED}:
        return []
    return _people(organisation, [Role.LEAD, Role.CONTRIBUTOR]) or _people(
        organisation, [Role.MANAGER]
    )


def _people(organisation: Organisation, roles: list[str]) -> list[User]:
    return list(
        User.objects.active()
        .filter(
            memberships__organisation=organisation,
            memberships__role__in=roles,
            memberships__ended_on=None,
        )
        .distinct()
    )


def managers_of(record: Return) -> list[User]:
    """The programme managers in the organisation that leads the project, else all of them."""
    managers = User.objects.active().filter(
        is_staff=True, memberships__role=Role.MANAGER, memberships__ended_on=None
    )
    own = managers.filter(memberships__organisation=record.project.lead_id)
    return list(own.distinct() or managers.distinct())


def _write(reminder: ReturnReminder, record: Return, now: datetime) -> str:
    context = {"record": record, "today": timezone.localdate(now)}
    reporters = reporters_of(record)
    for person in reporters:
        outbox.queue(
            "projects/return-reminder",
            to=person.email,
            key=f"return-{record.reference}-{reminder.kind}-{person.reference}",
            context={**context, "person": person},
        )
    managers = managers_of(record) if weeks_late(reminder.kind) >= MANAGERS_FROM else []
    for person in managers:
        outbox.queue(
            "projects/return-late",
            to=person.email,
            key=f"return-{record.reference}-{reminder.kind}-manager-{person.reference}",
            context={**context, "person": person},
        )
    parts = [(reporters, "reporter"), (managers, "manager")]
    return " and ".join(
        f"{len(people)} {word}{'s' if len(people) != 1 else ''}" for people, word in parts if people
    )
