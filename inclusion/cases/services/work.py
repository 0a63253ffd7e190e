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
    message = "Somebody has done this already."


# Tasks ---


@transaction.atomic
def add_task(*, case: Case, title: str, due_on: date, whose: User | None, by: User | None) -> Task:
    """One thing to do; without somebody named it belongs to whoever has the case."""
    casebook.works_here(case, whose)
    case = casebook.lock_open(case)
    task = Task.objects.create(case=case, title=title, due_on=due_on, whose=whose, created_by=by)
    _say(task, "To do", by)
    return task


@transaction.atomic
def change_task(*, task: Task, title: str, due_on: date, whose: User | None, by: User) -> Task:
    casebook.works_here(task.case, whose)
    task = _lock_task(task)
    if task.done_at:
        raise DoneAlready
    task.title, task.due_on, task.whose = title, due_on, whose
    task.save(update_fields=["title", "due_on", "whose"])
    _say(task, "Changed", by)
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
    """It was ticked by mistake."""
    task = _lock_task(task)
    if task.done_at is None:
        return task
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    _say(task, "Not done after all", by)
    return task


def _lock_task(task: Task, *, even_closed: bool = False) -> Task:
    lock = casebook.lock if even_closed else casebook.lock_open
    case = lock(task.case)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    task.case = case
    return task


def _say(task: Task, what: str, by: User | None) -> None:
    # The title may speak of the person: it stands where erasing blanks it.
    casebook.record(
        task.case,
        CaseEventKind.TASK,
        by=by,
        summary=what if task.done_at else f"{what}, by {uk_date(task.due_on)}",
        words=task.title,
        whom=task.whose,
    )


# Appointments ---


@transaction.atomic
def book(
    *, case: Case, starts_at: datetime, place: str, whose: User | None, by: User | None
) -> Appointment:
    """Meet somebody. It may lie in the past: then it is written down afterwards."""
    casebook.works_here(case, whose)
    case = casebook.lock_open(case)
    casebook.not_before(case, starts_at)
    appointment = Appointment.objects.create(
        case=case, starts_at=starts_at, place=place, whose=whose
    )
    _tell(appointment, "planned", by, appointment.place)
    return appointment


@transaction.atomic
def rebook(
    *, appointment: Appointment, starts_at: datetime, place: str, whose: User | None, by: User
) -> Appointment:
    casebook.works_here(appointment.case, whose)
    appointment = _lock_appointment(appointment)
    if appointment.state != AppointmentState.PLANNED:
        raise NotNow("Only a planned appointment is moved. Book a new one.")
    casebook.not_before(appointment.case, starts_at)
    appointment.starts_at, appointment.place, appointment.whose = starts_at, place, whose
    appointment.save(update_fields=["starts_at", "place", "whose"])
    _tell(appointment, "moved here", by, place)
    return appointment


@transaction.atomic
def pass_on(*, appointment: Appointment, whose: User | None, by: User) -> Appointment:
    """The same time and place, with somebody else."""
    casebook.works_here(appointment.case, whose)
    appointment = _lock_appointment(appointment)
    if appointment.state != AppointmentState.PLANNED:
        raise NotNow("That cannot be said of this appointment now.")
    appointment.whose = whose
    try:
        with transaction.atomic():
            appointment.save(update_fields=["whose"])
    except IntegrityError as error:
        if IN_ONE_PLACE.name in str(error):
            raise NotNow(
                f"{whose} has another session at the same time, on "
                f"{uk_datetime(appointment.starts_at)}. Choose someone else."
            ) from None
        raise
    _tell(appointment, "given to a colleague", by, appointment.place)
    return appointment


@transaction.atomic
def settle(
    *, appointment: Appointment, state: str, words: str = "", by: User | None
) -> Appointment:
    """Say whether it took place."""
    appointment = _lock_appointment(appointment)
    to = AppointmentState(state)
    if to not in APPOINTMENT_MOVES[AppointmentState(appointment.state)]:
        raise NotNow(f"This appointment is “{appointment.get_state_display().lower()}” already.")
    if to != AppointmentState.CANCELLED and not appointment.has_begun:
        raise NotNow("It has not begun yet.")
    appointment.state = to
    appointment.save(update_fields=["state"])
    _tell(appointment, to.label.lower(), by, words)
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
        summary=f"{uk_datetime(appointment.starts_at)}: {what}",
        words=words,
        whom=appointment.whose,
    )
