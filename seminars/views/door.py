"""The door: who is here. Pages for a phone, with one tap for each person, and without scripts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal import unseen, words
from diz_portal.access import Refusal, require
from diz_portal.pages import acts, carried_out, chosen_of, confirm, page_of, posted, show
from seminars import codes, services
from seminars.forms import WalkInForm
from seminars.models import AttendanceKind, Place, Registration, RegistrationState, Who
from seminars.selectors import attendance_lists as lists
from seminars.selectors import turnout
from seminars.services import attendance
from seminars.views.organising import find, home_of

A_SCREEN = 50
TABS = [("", "Not here yet"), ("here", "Here"), ("all", "Everyone")]
A_SHEET = 100
# Whose door this person stands at, so that a code for another seminar is noticed.
DOOR = "seminars_door"


def door_of(seminar, **chosen: str) -> str:
    url = reverse("seminars_workspace:door", args=[seminar.slug])
    asked = urlencode({name: value for name, value in chosen.items() if value})
    return f"{url}?{asked}" if asked else url


@require_safe
@never_cache
def door(request, slug):
    seminar = find(request, slug)
    chosen = chosen_of(request, "q", "show", "place")
    if chosen["place"] not in seminar.ways:
        # Online nobody comes to the door.
        chosen["place"] = seminar.ways[0]
    people = lists.at_the_door(seminar, **chosen)
    page = page_of(request, people, A_SCREEN)
    return render(
        request,
        "seminars/workspace/door.html",
        {
            "seminar": seminar,
            "chosen": chosen,
            "page": page,
            "rows": [lists.Row(one) for one in page.object_list],
            "here": turnout.here(seminar, chosen["place"]),
            "tabs": TABS,
            "latest": lists.latest(seminar),
            "elsewhere": lists.elsewhere(seminar, chosen["q"])
            if chosen["q"] and not page.object_list
            else None,
            "not_open": attendance.why_not(seminar),
            "lists": [(way, seminar.list_closed_at(way)) for way in seminar.ways],
            "may_close": seminar.has_started,
        },
    )


def _who(request) -> list[Who] | None:
    asked = request.POST.get("who", "")
    return [Who(asked)] if asked in Who.values else None


def _is_here(registration: Registration, newly: list[Who]) -> str:
    """The sentence after a tap: who is here now, or was already."""
    names = {
        Who.PERSON: registration.name or registration.reference,
        Who.GUEST: registration.guest_name or "their guest",
    }
    if newly:
        they = words.listed(names[who] for who in newly)
        return f"{they} {'are' if len(newly) == 2 else 'is'} checked in"
    event = (
        registration.attendance_events.select_related("by")
        .filter(kind=AttendanceKind.ATTENDED)
        .last()
    )
    at = words.uk_time(timezone.localtime(event.at)) if event else ""
    by = f" by {event.by}" if event and event.by else ""
    return f"{names[Who.PERSON]} was already checked in at {at}{by}"


def _do(request, registration: Registration, verb: str) -> None:
    """One tap. What the services refuse is said, not raised."""
    name = registration.name or registration.reference
    whose = _who(request)
    try:
        if verb == "undo":
            services.undo(registration=registration, whose=whose, by=request.user)
            messages.success(request, f"Check-in undone: {name}")
            return
        if verb == "let-them-in":
            done = services.let_in(registration=registration, by=request.user)
        else:
            done = services.check_in(registration=registration, whose=whose, by=request.user)
    except Refusal as refusal:
        messages.error(request, f"{name}: {refusal.message}")
    else:
        request.session[DOOR] = registration.seminar.slug
        sentence = _is_here(done.registration, done.newly)
        (messages.success if done.newly else messages.info)(request, sentence)


@acts
def mark(request, slug, verb):
    """Check in, undo, or let in somebody who waits; whoever only looks is shown the list."""
    seminar = find(request, slug)
    reference = unseen.on_a_line(request.POST.get("reference", ""))[:20]
    if not reference:
        return redirect(door_of(seminar))
    people = Registration.objects.visible_to(request.user).filter(seminar=seminar)
    registration = get_object_or_404(people, reference=reference)
    registration.seminar = seminar
    _do(request, registration, verb)
    back = {name: request.POST.get(name, "")[:20] for name in ("show", "place")}
    return redirect(door_of(seminar, **back))


@acts
@never_cache
def code(request, code):
    """What a phone's camera opens: whose code it is, and one large button."""
    require(request.user, "seminars.manage")
    reference = codes.reference_in(code)
    registration = (
        Registration.objects.visible_to(request.user)
        .select_related("seminar")
        .filter(reference=reference)
        .first()
        if reference
        else None
    )
    if registration is None:
        return render(request, "seminars/workspace/code_unknown.html", status=404)
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        _do(request, registration, verb if verb in {"undo", "let-them-in"} else "check-in")
        return redirect("seminars_workspace:code", code)
    seminar = registration.seminar
    theirs = request.session.get(DOOR, "")
    values = {
        "registration": registration,
        "row": lists.Row(registration),
        "seminar": seminar,
        "not_open": attendance.why_not(seminar),
        "other_door": lists.title_of(theirs) if theirs and theirs != seminar.slug else "",
        "here": turnout.here(seminar, registration.place),
    }
    return render(request, "seminars/workspace/code.html", values)


