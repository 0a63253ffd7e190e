"""The meetings that there are, and one of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from diz_portal import access
from diz_portal.pages import acts, carried_out, page_of, posted, show
from projects.meetings import selectors
from projects.meetings.forms import PlanForm
from projects.meetings.models import MEETING_MOVES, MeetingState
from projects.meetings.services import meetings as services
from projects.meetings.views.finding import find, meeting_url


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("projects.see_meetings"):
        raise Http404
    may_keep = request.user.has_perm("projects.keep_meetings")
    return render(
        request,
        "meetings/list.html",
        {
            "page": page_of(request, selectors.meetings(), 20),
            "may_keep": may_keep,
            "not_prepared": selectors.not_prepared()[:50] if may_keep else [],
        },
    )


@acts
def add(request: HttpRequest) -> HttpResponse:
    access.require(request.user, "projects.keep_meetings")
    back = reverse("meetings:list")
    form = PlanForm(posted(request), cancel=back)
    if made := carried_out(form, lambda: services.plan(by=request.user, **form.cleaned_data)):
        messages.success(request, "Board meeting added")
        return redirect(meeting_url(made))
    values = {"form": form, "title": "Add board meeting", "back": back}
    return show(request, "form.html", values)


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Make a meeting of a day that was entered for schedules."""
    access.require(request.user, "projects.keep_meetings")
    number = request.POST.get("board", "")
    found = selectors.not_prepared().filter(
        pk=number if number.isdecimal() and len(number) < 10 else 0
    )
    if (board := found.first()) is None:
        messages.error(request, "Someone has just prepared this meeting, or removed its date")
        return redirect("meetings:list")
    return redirect(meeting_url(services.prepare(by=request.user, board=board)))


@require_safe
def meeting(request: HttpRequest, reference: str) -> HttpResponse:
    found = find(request, reference)
    user = request.user
    may_keep = user.has_perm("projects.keep_meetings")
    may_read_private = user.has_perm("projects.read_private_minutes")
    state = MeetingState(found.state)
    items = selectors.items(found, may_read_private=may_read_private)
    decided: dict[int, list] = {}
    for item in found.items.prefetch_related("changes__project"):
        decided[item.number] = [
            one for one in item.changes.all() if user.has_perm("projects.see_change", one)
        ]
    actions = found.actions.select_related("owner", "closed_by")
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": found,
            # Minutes are read once they are released; before that by those who write them.
            "items": [(item, decided.get(item.number, [])) for item in items]
            if may_read_private or state == MeetingState.RELEASED
            else [],
            "attendance": found.attendance.select_related("organisation"),
            "papers": [
                (
                    paper,
                    [one for one in paper.job.files.all() if one.format != "json"]
                    if paper.job
                    else [],
                )
                for paper in selectors.papers(found, user)
            ],
            "actions": [
                (one, one.closed_on is None and user.has_perm("projects.close_action", one))
                for one in actions
            ],
            "events": found.events.select_related("by"),
            "may_keep": may_keep,
            "may_minute": may_keep and state == MeetingState.HELD,
            "is_released": state == MeetingState.RELEASED,
            "may_change": may_keep and state in (MeetingState.PLANNED, MeetingState.HELD),
            "is_today_or_past": found.board.date <= timezone.localdate(),
            "moves": {move.value for move in MEETING_MOVES[state]},
        },
    )


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """What is open of all meetings."""
    if not request.user.has_perm("projects.see_meetings"):
        raise Http404
    page = page_of(request, selectors.open_actions().order_by("due_on", "pk"))
    rows = [(one, request.user.has_perm("projects.close_action", one)) for one in page]
    return render(request, "meetings/actions.html", {"page": page, "rows": rows})
