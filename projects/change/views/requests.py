"""One change request: what it asks for, who decides, and what it changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.change import measuring, selectors
from projects.change.enums import Route
from projects.change.models import ChangeRequest
from projects.change.services.requests import consists_of_something
from projects.change.views.finding import find_request
from projects.money.periods import quarter_name


def allowed(user, found: ChangeRequest, *, alone: bool) -> dict[str, bool]:
    """What the person may do with it now; each is asked for again where it is done."""
    writes = user.has_perm("projects.write_change", found)
    decides = user.has_perm("projects.decide_change", found)
    theirs = user.pk in (found.asked_by_id, found.written_by_id)
    return {
        "may_write": writes and found.is_draft,
        "may_withdraw": writes and (found.is_draft or found.is_open),
        "may_make": decides and found.is_draft and alone,
        "may_approve": decides and found.is_open and not theirs and found.route == Route.DELEGATED,
        "may_refuse": decides and found.is_open and not theirs,
        "is_their_own": decides and found.is_open and theirs,
    }


@require_safe
def request_page(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_request(request, slug, reference)
    figures, hidden = selectors.figures_for(request.user, found)
    control = selectors.control(found.project)
    route, size = Route(found.route), None
    if control and (found.is_draft or found.is_open):
        route, size = measuring.route_of(found, control.row)
    is_whole = consists_of_something(found)
    alone = is_whole and route == Route.DELEGATED and not found.is_correction
    return render(
        request,
        "projects/workspace/change/request.html",
        {
            "change": found,
            "project": found.project,
            "control": control,
            "route": route,
            "size": size,
            "is_whole": is_whole,
            "milestones": found.milestones.select_related("milestone"),
            "sites": list(found.site_lines.select_related("site")[:200]),
            "site_number": found.site_lines.count(),
            "figures": [(one, quarter_name(one.quarter)) for one in figures],
            "hidden_figures": hidden,
            "reads_money": request.user.has_perm("projects.see_money", found.project),
            "events": found.events.select_related("by"),
            "baselines": found.baselines.select_related("milestone"),
            "added": found.added_milestones.all(),
            "scope_changes": found.scope_changes.all(),
            "decision": found.decision,
            **allowed(request.user, found, alone=alone),
        },
    )
