"""One case: what is needed, who is helped, what happened, and what a caseworker does about it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from diz_portal.access import Refusal, seen
from diz_portal.pages import acted, acts, carried_out, posted, show
from inclusion.cases import additions
from inclusion.cases.forms.cases import (
    AssignForm,
    CloseForm,
    DetailsForm,
    MergeForm,
    NoteForm,
    UrgencyForm,
    WordsForm,
)
from inclusion.cases.forms.emergency import EmergencyAccessForm
from inclusion.cases.forms.tags import TagsForm
from inclusion.cases.models import EMERGENCY_KINDS, Case
from inclusion.cases.roles import answers_for
from inclusion.cases.selectors import cases as selectors
from inclusion.cases.selectors import referrals as own
from inclusion.cases.selectors import tags as fund_tags
from inclusion.cases.selectors import tellings
from inclusion.cases.selectors.cards import cards, needs_of, next_step
from inclusion.cases.services import cases, openings, people, reaching, tags
from inclusion.cases.views.finding import find, is_hidden, opening_of

FORM = "inclusion/form.html"


@require_safe
def case(request, reference):
    """Hidden until details are shown with the button: then who they are, and what was written."""
    readable = Case.objects.readable_by(request.user)
    found = get_object_or_404(
        readable.select_related(
            "person__district", "handled_by", "assigned_to", "came_by__case__handled_by"
        ),
        reference=reference,
    )
    seen(request.user, "inclusion.see_case", found)
    return render(request, "inclusion/cases/case.html", _page(request, found))


def _page(request, found: Case) -> dict:
    opening = opening_of(request, found)
    may_work = request.user.has_perm("inclusion.work_on", found)
    needs = needs_of(found)
    shown = cards(needs)
    part = request.GET.get("entries", "")
    referrals = list(found.referrals.select_related("made_by", "to").order_by("submitted_at"))
    came_by = getattr(found, "came_by", None)
    page = {
        "case": found,
        "opening": opening,
        "is_emergency": opening is not None and opening.kind in EMERGENCY_KINDS,
        "may_work": may_work,
        "cards": shown,
        "next": next_step(found, shown, is_open_to_reader=bool(opening)) if may_work else None,
        "outcome": None if found.is_open else selectors.outcome(needs),
        "tasks": found.tasks.select_related("whose", "done_by"),
        "appointments": found.appointments.select_related("whose", "need").order_by(
            "starts_at", "pk"
        ),
        "lines": selectors.timeline(found, part),
        "part": part if part in selectors.PARTS else "",
        "parts": [(key, label) for key, (label, _) in selectors.PARTS.items()],
        "openings": selectors.openings(found)[:100],
        "referrals": [(one, own.between(one.made_by, one.to)) for one in referrals],
        "asked": [one for one in referrals if one.story] if opening else [],
        "instead": reaching.instead_of(found.person) if opening else "",
        "tellings": tellings.of_case(found),
        "came_by": came_by,
        "came_between": own.between(came_by.case.handled_by, found.handled_by) if came_by else None,
        "offers": found.transfers.select_related("to"),
        "tags": fund_tags.of_case(found) if opening else [],
        "likely": selectors.likely_same(found.person) if opening and may_work else [],
        "note_form": NoteForm(
            action=reverse("inclusion_workspace:case_note", args=[found.reference])
        ),
    }
    for one in additions.all_added():
        page |= one.on_page(found)
    return page


@require_POST
def open_case(request, reference):
    found = find(request, reference)
    openings.log_opening(case=found, by=request.user)
    messages.success(request, "Details shown. This is recorded in the access log")
    return redirect(found)


@acts
def emergency_access(request, reference):
    """For the named lead of the handling organisation, who is no caseworker of it."""
    cases_of = Case.objects.filter(handled_by__in=answers_for(request.user))
    found = get_object_or_404(cases_of.select_related("handled_by"), reference=reference)
    form = EmergencyAccessForm(
        posted(request),
        kinds=openings.kinds_for(request.user, found),
        cancel=reverse("inclusion_workspace:find"),
    )

    def use_it():
        return openings.use_emergency_access(case=found, by=request.user, **form.cleaned_data)

    if carried_out(form, use_it):
        return redirect(found)
    return show(request, "inclusion/cases/emergency_access.html", {"form": form, "case": found})


def _form_page(request, found: Case, form, title: str, sentence: str = ""):
    page = {
        "form": form,
        "title": title,
        "sentence": sentence,
        "case": found,
        "back": found.get_absolute_url(),
    }
    return show(request, FORM, page)


@require_POST
def take(request, reference):
    found = find(request, reference)
    try:
        cases.take(case=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Case assigned to you")
    return redirect(found)


@acts
def assign(request, reference):
    found = find(request, reference)
    form = AssignForm(posted(request), case=found, cancel=found.get_absolute_url())
    if carried_out(form, lambda: cases.assign(case=found, by=request.user, **form.cleaned_data)):
        messages.success(request, "Caseworker changed")
        return redirect(found)
    return _form_page(request, found, form, "Change caseworker")


@acts
def urgency(request, reference):
    found = find(request, reference)
    form = UrgencyForm(posted(request), case=found, cancel=found.get_absolute_url())

    def change():
        return cases.set_urgency(case=found, by=request.user, **form.cleaned_data)

    if carried_out(form, change):
        messages.success(request, "Urgency and target date changed")
        return redirect(found)
    return _form_page(request, found, form, "Change urgency or target date")


@acts
def note(request, reference):
    found = find(request, reference)
    form = NoteForm(posted(request), cancel=found.get_absolute_url())
    if carried_out(form, lambda: cases.note(case=found, by=request.user, **form.cleaned_data)):
        messages.success(request, "Note added")
        return redirect(f"{found.get_absolute_url()}#timeline")
    return _form_page(request, found, form, "Add note")


@acts
def correct(request, reference, number):
    found = find(request, reference)
    if is_hidden(request, found):
        return redirect(found)
    line = next((one for one in selectors.timeline(found) if one.number == number), None)
    if line is None or not line.may_be_corrected:
        raise Http404
    event = line.event
    form = WordsForm(
        posted(request),
        label="Correction",
        hint="The earlier note will still be shown, marked as corrected.",
        must="Enter the correction",
        button="Add correction",
        cancel=found.get_absolute_url(),
    )

    def add_it():
        return cases.correct(event=event, by=request.user, **form.cleaned_data)

    if carried_out(form, add_it):
        messages.success(request, "Correction added")
        return redirect(f"{found.get_absolute_url()}#timeline")
    page = {
        "form": form,
        "title": "Correct note",
        "case": found,
        "back": found.get_absolute_url(),
        "quoted": event.words,
    }
    return show(request, FORM, page)


@acts
def close(request, reference):
    """Says what is still open: no case is closed with open needs, and the page asks about tasks and
    appointments."""
    found = find(request, reference)
    tasks, planned = list(found.tasks.to_do()), list(found.appointments.planned())
    form = CloseForm(posted(request), asks=bool(tasks or planned), cancel=found.get_absolute_url())
    return acted(
        request,
        form,
        lambda: cases.close(case=found, by=request.user, **form.cleaned_data),
        done="Case closed",
        back=found.get_absolute_url(),
        template="inclusion/cases/close.html",
        case=found,
        unresolved=cards(found.needs.unresolved()),
        tasks=tasks,
        planned=planned,
        outcome=selectors.outcome(list(found.needs.all())),
        opening=opening_of(request, found),
    )


@acts
def reopen(request, reference):
    found = find(request, reference)
    form = WordsForm(
        posted(request),
        label="Reason for reopening",
        must="Enter a reason for reopening the case",
        button="Reopen case",
        cancel=found.get_absolute_url(),
    )
    if carried_out(form, lambda: cases.reopen(case=found, by=request.user, **form.cleaned_data)):
        messages.success(request, "Case reopened with a new target date")
        return redirect(found)
    return _form_page(request, found, form, "Reopen case")


@acts
def details(request, reference):
    found = find(request, reference)
    if is_hidden(request, found):
        return redirect(found)
    seen(request.user, "inclusion.see_person", found.person)
    form = DetailsForm(posted(request), person=found.person, cancel=found.get_absolute_url())

    def amend():
        return people.amend(person=found.person, by=request.user, **form.cleaned_data)

    if carried_out(form, amend):
        messages.success(request, "Details saved")
        return redirect(found)
    return _form_page(
        request,
        found,
        form,
        "Edit details",
        "The timeline will list which details changed, but not what they were.",
    )


@acts
def tag(request, reference):
    """What a fund's return counts it under; also of a closed case, since the fund asks later."""
    found = find(request, reference)
    if is_hidden(request, found):
        return redirect(found)
    form = TagsForm(posted(request), case=found, cancel=found.get_absolute_url())
    if carried_out(form, lambda: tags.say(case=found, applies=form.applies(), by=request.user)):
        messages.success(request, "Fund groups and focus areas saved")
        return redirect(found)
    return _form_page(
        request,
        found,
        form,
        "Fund groups and focus areas",
        "Only numbers go to the fund, never names. Ages and types of need are selected "
        "automatically. Select other groups only if the person told you and agrees.",
    )


