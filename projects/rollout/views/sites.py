"""The working list, and updating the stage of several sites together."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import Refusal, require
from diz_portal.editing import status_of
from diz_portal.lists import selectors as lists
from diz_portal.lists.listing import Listing
from diz_portal.lists.state import State
from diz_portal.pages import A_PAGE, acts
from diz_portal.spreadsheets import csv_response
from projects.portfolio.models import Project
from projects.portfolio.views.common import find_project, url
from projects.rollout.forms.sites import MoveForm
from projects.rollout.lists import Sites
from projects.rollout.models import Site
from projects.rollout.selectors.sites import withdrawn
from projects.rollout.services.sites import Move, SitesRefused, move_sites
from projects.rollout.stages import Stage

# So many sites are acted on at once: their names still fit one page, and its form one request.
MOST_AT_ONCE = 900
# The site file of the import (design §6), so that an exported file can be imported.
FILE_HEADER = [
    "ods_code",
    "uprn",
    "name",
    "address",
    "postcode",
    "district",
    "latitude",
    "longitude",
    "supplier",
    "order_ref",
    "stage",
    "stage_date",
    "download_before_mbps",
    "upload_before_mbps",
    "download_after_mbps",
    "upload_after_mbps",
    "cost_estimate",
    "cost_actual",
    "notes",
    "planned_live_on",
    "expected_live_on",
    # Written only, and ignored by an import: they follow from the history.
    "live_since",
    "days_late",
]
FILE_FIELDS: dict[str, Callable[[Site], Any]] = {
    "district": lambda site: site.district.name,
    "stage_date": lambda site: site.stage_on,
    "days_late": lambda site: site.days_late or None,
}


@require_safe
def sites(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    listing = lists.listing("sites", request, project=slug)
    shown = listing.page(request.GET.get("page"))
    may_move = request.user.has_perm("projects.move_site", project)
    return render(
        request,
        "projects/workspace/sites.html",
        {
            "project": project,
            "listing": listing,
            "back": urlencode(listing.state.filters),
            "page": shown,
            "rows": listing.rows(shown),
            "tick": "site" if may_move else "",
            "export": f"{url('sites_csv', project)}?{listing.state.query()}",
            "may_move": may_move,
            "may_take_all": A_PAGE < shown.paginator.count <= MOST_AT_ONCE,
            "may_edit": request.user.has_perm("projects.edit_site", project),
            "may_change_scope": request.user.has_perm("projects.change_scope", project),
            "withdrawn": withdrawn(project),
        },
    )


@require_safe
def sites_csv(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    found = _listed(request, project, request.GET).found.with_live_since()
    rows = (_file_row(site) for site in found.iterator(2000))
    return csv_response(f"{project.slug}-sites.csv", FILE_HEADER, rows)


def _file_row(site: Site) -> list[Any]:
    return [FILE_FIELDS.get(name, attrgetter(name))(site) for name in FILE_HEADER]


def _listed(request: HttpRequest, project: Project, asked: QueryDict) -> Listing:
    kind = Sites()
    return Listing(kind, request.user, State.asked(kind, asked), fixed={"project": project.slug})


@acts
def sites_move(request: HttpRequest, slug: str) -> HttpResponse:
    """Select stage, day and evidence; see what would happen to each; then move them all.

    The sites chosen come in the address, so that going back loses nothing.
    """
    project = find_project(request, slug)
    require(request.user, "projects.move_site", project)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(project, picked(request, project, asked))
    back_to_list = _list_as_it_was(project, asked.get("back", ""))
    if not chosen:
        messages.info(request, "Select at least one site, then select “Update selected sites”")
        return redirect(back_to_list)
    action = request.POST.get("action", "")
    form = MoveForm(
        request.POST if action else None,
        cancel=back_to_list,
        button="Preview update",
        may_change_scope=request.user.has_perm("projects.change_scope", project),
        may_accept=request.user.has_perm("projects.manage"),
    )
    if action == "change" or not form.is_valid():
        return render(
            request,
            "projects/workspace/sites_move.html",
            {
                "project": project,
                "form": form,
                "sites": chosen,
                "back": asked.get("back", ""),
                "back_to_list": back_to_list,
            },
            status=200 if action == "change" else status_of(form),
        )
    if action == "confirm":
        return _confirm(request, project, form)
    if action == "without_refused":
        chosen = [site for site in chosen if not form.move.refusal(site, request.user)]
        if not chosen:
            messages.info(request, "None of these sites can move to that stage")
            return redirect(back_to_list)
    refused = {site.pk: form.move.refusal(site, request.user) for site in chosen}
    return _preview(request, project, form, chosen, refused)


def _confirm(request: HttpRequest, project: Project, form: MoveForm) -> HttpResponse:
    seen = _seen(project, request.POST.getlist("seen"))
    back_to_list = _list_as_it_was(project, request.POST.get("back", ""))
    try:
        moved = move_sites(project=project, seen=seen, by=request.user, move=form.move)
    except SitesRefused as refusal:
        refused = {site.pk: why for site, why in refusal.refusals}
        chosen = _chosen(project, request.POST.getlist("site"))
        return _preview(
            request, project, form, chosen, refused, problem=refusal.message, status=409
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(back_to_list)
    stage = Stage(form.move.to).label
    messages.success(
        request,
        f"1 site updated to “{stage}”" if moved == 1 else f"{moved} sites updated to “{stage}”",
    )
    return redirect(back_to_list)


def _preview(request, project, form, chosen, refused, *, problem="", status=200) -> HttpResponse:
    move: Move = form.move
    carried = [
        (name, value)
        for name, value in request.POST.items()
        if name.partition("_")[0] in {"to", "on", "evidence", "reason", "scope", "grantor"}
    ]
    return render(
        request,
        "projects/workspace/sites_move_preview.html",
        {
            "project": project,
            "move": move,
            "to": Stage(move.to),
            "rows": [(site, refused.get(site.pk, "")) for site in chosen],
            "refused": sum(1 for why in refused.values() if why),
            "problem": problem,
            "carried": carried,
            "back": request.POST.get("back", ""),
            "back_to_list": _list_as_it_was(project, request.POST.get("back", "")),
        },
        status=status,
    )


def _list_as_it_was(project: Project, query: str) -> str:
    """The working list with the filters somebody came from; anything else in `query` is dropped."""
    kept = State.read(Sites(), query).filters
    return f"{url('sites', project)}?{urlencode(kept)}" if kept else url("sites", project)


def picked(request: HttpRequest, project: Project, asked: QueryDict) -> list[str]:
    """References of the sites that were ticked, or of all that match the list's filters."""
    if not asked.get("all"):
        return asked.getlist("site")
    found = _listed(request, project, QueryDict(asked.get("back", ""))).found
    return list(found.values_list("reference", flat=True)[:MOST_AT_ONCE])


def _of(project: Project, references: Iterable[str]) -> QuerySet[Site]:
    """The sites of these references, as far as a reference is what they are."""
    return Site.objects.standing().filter(
        project=project, reference__in=[one for one in references if one.isalnum()]
    )


def _chosen(project: Project, references: list[str]) -> list[Site]:
    sites = list(_of(project, references).select_related("district", "current_entry"))
    for site in sites:
        site.project = project
    return sites


def _seen(project: Project, pairs: list[str]) -> dict[int, int | None]:
    """`reference:entry` as the preview wrote it → site id and entry id."""
    entries = dict(pair.partition(":")[::2] for pair in pairs)

    def number(text: str) -> int | None:
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None

    return {
        pk: number(entries[reference])
        for pk, reference in _of(project, entries).values_list("pk", "reference")
    }
