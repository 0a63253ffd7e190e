"""My place: what a person sees and does with the link in their letter.

Mail scanners follow links, so looking changes nothing: every action is a button that sends a form.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import Refusal
from diz_portal.pages import PUBLIC, acted, acts, confirm, posted
from diz_portal.privacy import erasure
from seminars import codes, services
from seminars.forms import ChangeForm, ConsentsForm
from seminars.models import EventKind, Place, Registration, RegistrationState, SeminarState
from seminars.selectors import calendars
from seminars.selectors import seminars as selectors
from seminars.services.registrations import ahead_of, has_had_place
from seminars.services.retention import ACCESS_NEEDS_KEPT, kept_until
from seminars.views.afterwards import afterwards_of
from seminars.views.just_registered import forget
from seminars.views.links import by_link
from seminars.views.public import as_calendar


@by_link
@require_safe
def registration(request, registration):
    seminar = registration.seminar
    is_confirmed = registration.state == RegistrationState.CONFIRMED
    is_on = seminar.state != SeminarState.CANCELLED and not seminar.is_over
    ended = (
        None if registration.is_live else registration.events.exclude(kind=EventKind.CHANGED).last()
    )
    return render(
        request,
        "seminars/place.html",
        {
            "registration": registration,
            "seminar": seminar,
            "ahead": ahead_of(registration)
            if registration.state == RegistrationState.WAITING
            else 0,
            "ended": ended,
            "joining_link": seminar.joining_link
            if is_confirmed and registration.place == Place.ONLINE and is_on
            else "",
            "named": selectors.named_beside(registration),
            # Online nobody stands at a door.
            "code": codes.picture(registration)
            if is_confirmed
            and is_on
            and registration.place == Place.IN_PERSON
            and not registration.has_attended
            else "",
            # Whoever never had a place has no entry to put in a calendar or take out of it.
            "has_entry": is_confirmed or has_had_place(registration),
            "kept_until": kept_until(registration),
            "needs_until": seminar.ends_at + ACCESS_NEEDS_KEPT,
            "may_act": registration.is_live and seminar.is_coming,
            **afterwards_of(registration),
        },
    )


@by_link
@acts
def change(request, registration):
    form = ChangeForm(
        posted(request),
        registration=registration,
        cancel=registration.get_absolute_url(),
    )

    return acted(
        request,
        form,
        lambda: services.change(registration=registration, **form.cleaned_data),
        done="Your changes are saved",
        back=registration.get_absolute_url(),
        template="seminars/change.html",
        registration=registration,
        seminar=registration.seminar,
    )


@by_link
@acts
def choices(request, registration):
    """Being named, hearing of other seminars: open for as long as we hold anything."""
    form = ConsentsForm(
        posted(request),
        registration=registration,
        cancel=registration.get_absolute_url(),
    )

    return acted(
        request,
        form,
        lambda: services.choose(registration=registration, **form.asked()),
        done="Your preferences are saved",
        back=registration.get_absolute_url(),
        template="seminars/choices.html",
        registration=registration,
        seminar=registration.seminar,
    )


@by_link
@acts
def cancel(request, registration):
    waits = registration.state == RegistrationState.WAITING
    return _ask(
        request,
        registration,
        act=lambda: services.give_back(registration=registration),
        done="You have left the waiting list"
        if waits
        else "Booking cancelled. Thank you for letting us know, so someone else can come",
        title="Leave the waiting list?" if waits else "Cancel your place?",
        sentence=_if_cancelled(registration),
        button="Leave the waiting list" if waits else "Cancel my place",
    )


def _if_cancelled(registration: Registration) -> str:
    """What happens, to whom, and what can be done afterwards."""
    again = "If you change your mind you can register again, but there may be a waiting list."
    if not registration.guest_name:
        return again
    if registration.state == RegistrationState.WAITING:
        return f"{registration.guest_name} will leave the waiting list too. {again}"
    return f"{registration.guest_name} will lose their place too. {again}"


WITHOUT_PLACE = (
    "We will delete your name, your email address and everything else you told us. "
    "You cannot undo this."
)
WITH_PLACE = (
    "We will cancel your booking and delete your name, your email address and everything else you "
    "told us. You cannot undo this."
)


@by_link
@acts
def erase(request, registration):
    is_held = registration.is_live and registration.seminar.is_coming
    sentence = WITH_PLACE if is_held else WITHOUT_PLACE

    def act():
        # As on request, past other words that name them too.
        if one := erasure.record("registration", registration.reference):
            erasure.forget(one)
        forget(request, registration.seminar)

    return _ask(
        request,
        registration,
        act=act,
        title="Delete your details?",
        sentence=sentence,
        button="Delete my details",
        after=reverse("seminars:erased"),
    )


def _ask(request, registration, **question):
    return confirm(
        request,
        back=registration.get_absolute_url(),
        back_to="Back to your booking",
        keep="Go back",
        layout=PUBLIC,
        is_grave=True,
        **question,
    )


@by_link
@acts
def offer(request, registration):
    """Take the offered place, or leave it to the next; whoever only looks is shown the page."""
    answer = request.POST.get("answer")
    if request.method != "POST" or answer not in {"accept", "decline"}:
        return redirect(registration)
    takes = answer == "accept"
    try:
        if takes:
            services.accept_offer(registration=registration)
        else:
            services.decline_offer(registration=registration)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            _taken(registration)
            if takes
            else "You have declined the place. Thank you for letting us know, so someone else "
            "can come",
        )
    return redirect(registration)


def _taken(registration) -> str:
    registration.refresh_from_db()
    waits = registration.state == RegistrationState.WAITING
    return "Confirmed. You are on the waiting list" if waits else "You have a place"


@by_link
@require_safe
def calendar(request, registration):
    return as_calendar(calendars.of_registration(registration), "my-place")


@login_not_required
@require_safe
def erased(request):
    return render(request, "seminars/erased.html")