@acts
def walk_in(request, slug):
    """Somebody who is not on the list, while there is a free seat."""
    seminar = find(request, slug)
    back = door_of(seminar)
    form = WalkInForm(posted(request), seminar=seminar, cancel=back)

    def take():
        return services.walk_in(seminar=seminar, by=request.user, **form.cleaned_data)

    if done := carried_out(form, take):
        request.session[DOOR] = seminar.slug
        messages.success(request, _is_here(done.registration, done.newly))
        return redirect(back)
    free = {way: max(seminar.capacity_for(way) - _held(seminar, way), 0) for way in seminar.ways}
    values = {
        "form": form,
        "seminar": seminar,
        "title": "Add a walk-in",
        "back": back,
        "free": [(way.label, number) for way, number in free.items()],
        "may_change_places": not seminar.is_over,
    }
    return show(request, "seminars/workspace/walk_in.html", values)


def _held(seminar, way: str) -> int:
    return getattr(seminar, f"held_{way}")


@acts
@never_cache
def ticks(request, slug, place):
    """The whole list with boxes: from a paper sheet, or from who joined online."""
    seminar = find(request, slug)
    if place not in seminar.ways:
        raise Http404
    url = reverse("seminars_workspace:ticks", args=[seminar.slug, place])
    people = seminar.registrations.filter(place=place, state=RegistrationState.CONFIRMED)
    pages = Paginator(people.order_by(Lower("name"), "number"), A_SHEET)
    page = pages.get_page(request.GET.get("page"))
    refusal = ""
    if request.method == "POST":
        # Only what was changed here: meanwhile others may have checked somebody in.
        was, now = (lists.pairs(request.POST.getlist(name)) for name in ("was", "here"))
        try:
            came, undone = services.tick(
                seminar=seminar, here=now - was, not_here=was - now, by=request.user
            )
        except Refusal as refused:
            refusal = refused.message
        else:
            said = f"Attendance saved: {came} more checked in"
            said += f", {undone} check-in{pluralize(undone)} undone" if undone else ""
            messages.success(request, said)
            return redirect(f"{url}?page={page.number}")
    values = {
        "seminar": seminar,
        "place": Place(place),
        "page": page,
        "rows": [lists.Row(one) for one in page.object_list],
        "here": turnout.here(seminar, place),
        "not_open": attendance.why_not(seminar),
        "closed_at": seminar.list_closed_at(place),
        "may_close": seminar.has_started and not seminar.list_closed_at(place),
        "refusal": refusal,
    }
    return render(request, "seminars/workspace/ticks.html", values, status=422 if refusal else 200)


@acts
def close_list(request, slug, place):
    seminar = find(request, slug)
    if place not in seminar.ways:
        raise Http404
    here = turnout.here(seminar, place)
    label = Place(place).label.lower()
    if here.here:
        rest = here.expected - here.here
        others = {0: "", 1: "The other person will be marked as “Did not attend”. "}.get(
            rest, f"The other {rest} will be marked as “Did not attend”. "
        )
        sentence = (
            f"{here.here} of {here.expected} are checked in. {others}You can still check people "
            "in for 14 days after the seminar."
        )
    else:
        sentence = (
            f"No one is checked in. If you close attendance, all {here.expected} will be marked "
            "as “Did not attend”. If no one took attendance, leave it open. It will show as "
            "“Not recorded”."
        )
    return confirm(
        request,
        title=f"Close {label} attendance for “{seminar}”?",
        sentence=sentence,
        button="Close attendance",
        back=home_of(seminar),
        act=lambda: services.close_list(seminar=seminar, place=place, by=request.user),
        done="Attendance closed",
        is_grave=not here.here,
    )
