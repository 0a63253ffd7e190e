"""The workspace: who comes, and what staff do for somebody who telephones."""

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.lists import selectors as lists
from diz_portal.pages import acted, acts, carried_out, confirm, posted, show
from diz_portal.spreadsheets import csv_response
from seminars import certificates, services
from seminars.forms import ContactForm, StaffChangeForm, StaffRegisterForm
from seminars.models import Registration, RegistrationState, Seminar
from seminars.selectors import people_file, reminding
from seminars.services import letters
from seminars.services.registrations import ahead_of
from seminars.views.organising import find, home_of


def _one(request, slug: str, reference: str) -> tuple[Seminar, Registration]:
    seminar = find(request, slug)
    people = Registration.objects.visible_to(request.user).filter(seminar=seminar)
    registration = get_object_or_404(people, reference=reference)
    registration.seminar = seminar
    return seminar, registration


def _page_of(registration: Registration) -> str:
    args = [registration.seminar.slug, registration.reference]
    return reverse("seminars_workspace:registration", args=args)


@require_safe
def registration(request, slug, reference):
    seminar, found = _one(request, slug, reference)
    return render(
        request,
        "seminars/workspace/registration.html",
        {
            "seminar": seminar,
            "registration": found,
            "events": found.events.select_related("by"),
            "attendance_events": found.attendance_events.select_related("by"),
            "reminders": reminding.of_person(found),
            "ahead": ahead_of(found) if found.state == RegistrationState.WAITING else 0,
            "may_act": found.is_live and seminar.is_coming,
            "undelivered": letters.undelivered([found]).get(found.pk, ""),
            "certificates": certificates.holders(found),
            "answers_open": services.may_answer(found),
        },
    )


@acts
def register(request, slug):
    seminar = find(request, slug)
    form = StaffRegisterForm(posted(request), seminar=seminar, cancel=home_of(seminar))

    def take():
        return services.register(seminar=seminar, by=request.user, **form.cleaned_data)

    if answer := carried_out(form, take):
        made = answer.registration
        if not answer.is_new:
            messages.warning(request, "This name and email address are already registered")
        elif made.state == RegistrationState.WAITING:
            messages.success(request, "Person registered. They are on the waiting list")
        else:
            messages.success(request, "Person registered. They have a place")
        made.seminar = seminar
        return redirect(_page_of(made))
    values = {
        "form": form,
        "seminar": seminar,
        "title": "Register person",
        "caption": seminar,
        "sentence": "For people who call or ask in person.",
        "back": home_of(seminar),
    }
    return show(request, "seminars/workspace/form.html", values)


@acts
def change(request, slug, reference):
    return _change(
        request,
        _one(request, slug, reference),
        StaffChangeForm,
        services.change,
        title="Change registration: {}",
        done="Registration changed",
    )


@acts
def contact(request, slug, reference):
    """How we reach them: for staff to change, since nobody else can say it for the offline."""
    return _change(
        request,
        _one(request, slug, reference),
        ContactForm,
        services.change_contact,
        title="Contact details: {}",
        done="Contact preference updated",
    )


def _change(request, one, kind, service, *, title: str, done: str):
    seminar, found = one
    back = _page_of(found)
    form = kind(posted(request), registration=found, cancel=back)
    return acted(
        request,
        form,
        lambda: service(registration=found, by=request.user, **form.cleaned_data),
        done=done,
        back=back,
        template="seminars/workspace/form.html",
        seminar=seminar,
        caption=seminar,
        title=title.format(found.name or found.reference),
    )


# Service, title, sentence, button, what is said afterwards, and whether it is grave.
VERBS = {
    "give-back": (
        services.give_back,
        "Cancel the place of {}?",
        "The place will go to the next person on the waiting list.",
        "Cancel place",
        "Place cancelled",
        True,
    ),
    "accept": (
        services.accept_offer,
        "Accept the offer for {}?",
        "Use this if they have told you they want the place.",
        "Accept the offer",
        "They have a place",
        False,
    ),
    "decline": (
        services.decline_offer,
        "Decline the offer for {}?",
        "We will offer the place to the next person on the waiting list.",
        "Decline the offer",
        "Offer declined",
        True,
    ),
    "erase": (
        services.erase,
        "Erase the personal details of {}?",
        "We will delete their name, address and everything they told us. If they have a place, it "
        "will be cancelled. Only the count is kept. You cannot undo this.",
        "Erase personal details",
        "Personal details erased",
        True,
    ),
}


# What giving back is called for somebody who waits.
LEAVE = (
    services.give_back,
    "Remove {} from the waiting list?",
    "They will lose their turn. They can register again, at the end of the waiting list.",
    "Remove from waiting list",
    "Removed from waiting list",
    True,
)


@acts
def act(request, slug, reference, verb):
    _seminar, found = _one(request, slug, reference)
    waits = verb == "give-back" and found.state == RegistrationState.WAITING
    service, title, sentence, button, done, is_grave = LEAVE if waits else VERBS[verb]
    return confirm(
        request,
        title=title.format(found.name or found.reference),
        sentence=sentence,
        button=button,
        back=_page_of(found),
        act=lambda: service(registration=found, by=request.user),
        done=done,
        is_grave=is_grave,
    )


def narrowed(request, seminar: Seminar) -> QuerySet[Registration]:
    """The list as it is shown, filters included."""
    return lists.listing("registrations", request, seminar=seminar.slug).found


@require_safe
def as_csv(request, slug):
    seminar = find(request, slug)
    require(request.user, "seminars.see_registrations")
    return csv_response(
        f"{seminar.slug}-registrations.csv",
        people_file.HEADER,
        people_file.rows(narrowed(request, seminar)),
    )
