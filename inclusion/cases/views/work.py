"""What is done for someone: needs, tasks and appointments."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from diz_portal.access import Refusal, seen
from diz_portal.pages import acts, carried_out, posted, show
from inclusion.cases.forms.cases import (
    AppointmentForm,
    MoveNeedForm,
    NeedForm,
    OutcomeForm,
    RewordForm,
    TaskForm,
)
from inclusion.cases.models import Appointment, Need, Task
from inclusion.cases.services import needs, work
from inclusion.cases.views.cases import _form_page
from inclusion.cases.views.finding import find, is_hidden


def _saved(request, case, words: str):
    messages.success(request, words)
    return redirect(case)


@acts
def add_need(request, reference):
    case = find(request, reference)
    form = NeedForm(posted(request), case=case, cancel=case.get_absolute_url())
    if carried_out(form, lambda: needs.add(case=case, by=request.user, **form.cleaned_data)):
        return _saved(request, case, "Need added")
    return _form_page(request, case, form, "Add need")


def _need(request, reference) -> Need:
    found = Need.objects.visible_to(request.user).select_related("case")
    return seen(request.user, "inclusion.see_work", get_object_or_404(found, reference=reference))


@acts
def reword_need(request, reference):
    need = _need(request, reference)
    form = RewordForm(posted(request), need=need, cancel=need.case.get_absolute_url())
    if carried_out(form, lambda: needs.reword(need=need, by=request.user, **form.cleaned_data)):
        return _saved(request, need.case, "Need saved")
    sentence = f"{need.get_kind_display()}. The earlier details will stay on the timeline."
    return _form_page(request, need.case, form, "Edit need", sentence)


@acts
def move_need(request, reference):
    need = _need(request, reference)
    form = MoveNeedForm(posted(request), need=need, cancel=need.case.get_absolute_url())

    def move():
        return needs.move_by_hand(need=need, by=request.user, **form.cleaned_data)

    if carried_out(form, move):
        return _saved(request, need.case, "Status updated")
    now = f"Status: {need.get_state_display().lower()}"
    return _form_page(request, need.case, form, f"Update status: {need.what}", now)


def _task(request, reference) -> Task:
    tasks = Task.objects.visible_to(request.user).select_related("case")
    return seen(request.user, "inclusion.see_work", get_object_or_404(tasks, reference=reference))


@acts
def add_task(request, reference):
    case = find(request, reference)
    form = TaskForm(posted(request), case=case, cancel=case.get_absolute_url())
    if carried_out(form, lambda: work.add_task(case=case, by=request.user, **form.cleaned_data)):
        return _saved(request, case, "Task added")
    return _form_page(request, case, form, "Add task")


@acts
def change_task(request, reference):
    task = _task(request, reference)
    if is_hidden(request, task.case):
        return redirect(task.case)
    form = TaskForm(posted(request), case=task.case, task=task, cancel=task.case.get_absolute_url())
    if carried_out(form, lambda: work.change_task(task=task, by=request.user, **form.cleaned_data)):
        return _saved(request, task.case, "Task saved")
    return _form_page(request, task.case, form, "Edit task")


@require_POST
def tick_task(request, reference, verb):
    task = _task(request, reference)
    act = work.finish_task if verb == "done" else work.undo_task
    try:
        act(task=task, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(task.case)
    return _saved(request, task.case, "Task done" if verb == "done" else "Task reopened")


def _appointment(request, reference) -> Appointment:
    appointments = Appointment.objects.visible_to(request.user).select_related("case")
    return seen(
        request.user, "inclusion.see_work", get_object_or_404(appointments, reference=reference)
    )


@acts
def book(request, reference):
    case = find(request, reference)
    form = AppointmentForm(posted(request), case=case, cancel=case.get_absolute_url())
    if carried_out(form, lambda: work.book(case=case, by=request.user, **form.cleaned_data)):
        return _saved(request, case, "Appointment booked")
    sentence = "We do not send a message about this. Tell the person yourself, the way they prefer."
    return _form_page(request, case, form, "Book appointment", sentence)


@acts
def rebook(request, reference):
    found = _appointment(request, reference)
    if found.is_session:
        return redirect("inclusion_workspace:session_change", found.reference)
    if is_hidden(request, found.case):
        return redirect(found.case)
    form = AppointmentForm(
        posted(request), case=found.case, appointment=found, cancel=found.case.get_absolute_url()
    )
    sentence = "We do not send a message about this. Tell the person yourself, the way they prefer."

    def move():
        return work.rebook(appointment=found, by=request.user, **form.cleaned_data)

    if carried_out(form, move):
        return _saved(request, found.case, "Appointment changed")
    return _form_page(request, found.case, form, "Change appointment", sentence)


@acts
def record_outcome(request, reference):
    found = _appointment(request, reference)
    if found.is_session:
        return redirect("inclusion_workspace:session_settle", found.reference)
    form = OutcomeForm(posted(request), appointment=found, cancel=found.case.get_absolute_url())

    def say():
        return work.record_outcome(appointment=found, by=request.user, **form.cleaned_data)

    if carried_out(form, say):
        done = "Outcome recorded" if found.has_begun else "Appointment cancelled"
        return _saved(request, found.case, done)
    page = {
        "form": form,
        "title": "Record appointment outcome" if found.has_begun else "Cancel this appointment?",
        "case": found.case,
        "back": found.case.get_absolute_url(),
        "moment": found.starts_at,
    }
    return show(request, "inclusion/form.html", page)
