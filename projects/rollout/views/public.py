"""What anybody may read: the projects, their progress, and their sites."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal.access import seen
from diz_portal.impact import selectors as impact
from diz_portal.impact.published import Published
from diz_portal.kept import is_plain
from diz_portal.pages import page_of
from diz_portal.places.generalised import degrees
from diz_portal.places.models import District
from diz_portal.spreadsheets import csv_response
from projects.portfolio import panels
from projects.portfolio.models import Milestone, Programme, Project
from projects.rollout import listing, picture, version
from projects.rollout.forms.public import AsAtForm, SiteFilter
from projects.rollout.standing import AsAt

PAGE_SIZE = 50
# Public names (design §6): scripts rely on this order.
CSV_HEADER = [
    "reference",
    "ods_code",
    "uprn",
    "name",
    "postcode",
    "district",
    "latitude",
    "longitude",
    "stage",
    "stage_date",
    "download_before_mbps",
    "download_after_mbps",
]
POINT = CSV_HEADER.index("latitude")
CSV_FIELDS = [
    *CSV_HEADER[:5],
    "district__name",
    "latitude",
    "longitude",
    "stage",
    "stage_on",
    *CSV_HEADER[10:],
]


@login_not_required
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    projects = Project.objects.public()
    return render(request, "projects/list.html", {"programmes": listing.by_programme(projects)})


@login_not_required
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """What a programme is for, what its published projects did together, and each of them."""
    found = get_object_or_404(
        Programme.objects.filter(projects__in=Project.objects.public()).distinct(), slug=slug
    )
    rows = listing.project_rows(Project.objects.public().filter(programme=found))
    names = {name for row in rows for name in row.project.figures}
    return render(
        request,
        "projects/programme.html",
        {
            "programme": found,
            "rows": rows,
            "live": sum(row.standing.live for row in rows),
            "total": sum(row.standing.total for row in rows),
            "figures": list(impact.current_of_these(names).values()),
            "panels": panels.programme_panels(found),
            "milestones": Milestone.objects.open()
            .filter(project__in=[row.project.pk for row in rows])
            .select_related("project")
            .order_by("forecast_on", "title")[:6],
        },
    )


@login_not_required
@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = version.of(slug)
    if found is None or not _may_see(request, found):
        raise Http404
    if found.published and is_plain(request):
        # What every stranger sees alike is kept whole: see docs/performance.md.
        today = AsAt.today()
        whole = picture.kept(
            "whole", found, today.day, lambda: _answer(request, slug, found).content.decode()
        )
        return HttpResponse(whole)
    return _answer(request, slug, found)


def _answer(request: HttpRequest, slug: str, found: version.Version) -> HttpResponse:
    form = AsAtForm(request.GET, today=timezone.localdate())
    chosen = form.cleaned_data["as_at"] if form.is_valid() else None
    as_at = AsAt.on(chosen) if chosen else AsAt.today()
    page = picture.kept("page", found, as_at.day, lambda: _page(slug, found, as_at))
    return render(
        request,
        "projects/detail.html",
        {"page": page, "version": found, "slug": slug, "form": form, "as_at": as_at},
        status=400 if form.errors else 200,
    )


def _page(slug: str, found: version.Version, as_at: AsAt) -> str:
    """Everything on the page that is the same for every reader."""
    project = Project.objects.select_related("programme", "lead").get(slug=slug)
    return render_to_string(
        "projects/page.html",
        {
            "project": project,
            "as_at": as_at,
            "picture": picture.Picture(project, as_at),
            "drawn": picture.html(project, found, as_at),
            "figures": [] if as_at.is_past else figures_of(project),
            "panels": [] if as_at.is_past else panels.public_panels(project),
            "milestones": project.milestones.standing()
            .with_baselines()
            .only("title", "baseline_on", "forecast_on", "actual_on", "project"),
            "partners": [
                partner for partner in project.partners.public() if partner.pk != project.lead_id
            ],
        },
    )


def figures_of(project: Project) -> list[Published]:
    """The public figures that were chosen for it, in the order in which all are shown."""
    return list(impact.current_of_these(project.figures).values())


def _may_see(request: HttpRequest, found: version.Version) -> bool:
    if found.published:
        return True
    visible = Project.objects.visible_to(request.user)
    return request.user.is_authenticated and visible.filter(pk=found.project_id).exists()


def _visible(request: HttpRequest, slug: str) -> Project:
    found = get_object_or_404(Project.objects.visible_to(request.user), slug=slug)
    return seen(request.user, "projects.see", found)


@login_not_required
@require_safe
def sites(request: HttpRequest, slug: str) -> HttpResponse:
    project = _visible(request, slug)
    form = SiteFilter(request.GET, districts=_districts(project))
    is_valid = form.is_valid()
    found = form.order(form.narrow(project.sites.standing()))
    page = page_of(request, found.select_related("district"), PAGE_SIZE)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "projects/sites.html",
        {
            "project": project,
            "form": form,
            "page": page,
            "rows": listing.rows(page),
            "query": query.urlencode(),
        },
        status=200 if is_valid else 400,
    )


@login_not_required
@require_safe
def sites_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All sites of the project; the filters of the list narrow it."""
    project = _visible(request, slug)
    form = SiteFilter(request.GET, districts=_districts(project))
    if not form.is_valid():
        return HttpResponse(
            "We do not recognise the filters in this address. Check it, or download all sites.\n",
            status=400,
            content_type="text/plain; charset=utf-8",
        )
    found = form.narrow(project.sites.standing()).order_by(
        Lower("district__name"), Lower("name"), "reference"
    )
    rows = map(_generalised, found.values_list(*CSV_FIELDS).iterator(chunk_size=2000))
    return csv_response(f"{project.slug}-sites.csv", CSV_HEADER, rows, for_programs=True)


def _generalised(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """As every file of sites has its points."""
    return (*row[:POINT], *map(degrees, row[POINT : POINT + 2]), *row[POINT + 2 :])


def _districts(project: Project):
    return District.objects.filter(sites__project=project).defer("outline").distinct()
