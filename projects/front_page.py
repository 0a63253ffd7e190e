"""What this app shows on the front page: see diz_portal.figures."""

from statistics import median

from django.http import HttpRequest
from django.urls import reverse

from diz_portal import figures, versions
from diz_portal.figures import Figure
from diz_portal.words import mbps
from projects.portfolio.models import Project
from projects.rollout import picture, standing, version
from projects.rollout.models import Site
from projects.rollout.stages import LIVE
from projects.rollout.standing import Standing
from projects.stories import panels as stories

FOUND = "_front_rollout"


# The public figure that counts the live sites of all projects.
RECIPE = "surgeries-live"


def _rollout(request: HttpRequest) -> tuple[Project, Standing, bool] | None:
    """The public project with most sites in scope, and whether it is the only one; found once a
    page."""
    if not hasattr(request, FOUND):
        projects = {project.pk: project for project in Project.objects.public()}
        stands = standing.standings(list(projects)) if projects else {}
        counted = [(pk, stand) for pk, stand in stands.items() if stand.total]
        found = None
        if counted:
            pk, stand = max(counted, key=lambda one: (one[1].total, -one[0]))
            found = projects[pk], stand, len(counted) == 1
        setattr(request, FOUND, found)
    return getattr(request, FOUND)


def live_sites(request: HttpRequest) -> Figure | None:
    found = _rollout(request)
    if found is None:
        return None
    project, stand, is_alone = found
    # Where it is the number of that figure, its recipe has the rows of both numbers.
    how = ("impact:figure", RECIPE) if is_alone else ("projects:detail", project.slug)
    return Figure(
        number=f"{stand.live:,}",
        of=f"{stand.total:,}",
        label=f"{stand.things[1]} live on full fibre"
        if "fibre" in project.title.lower()
        else f"{stand.things[1]} live",
        as_at=stand.as_at.day,
        how_we_know=reverse(how[0], args=[how[1]]),
    )


def usual_speed(request: HttpRequest) -> Figure | None:
    """The download speed of the middle one of the live, measured sites, and what it was."""
    found = _rollout(request)
    if found is None:
        return None
    project, stand, _ = found
    measured = Site.objects.standing().filter(
        project=project,
        in_scope=True,
        stage__in=LIVE,
        download_before_mbps__isnull=False,
        download_after_mbps__isnull=False,
    )
    speeds = list(measured.values_list("download_before_mbps", "download_after_mbps"))
    if not speeds:
        return None
    before, after = (median(values) for values in zip(*speeds, strict=True))
    return Figure(
        number=mbps(after),
        label=f"typical (median) download speed where we measured, up from {mbps(before)}",
        as_at=stand.as_at.day,
        how_we_know=reverse("projects:sites", args=[project.slug]),
    )


def small_map(request: HttpRequest) -> dict | None:
    found = _rollout(request)
    if found is None:
        return None
    project, stand, _ = found
    at = version.of(project.slug)
    return {"panel": picture.front_panel(project, at, stand.as_at)} if at else None


# As of a project's page (`projects.rollout.version`), of all projects.
ROLLOUT = (
    *map(versions.newest_of, ("projects_stageentry", "projects_scopeentry")),
    *map(versions.newest_of, ("projects_scopechange", "projects_milestonebaseline")),
    "SELECT max(pgh_id) FROM projects_siteaudit",
    *map(versions.rows_of, ("projects_project", "projects_programme", "projects_milestone")),
    *map(versions.rows_of, ("projects_fundingsource", "partners_organisation")),
)
figures.headline(order=10, find=live_sites, version=ROLLOUT)
figures.headline(order=20, find=usual_speed, version=ROLLOUT)
figures.panel(
    order=10,
    template="projects/front_page.html",
    find=small_map,
    version=ROLLOUT,
    shows_progress=True,
)
figures.panel(
    order=20,
    template="projects/stories/front_panel.html",
    find=stories.on_the_front_page,
    version=stories.VERSION,
    shows_progress=True,
)
