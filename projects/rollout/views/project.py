from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.portfolio.models import Project
from projects.portfolio.panels import workspace_panels
from projects.portfolio.views.common import find_project, url
from projects.rollout.selectors.scope import scope_as_at
from projects.rollout.selectors.sites import pulse
from projects.rollout.selectors.wayleaves import of_project
from projects.rollout.views.public import figures_of

# Name of the address, label, what is done there, and the permission beyond being inside.
ROOMS = [
    ("sites", "Sites", "All sites and their stages.", ""),
    ("rollout", "Rollout", "Map, burn-up chart and delays.", ""),
    ("forecast", "Forecast", "When it will be complete, and what is at risk.", ""),
    ("scope", "Scope", "What is in scope, and what has changed.", ""),
    ("wayleaves", "Wayleaves", "Landowners’ permissions, longest wait first.", ""),
    ("milestones", "Milestones", "Baseline, forecast and actual dates.", ""),
    ("risks", "Risks", "Risks and issues, with owners.", ""),
    ("imports", "Imports", "Import sites, milestones or risks.", "projects.import"),
]


OF_SITES = {"Sites", "Rollout", "Forecast", "Scope", "Wayleaves"}


@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    today = timezone.localdate()
    beat = pulse(project)
    return render(
        request,
        "projects/workspace/project.html",
        {
            "project": project,
            "partners": project.partners.all(),
            "pulse": beat,
            "scope": scope_as_at(project, today),
            "today": today,
            "unanswered": of_project(project).unanswered(today).count(),
            "figures": figures_of(project),
            "panels": workspace_panels(project, request.user),
            "rooms": rooms_of(project, request.user, has_sites=bool(beat["total"])),
        },
    )


def rooms_of(project: Project, user, *, has_sites: bool) -> list[tuple[str, str, str]]:
    """Label, address and purpose of the rooms that the person may enter."""
    rooms = [
        (label, url(name, project), purpose)
        for name, label, purpose, permission in ROOMS
        if not permission or user.has_perm(permission, project)
    ]
    of_sites = [room for room in rooms if room[0] in OF_SITES]
    others = [room for room in rooms if room[0] not in OF_SITES]
    # A project that connects no sites, such as a device bank, has its own rooms first.
    first, last = (of_sites, []) if has_sites else ([], of_sites)
    return [
        *first,
        *others,
        (
            "Change control",
            reverse("change:project", args=[project.slug]),
            "Requests to change scope, dates or budget.",
        ),
        (
            "Benefits",
            reverse("benefits:project", args=[project.slug]),
            "What it is to change, baseline, target and measures.",
        ),
        (
            "Case studies and lessons",
            reverse("stories:project", args=[project.slug]),
            "What you would tell others, for the public once a manager publishes it.",
        ),
        *(
            [
                (
                    "Contracts and subsidy",
                    reverse("contracts:project", args=[project.slug]),
                    "What is bought, and awards to enterprises.",
                )
            ]
            if user.has_perm("projects.see_contract", project)
            else []
        ),
        *(
            [
                (
                    "Money",
                    reverse("money:project", args=[project.slug]),
                    "Funding, receipts and spend.",
                )
            ]
            if user.has_perm("projects.see_own_money", project)
            else []
        ),
        (
            "What changed",
            f"{reverse('changes:changes')}?project={project.slug}",
            "What happened, day by day or since the last board meeting.",
        ),
        (
            "Returns",
            f"{reverse('returns:list')}?project={project.slug}",
            "Partners’ monthly returns.",
        ),
        *last,
    ]
