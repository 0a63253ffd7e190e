from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from projects.models import Project
from projects.selectors.scope import scope_as_at
from projects.selectors.sites import pulse
from projects.selectors.wayleaves import ageing

from .common import find_project

# Name of the address, label, what is done there, and who sees it.
ROOMS = [
    ("sites", "Sites", "Every site, its stage, and moving it on.", "projects.see_workspace"),
    ("rollout", "Rollout", "Map, burn-up and what holds it up.", ""),
    ("scope", "Scope", "What the project is measured by, and why that changed.", ""),
    ("wayleaves", "Wayleaves", "Landowners' permissions, longest waiting first.", ""),
    ("milestones", "Milestones", "Baseline, forecast and actual dates.", ""),
    ("risks", "Risks", "What could go wrong, and who looks after it.", ""),
    ("returns", "Returns", "Each partner's monthly update.", ""),
    ("imports", "Imports", "Bring in a file of sites, milestones or risks.", "projects.import"),
]


def home(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    today = timezone.localdate()
    waiting = ageing(project)
    return render(
        request,
        "projects/workspace/project.html",
        {
            "project": project,
            "partners": project.partners.all(),
            "pulse": pulse(project),
            "scope": scope_as_at(project, today),
            "today": today,
            "wayleaves_waiting": sum(waiting.values()),
            "wayleaves_ageing": waiting["61-90"] + waiting["over-90"],
            "rooms": rooms_of(project, request.user),
        },
    )


def rooms_of(project: Project, user) -> list[tuple[str, str, str]]:
    """Label, address and purpose of the rooms that exist and that the person may enter."""
    rooms = []
    for name, label, purpose, permission in ROOMS:
        if permission and not user.has_perm(permission, project):
            continue
        try:
            address = reverse(f"projects_workspace:{name}", args=[project.slug])
        except NoReverseMatch:
            continue
        rooms.append((label, address, purpose))
    return rooms
