"""Finding a seminar and registering for it, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.views.decorators.http import conditional_page, require_safe

from diz_portal import kept
from diz_portal.pages import acts, carried_out, page_of, posted, show
from diz_portal.places.selectors import partnership
from diz_portal.privacy.registry import in_words
from seminars import services
from seminars.forms import RegisterForm
from seminars.models import Place, Seminar, SeminarState
from seminars.selectors import calendars, structured, version
from seminars.selectors import seminars as selectors
from seminars.selectors.seminars import Standing
from seminars.services import retention
from seminars.views.finding import find
from seminars.views.just_registered import remember
from seminars.views.limiting import slow_down, visitor_of

A_PAGE = 20


@login_not_required
@require_safe
@kept.until_written
def list_seminars(request):
    """What is on, or what has been, narrowed by words, topic and how to take part."""
    chosen = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:100]
        for name in ("q", "topic", "how", "when")
    }
    is_past = chosen["when"] == "past"
    seminars = Seminar.objects.past() if is_past else Seminar.objects.upcoming()
    found = selectors.listing(
        seminars, search=chosen["q"], topic=chosen["topic"], how=chosen["how"]
    )
    page = page_of(request, found, A_PAGE)
    narrowed = any(chosen[name] for name in ("q", "topic", "how"))
    cancelled = found.filter(state=SeminarState.CANCELLED).count()
    return render(
        request,
        "seminars/list.html",
        {
            "page": page,
            "found": _found(page.paginator.count, cancelled, is_past=is_past, narrowed=narrowed),
            "seminars": [(one, words_for(one, selectors.standings(one))) for one in page],
            "chosen": chosen,
            "is_past": is_past,
            "is_narrowed": narrowed,
            "topics": selectors.topics(),
            "ways": Place.choices,
        },
    )


def _found(number: int, cancelled: int, *, is_past: bool, narrowed: bool) -> str:
    """The heading over the list: what it is of, and how many."""
    if narrowed:
        return f"{number} seminar{pluralize(number)} found"
    taking_place = number - cancelled
    kind = "past" if is_past else "upcoming"
    said = f"{taking_place or 'No'} {kind} seminar{pluralize(taking_place)}"
    return f"{said}, {cancelled} cancelled" if cancelled else said


def words_for(seminar: Seminar, standings: list[Standing]) -> str:
    """Whether one can still come, in a few words."""
    if seminar.state == SeminarState.CANCELLED:
        return "Cancelled"
    if seminar.has_started:
        return "Finished" if seminar.is_over else "Started"
    if not seminar.is_open:
        return "You can no longer register"
    if len(standings) == 1:
        return standings[0].words
    return ". ".join(
        f"{one.place.label}: {one.words[0].lower()}{one.words[1:]}" for one in standings
    )


@login_not_required
@require_safe
def detail(request, slug):
    """A stranger's page is kept whole, and still right to the second: see
    `seminars.selectors.version`."""
    found = version.of(slug)
    if found is None:
        raise Http404
    if found.is_announced and kept.is_plain(request):
        return kept.page(request.path, found.text, lambda: _detail(request, slug, found))
    return _detail(request, slug, found)


def _detail(request, slug: str, found: version.Version) -> HttpResponse:
    seminar = find(request.user, slug)
    standings = found.standings(seminar)
    return render(
        request,
        "seminars/detail.html",
        {
            "seminar": seminar,
            "words": words_for(seminar, standings),
            "button": button_for(standings),
            "materials": selectors.public_materials(seminar),
            "speakers": [line.strip() for line in seminar.speakers.splitlines() if line.strip()],
            "structured": ""
            if seminar.state == SeminarState.DRAFT
            else structured.event(seminar, standings, partnership()),
            "manages": request.user.has_perm("seminars.manage"),
        },
    )


def button_for(standings: list[Standing]) -> str:
    return "Join the waiting list" if all(one.is_full for one in standings) else "Register"


@login_not_required
@acts
def register(request, slug):
    """One page, one form. Whoever is registered already gets the same answer as a stranger."""
    seminar = find(request.user, slug)
    if not seminar.is_open and request.method != "POST":
        return redirect(seminar)
    form = RegisterForm(posted(request), seminar=seminar, user=request.user)

    def take():
        slow_down(request, form.cleaned_data["email"])
        visitor = visitor_of(request)
        return services.register(seminar=seminar, visitor=visitor, **form.asked())

    if answer := carried_out(form, take):
        return redirect(remember(request, seminar, answer, form.asked()))
    standings = selectors.standings_now(seminar)
    is_full = all(one.is_full for one in standings)
    form.lay_out(button="Join the waiting list" if is_full else "Register")
    values = {
        "seminar": seminar,
        "form": form,
        "words": words_for(seminar, standings),
        "is_full": is_full,
        "kept_for": in_words(retention.kept_for()),
    }
    return show(request, "seminars/register.html", values)


@login_not_required
@require_safe
@conditional_page
def calendar(request):
    """Everything to come, for a calendar that subscribes to it."""
    name = f"{partnership().name}: seminars"
    content = calendars.of_seminars(Seminar.objects.upcoming(), name=name)
    response = as_calendar(content, "seminars")
    response["ETag"] = calendars.etag(content)
    return response


@login_not_required
@require_safe
def event(request, slug):
    seminar = get_object_or_404(Seminar.objects.announced(), slug=slug)
    return as_calendar(calendars.of_seminars([seminar]), seminar.slug)


def as_calendar(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
