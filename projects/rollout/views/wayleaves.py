from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acts, carried_out, page_of, posted, show
from diz_portal.spreadsheets import csv_response
from projects.portfolio.views.common import find_project, url
from projects.rollout.forms.wayleaves import (
    NoteForm,
    OpenWayleaveForm,
    RegisterFilterForm,
    StepForm,
    WayleaveForm,
)
from projects.rollout.models import Wayleave, WayleaveState
from projects.rollout.selectors.sites import districts_of
from projects.rollout.selectors.wayleaves import BANDS, ageing, of_project, owners_of, register
from projects.rollout.services import wayleaves as services
from projects.rollout.stages import Stage
from projects.rollout.views.finding import find_site

FILE_HEADER = [
    "site_reference",
    "site",
    "district",
    "landowner",
    "kind",
    "state",
    "opened_on",
    "requested_on",
    "granted_on",
    "expires_on",
    "days_waiting",
    "next_action",
    "action_owner",
    "cost",
]


@require_safe
def wayleaves(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    filters = _filters(request, project)
    chosen = {name: value for name, value in filters.chosen.items() if value}
    counts = ageing(project)
    return render(
        request,
        "projects/workspace/wayleaves.html",
        {
            "project": project,
            "filters": filters,
            "is_filtered": bool(chosen),
            "bands": [(band, counts[band.key]) for band in BANDS],
            "sites_waiting": project.sites.waiting_for_a_wayleave().count(),
            "waiting": sum(counts.values()),
            "overtaken": of_project(project).overtaken().count(),
            "page": page_of(request, register(project, **filters.chosen)),
            "query": request.GET.urlencode(),
            "may_manage": request.user.has_perm("projects.manage", project),
        },
    )


@require_safe
def wayleaves_csv(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    require(request.user, "projects.manage", project)
    found = register(project, **_filters(request, project).chosen)
    rows = (
        [
            one.site.reference,
            one.site.name,
            one.site.district.name,
            one.grantor,
            one.get_kind_display(),
            one.get_state_display(),
            one.opened_on,
            one.requested_on,
            one.granted_on,
            one.expires_on,
            one.age_days() if one.is_waiting else "",
            one.next_action,
            one.owner.name if one.owner else "",
            one.cost,
        ]
        for one in found.iterator(2000)
    )
    return csv_response(f"{project.slug}-wayleaves.csv", FILE_HEADER, rows)


def _filters(request: HttpRequest, project) -> RegisterFilterForm:
    return RegisterFilterForm(
        request.GET, districts=districts_of(project), owners=owners_of(project)
    )


def _find(request: HttpRequest, slug: str, reference: str) -> Wayleave:
    project = find_project(request, slug)
    found = Wayleave.objects.select_related("site__district", "owner").filter(
        site__project=project, site__withdrawn_at=None
    )
    wayleave = get_object_or_404(found, reference=reference)
    wayleave.site.project = project
    return wayleave


@require_safe
def wayleave(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = _find(request, slug, reference)
    return render(
        request,
        "projects/workspace/wayleave.html",
        {
            "project": found.site.project,
            "site": found.site,
            "wayleave": found,
            "events": found.events.select_related("by"),
            "may_keep_wayleaves": request.user.has_perm("projects.keep_wayleaves", found),
        },
    )


@acts
def wayleave_open(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    site = find_site(request, slug, reference)
    require(request.user, "projects.keep_wayleaves", site)
    form = OpenWayleaveForm(
        posted(request),
        project=site.project,
        button="Add wayleave",
        cancel=url("site", site.project, reference),
    )
    if opened := carried_out(
        form, lambda: services.open_wayleave(site=site, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Wayleave added")
        return redirect(url("wayleave", site.project, opened.reference))
    context = {"project": site.project, "site": site, "form": form, "title": "Add wayleave"}
    return show(request, "projects/workspace/wayleave_form.html", context)


def _act(request, slug, reference, *, title, done, make, call) -> HttpResponse:
    """One form about one wayleave, and the service that it asks for."""
    found = _find(request, slug, reference)
    require(request.user, "projects.keep_wayleaves", found)
    here = url("wayleave", found.site.project, reference)
    form = make(posted(request), found, here)
    if carried_out(form, lambda: call(wayleave=found, by=request.user, **form.cleaned_data)):
        messages.success(request, done)
        return redirect(_onward(request, found.site) or here)
    context = {
        "project": found.site.project,
        "site": found.site,
        "wayleave": found,
        "form": form,
        "title": title,
    }
    return show(request, "projects/workspace/wayleave_form.html", context)


def _onward(request, site) -> str:
    """Where the stage of a site with no open wayleave is updated; nowhere while it waits."""
    may = request.user.has_perm("projects.move_site", site)
    if not may or site.stage != Stage.WAYLEAVE or not site.in_scope:
        return ""
    if (
        site.wayleaves.waiting().exists()
        or not site.wayleaves.exclude(state=WayleaveState.REFUSED).exists()
    ):
        return ""
    messages.info(request, f"{site.name} has no other open wayleaves. Update its stage.")
    return f"{url('site_move', site.project, site.reference)}?to={Stage.CIVILS}"


@acts
def wayleave_status(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _act(
        request,
        slug,
        reference,
        title="Update status",
        done="Status updated",
        make=lambda typed, found, here: StepForm(typed, wayleave=found, cancel=here),
        call=services.update_status,
    )


@acts
def wayleave_note(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _act(
        request,
        slug,
        reference,
        title="Add note",
        done="Note added",
        make=lambda typed, found, here: NoteForm(typed, cancel=here),
        call=services.add_note,
    )


@acts
def wayleave_edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    return _act(
        request,
        slug,
        reference,
        title="Edit wayleave",
        done="Wayleave saved",
        make=lambda typed, found, here: WayleaveForm(
            typed,
            project=found.site.project,
            button="Save wayleave",
            cancel=here,
            wayleave=found,
        ),
        call=services.edit_wayleave,
    )
