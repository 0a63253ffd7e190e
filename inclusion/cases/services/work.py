"""What can happen to the tasks and appointments of a case."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.words import uk_date, uk_datetime
from inclusion.cases.models import (
    APPOINTMENT_MOVES,
    Appointment,
    AppointmentState,
    Case,
    CaseEventKind,
    Task,
)
from inclusion.cases.models.work import IN_ONE_PLACE
from inclusion.cases.services import casebook


class DoneAlready(Refusal):
    message = "This has already been done. Reload the page to see it"


# Tasks ---


@transaction.atomic
def add_task(*, case: Case, title: str, due_on: date, whose: User | None, by: User | None) -> Task:
    """One thing to do; with no one named it belongs to the case's caseworker."""
    casebook.works_here(case, whose)
    case = casebook.lock_open(case)
    task = Task.objects.create(case=case, title=title, due_on=due_on, whose=whose, created_by=by)
    _say(task, "To do by {day}", by)
    return task


@transaction.atomic
def change_task(*, task: Task, title: str, due_on: date, whose: User | None, by: User) -> Task:
    casebook.works_here(task.case, whose)
    task = _lock_task(task)
    if task.done_at:
        raise DoneAlready
    task.title, task.due_on, task.whose = title, due_on, whose
    task.save(update_fields=["title", "due_on", "whose"])
    _say(task, "Changed, to do by {day}", by)
    return task


@transaction.atomic
def finish_task(*, task: Task, by: User) -> Task:
    """It is done. Said twice, it is written once."""
    task = _lock_task(task, even_closed=True)
    if task.done_at:
        return task
    task.done_at, task.done_by = timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    _say(task, "Done", by)
    return task


@transaction.atomic
def undo_task(*, task: Task, by: User) -> Task:
    """It was marked as done by mistake."""
    task = _lock_task(task)
    if task.done_at is None:
        return task
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    _say(task, "Reopened, to do by {day}", by)
    return task


def _lock_task(task: Task, *, even_closed: bool = False) -> Task:
    lock = casebook.lock if even_closed else casebook.lock_open
    case = lock(task.case)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    task.case = case
    return task


def _say(task: Task, what: str, by: User | None) -> None:
    # The title may speak of the person: it is where erasing blanks it.
    casebook.record(
        task.case,
        CaseEventKind.TASK,
        by=by,
        summary=what.format(day=uk_date(task.due_on)),
        words=task.title,
        whom=task.whose,
    )


# Appointments ---


@transaction.atomic
def book(
    *, case: Case, starts_at: datetime, place: str, whose: User | None, by: User | None
) -> Appointment:
    """Meet someone. It may be in the past: then it is recorded afterwards."""
    casebook.works_here(case, whose)
    case = casebook.lock_open(case)
    casebook.not_before(case, starts_at)
    appointment = Appointment.objects.create(
        case=case, starts_at=starts_at, place=place, whose=whose
    )
    _tell(appointment, "Appointment on {when} planned", by, appointment.place)
    return appointment


@transaction.atomic
def rebook(
    *, appointment: Appointment, starts_at: datetime, place: str, whose: User | None, by: User
) -> Appointment:
    casebook.works_here(appointment.case, whose)
    appointment = _lock_appointment(appointment)
    if appointment.state != AppointmentState.PLANNED:
        raise NotNow("You can only move a planned appointment. Book a new one instead")
    casebook.not_before(appointment.case, starts_at)
    appointment.starts_at, appointment.place, appointment.whose = starts_at, place, whose
    appointment.save(update_fields=["starts_at", "place", "whose"])
    _tell(appointment, "Appointment moved to {when}", by, place)
    return appointment


@transaction.atomic
def reassign(*, appointment: Appointment, whose: User | None, by: User) -> Appointment:
    """The same time and place, with someone else."""
    casebook.works_here(appointment.case, whose)
    appointment = _lock_appointment(appointment)
    if appointment.state != AppointmentState.PLANNED:
        raise NotNow(
            "You can only reassign a planned appointment. Reload the page and check its status"
        )
    appointment.whose = whose
    try:
        with transaction.atomic():
            appointment.save(update_fields=["whose"])
    except IntegrityError as error:
        if IN_ONE_PLACE.name in str(error):
            raise NotNow(
                f"{whose} has another session at the same time, on "
                f"{uk_datetime(appointment.starts_at)}. Select someone else"
            ) from None
        raise
    _tell(appointment, "Appointment on {when} reassigned", by, appointment.place)
    return appointment


OUTCOMES = {
    AppointmentState.ATTENDED: "Attended the appointment on {when}",
    AppointmentState.NOT_ATTENDED: "Did not attend the appointment on {when}",
    AppointmentState.CANCELLED: "Appointment on {when} cancelled",
}


@transaction.atomic
def record_outcome(
    *, appointment: Appointment, state: str, words: str = "", by: User | None
) -> Appointment:
    """Whether the person attended, or it is cancelled."""
    appointment = _lock_appointment(appointment)
    to = AppointmentState(state)
    if to not in APPOINTMENT_MOVES[AppointmentState(appointment.state)]:
        raise NotNow(
            f"This appointment is already “{appointment.get_state_display()}”. Reload the page to "
            "see it"
        )
    if to != AppointmentState.CANCELLED and not appointment.has_begun:
        raise NotNow(
            "This appointment has not started yet. Record whether they attended after it has"
        )
    appointment.state = to
    appointment.save(update_fields=["state"])
    _tell(appointment, OUTCOMES[to], by, words)
    return appointment


def _lock_appointment(appointment: Appointment) -> Appointment:
    case = casebook.lock(appointment.case)
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    appointment.case = case
    return appointment


def _tell(appointment: Appointment, what: str, by: User | None, words: str) -> None:
    casebook.record(
        appointment.case,
        CaseEventKind.APPOINTMENT,
        by=by,
        summary=what.format(when=uk_datetime(appointment.starts_at)),
        words=words,
        whom=appointment.whose,
    )
