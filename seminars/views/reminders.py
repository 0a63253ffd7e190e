"""The workspace: a seminar's reminder plan, and what became of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.editing import held, status_of
from diz_portal.pages import acts, carried_out, confirm, posted
from seminars import services
from seminars.forms import StepForm
from seminars.forms.writing import PREVIEW
from seminars.models import (
    Registration,
    RegistrationState,
    ReminderStep,
    Seminar,
    SeminarState,
)
from seminars.placeholders import MEANINGS
from seminars.selectors import reminding
from seminars.services.reminders import due_at
from seminars.views.organising import find

# More than these are in the admin's list, with its filters.
FAILED_SHOWN = 50


def reminders_of(seminar: Seminar) -> str:
    return reverse("seminars_workspace:reminders", args=[seminar.slug])


def may_change(seminar: Seminar) -> bool:
    return seminar.state != SeminarState.CANCELLED and not seminar.has_started


def _find_step(seminar: Seminar, reference: str) -> ReminderStep:
    steps = ReminderStep.objects.filter(seminar=seminar, removed_at=None)
    step = get_object_or_404(steps, reference=reference)
    step.seminar = seminar
    return step


@require_safe
def reminders(request, slug):
    seminar = find(request, slug)
    standing = reminding.standing(seminar)
    failed = reminding.failed(seminar, FAILED_SHOWN + 1)
    return render(
        request,
        "seminars/workspace/reminders.html",
        {
            "seminar": seminar,
            "standing": standing,
            "states": reminding.STATES,
            "failed": failed[:FAILED_SHOWN],
            "are_more_failed": len(failed) > FAILED_SHOWN,
            "may_change": may_change(seminar),
        },
    )


@acts
def add(request, slug):
    seminar = find(request, slug)
    return _write(
        request,
        seminar,
        None,
        lambda form: services.add_step(by=request.user, seminar=seminar, **form.cleaned_data),
        title="Add a reminder",
        done="Reminder added",
    )


@acts
def change(request, slug, reference):
    seminar = find(request, slug)
    step = _find_step(seminar, reference)
    return _write(
        request,
        seminar,
        step,
        lambda form: services.change_step(by=request.user, step=step, **form.cleaned_data),
        title=f"Change reminder: {step}",
        done="Reminder saved. People who already got it will not get it again",
    )


def _write(request, seminar, step, save, *, title, done):
    """The reminder, and below it how it reads: as it is kept, or as it was typed just now."""
    form = StepForm(posted(request), step=step, cancel=reminders_of(seminar))
    looks = PREVIEW in request.POST
    if form.is_bound and not looks and carried_out(form, lambda: save(form)):
        messages.success(request, done)
        return redirect(reminders_of(seminar))
    with held(form):
        is_fine = not form.is_bound or form.is_valid()
    words = form.cleaned_data if form.is_bound else form.initial
    values = {
        "form": form,
        "seminar": seminar,
        "step": step,
        "title": title,
        "back": reminders_of(seminar),
        "placeholders": MEANINGS.items(),
        "looks": looks,
        "previews": reminding.previews(
            seminar,
            "reminder",
            subject=words["subject"],
            text=words["text"],
            people=_with_a_place(request, seminar),
            at=_due(seminar, words),
        )
        if is_fine
        else [],
    }
    status = 200 if is_fine else status_of(form)
    return render(request, "seminars/workspace/reminder.html", values, status=status)


def _due(seminar: Seminar, words: dict):
    """When it goes out, once that was said."""
    return due_at(seminar.starts_at, words["before"], words["unit"]) if "before" in words else None


def _with_a_place(request, seminar: Seminar):
    people = Registration.objects.visible_to(request.user).filter(seminar=seminar)
    return people.filter(state=RegistrationState.CONFIRMED, erased_at=None)


@acts
def remove(request, slug, reference):
    seminar = find(request, slug)
    step = _find_step(seminar, reference)
    return confirm(
        request,
        title=f"Remove reminder: {step}?",
        sentence="No one else will get it. Reminders already sent stay on record.",
        button="Remove reminder",
        back=reminders_of(seminar),
        act=lambda: services.remove_step(by=request.user, step=step),
        done="Reminder removed",
        is_grave=True,
    )


@acts
def try_again(request, slug):
    seminar = find(request, slug)
    return confirm(
        request,
        title=f"Retry failed reminders: {seminar}?",
        sentence="Reminders that are no longer useful will not be sent: when a later one is due, "
        "or after the start.",
        button="Retry reminders",
        back=reminders_of(seminar),
        act=lambda: services.try_again(by=request.user, seminar=seminar),
        done="Failed reminders retried. See the results in the table",
    )