@acts
def merge(request, reference):
    """Two records of one person: named, compared, then merged."""
    found = find(request, reference)
    if is_hidden(request, found):
        return redirect(found)
    data = posted(request)
    if data is None and request.GET.get("other"):
        data = {"other": request.GET["other"]}
    form = MergeForm(data, cancel=found.get_absolute_url())
    other = _other(request, found, form) if form.is_valid() else None
    page = {"form": form, "case": found, "back": found.get_absolute_url()}
    if other is None:
        return show(request, "inclusion/cases/merge.html", page)
    if request.POST.get("step") == "merge" and opening_of(request, other):
        keep, gone = (
            (other, found) if request.POST.get("keep") == other.reference else (found, other)
        )
        try:
            people.merge(person=gone.person, into=keep.person, by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return show(request, "inclusion/cases/merge.html", page)
        messages.success(request, "Records merged. Both histories are kept")
        return redirect(found)
    page |= {
        "other": other,
        "shows_other": opening_of(request, other) is not None,
        "compared": selectors.side_by_side(found.person, other.person),
        "moved": Case.objects.filter(person__in=[found.person_id, other.person_id]),
    }
    return render(request, "inclusion/cases/merge.html", page)


def _other(request, found: Case, form: MergeForm) -> Case | None:
    reference = selectors.reference_in(form.cleaned_data["other"])
    other = (
        Case.objects.visible_to(request.user)
        .select_related("person__district", "handled_by")
        .filter(reference=reference, handled_by=found.handled_by_id)
        .first()
    )
    if other is None:
        form.add_error(
            "other", "Your organisation has no case with this reference. Check it and try again"
        )
    elif other.person_id == found.person_id:
        form.add_error(
            "other", "Those cases already belong to the same record. Enter another reference"
        )
        other = None
    return other
