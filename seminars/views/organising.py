"""The workspace of seminars: planning, publishing, moving, calling off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.lists import selectors as lists
from diz_portal.pages import acts, carried_out, chosen_of, confirm, page_of, posted, show
from seminars import services
from seminars.forms import CallOffForm, CapacityForm, CopyForm, DraftForm, MoveForm, WordsForm
from seminars.forms.workspace import on_bank_holiday
from seminars.models import SEMINAR_MOVES, Seminar, SeminarState
from seminars.models.seminar import COMING
from seminars.selectors import seminars as selectors
from seminars.selectors import turnout
from seminars.services import attendance, letters


def find(request, slug: str) -> Seminar:
    """A seminar for somebody who organises; to everybody else the workspace is closed."""
    require(request.user, "seminars.manage")
    return get_object_or_404(selectors.counted(Seminar.objects.visible_to(request.user)), slug=slug)


def home_of(seminar: Seminar) -> str:
    return reverse("seminars_workspace:seminar", args=[seminar.slug])


@require_safe
def list_seminars(request):
    require(request.user, "seminars.manage")
    chosen = chosen_of(request, "q", "state")
    found = selectors.listing(Seminar.objects.visible_to(request.user), search=chosen["q"])
    if chosen["state"] in SeminarState.values:
        found = found.filter(state=chosen["state"])
    page = page_of(request, found.next_first())
    count = page.paginator.count
    return render(
        request,
        "seminars/workspace/list.html",
        {
            "page": page,
            "seminars": [(one, selectors.standings(one)) for one in page],
            "caption": f"{count} seminar{'' if count == 1 else 's'}, the next one first",
            "chosen": chosen,
            "is_narrowed": any(chosen.values()),
            "states": SeminarState.choices,
        },
    )


@require_safe
def seminar(request, slug):
    """Where it stands, who comes, and what was done to it."""
    found = find(request, slug)
    listing = lists.listing("registrations", request, seminar=slug)
    page = listing.page(request.GET.get("page"))
    people = list(page)
    undelivered = letters.undelivered(people)
    for one in people:
        one.was_not_reached = one.pk in undelivered
    return render(
        request,
        "seminars/workspace/seminar.html",
        {
            "seminar": found,
            "standings": selectors.standings(found),
            "moves": SEMINAR_MOVES[SeminarState(found.state)],
            "page": page,
            "listing": listing,
            "rows": listing.rows(people),
            "attendance": [
                (way, turnout.here(found, way), found.list_closed_at(way)) for way in found.ways
            ],
            "check_in_is_open": attendance.is_open(found),
            "may_change_places": found.state in COMING and not found.is_over,
            "events": found.events.select_related("by"),
            "unreached": selectors.without_email(found),
        },
    )


@acts
def add(request):
    require(request.user, "seminars.manage")
    back = reverse("seminars_workspace:list")
    form = DraftForm(posted(request), cancel=back)

    def save():
        return services.create(by=request.user, **form.cleaned_data)

    if made := carried_out(form, save):
        messages.success(request, "Draft saved. Publish it when it is ready")
        _warn_of_holiday(request, made)
        return redirect(home_of(made))
    values = {"form": form, "title": "Add a seminar", "back": back}
    return show(request, "seminars/workspace/form.html", values)


def _act(request, found, form, act, *, done: str, title: str, sentence: str = "", told=None):
    """`told`: what is said instead where the change was one that people are told of."""
    if carried_out(form, act):
        messages.success(request, (told and told()) or done)
        return redirect(home_of(found))
    values = {
        "form": form,
        "seminar": found,
        "title": title,
        "sentence": sentence,
        "back": home_of(found),
    }
    return show(request, "seminars/workspace/form.html", values)


@acts
def edit(request, slug):
    found = find(request, slug)
    kind = DraftForm if found.state == SeminarState.DRAFT else WordsForm
    form = kind(posted(request), seminar=found, cancel=home_of(found))
    return _act(
        request,
        found,
        form,
        lambda: services.edit(by=request.user, seminar=found, **form.cleaned_data),
        done="Seminar saved",
        told=lambda: (
            found.tells_new_link
            and "joining_link" in form.changed_data
            and "Saved. We are sending the new link to everyone with an online place"
        ),
        title=f"Edit “{found}”",
    )


@acts
def move(request, slug):
    found = find(request, slug)
    form = MoveForm(posted(request), seminar=found, cancel=home_of(found))
    told: list[tuple[int, int]] = []

    def act():
        if answer := services.move(by=request.user, seminar=found, **form.cleaned_data):
            told.append(answer)

    live = selectors.live_count(found)
    return _act(
        request,
        found,
        form,
        act,
        done="Nothing changed, so no messages were sent",
        told=lambda: told and _moved(*told[0]),
        title=f"Change date or venue: “{found}”",
        sentence=_who_is_told(live, selectors.without_email(found)),
    )


def _who_is_told(live: int, unreached: int) -> str:
    if not live:
        return "No one is on the list, so no messages will be sent."
    if unreached:
        return (
            f"We will tell {live - unreached} of {live} people on the list, and update their "
            "reminders. We have no contact details for the others."
        )
    people = "the one person" if live == 1 else f"all {live} people"
    return f"We will tell {people} on the list, and update their reminders."


def _moved(reached: int, unreached: int) -> str:
    if not reached and not unreached:
        return "Seminar updated"
    people = "1 person" if reached == 1 else f"{reached} people"
    if unreached:
        return (
            f"Seminar updated. We are telling {people} on the list. {unreached} cannot be "
            "contacted, because we have no contact details for them"
        )
    return f"Seminar updated. We are telling {people} on the list"


def _warn_of_holiday(request, seminar: Seminar) -> None:
    """Of a draft: it can still be moved before anybody hears of it."""
    if holiday := on_bank_holiday(seminar.starts_at):
        messages.warning(request, holiday)


@acts
def places(request, slug):
    found = find(request, slug)
    form = CapacityForm(posted(request), seminar=found, cancel=home_of(found))
    return _act(
        request,
        found,
        form,
        lambda: services.change_capacity(by=request.user, seminar=found, **form.asked()),
        done="Number of places changed",
        title=f"Change number of places: “{found}”",
        sentence="If you add places, people on the waiting list will get them in order. If you "
        "reduce places, no one loses theirs.",
    )


@acts
def copy(request, slug):
    """The same seminar on another day, as a draft."""
    found = find(request, slug)
    form = CopyForm(posted(request), seminar=found, cancel=home_of(found))

    def make():
        return services.copy(by=request.user, seminar=found, **form.cleaned_data)

    if made := carried_out(form, make):
        messages.success(request, "Seminar copied as a draft. Check it, then publish it")
        _warn_of_holiday(request, made)
        return redirect(home_of(made))
    values = {
        "form": form,
        "seminar": found,
        "title": f"Copy “{found}”",
        "sentence": "The copy has the same description, venue, places and reminders. "
        "Registrations are not copied.",
        "back": home_of(found),
    }
    return show(request, "seminars/workspace/form.html", values)


@acts
def cancel(request, slug):
    found = find(request, slug)
    form = CallOffForm(posted(request), cancel=home_of(found))
    return _act(
        request,
        found,
        form,
        lambda: services.cancel_seminar(by=request.user, seminar=found, **form.cleaned_data),
        done="Seminar cancelled. We are telling everyone on the list",
        title=f"Cancel “{found}”?",
        sentence="We will tell everyone who has a place or is on the waiting list. "
        "You cannot undo this.",
    )


STEPS = {
    "publish": (
        services.publish,
        "Publish",
        "Anyone can then find it and register. Its web address will not change.",
        "Publish seminar",
        "Seminar published",
    ),
    "close": (
        services.close,
        "Close registration for",
        "No one new can register. People on the waiting list can still get places.",
        "Close registration",
        "Registration closed",
    ),
    "reopen": (
        services.reopen,
        "Reopen registration for",
        "Anyone can register again.",
        "Reopen registration",
        "Registration reopened",
    ),
}


@acts
def step(request, slug, verb):
    found = find(request, slug)
    act, words, sentence, button, done = STEPS[verb]
    return confirm(
        request,
        title=f"{words} “{found}”?",
        sentence=sentence,
        button=button,
        back=home_of(found),
        act=lambda: act(by=request.user, seminar=found),
        done=done,
    )
