"""Bringing a file into a project: upload, match, look, apply, undo."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from diz_portal import access, spreadsheets
from diz_portal.access import Refusal
from diz_portal.pages import acts, carried_out, confirm, page_of, posted, show
from projects.imports import selectors, services
from projects.imports.forms import MatchForm, UploadForm
from projects.imports.models import ImportAction, ImportBatch, ImportKind, ImportSource, ImportState
from projects.portfolio.models import Project

PARTS = {
    "new": (ImportAction.CREATE, "create"),
    "changed": (ImportAction.CHANGE, "change"),
    "errors": (ImportAction.ERROR, "error"),
}


def _project(request, slug: str) -> Project:
    """A project whose workspace the person may open; to everybody else it is not there."""
    projects = Project.objects.worked_on_by(request.user).select_related("lead")
    return get_object_or_404(projects, slug=slug)


def _find(request, slug: str, reference: str) -> ImportBatch:
    batches = selectors.of_project(_project(request, slug)).select_related("project")
    return get_object_or_404(batches, reference=reference)


def _page_of(batch: ImportBatch) -> str:
    return reverse("projects_workspace:import", args=[batch.project.slug, batch.reference])


def _to(batch: ImportBatch):
    return redirect(_page_of(batch))


@require_safe
def imports(request, slug):
    project = _project(request, slug)
    page = page_of(request, selectors.of_project(project), 25)
    may_import = request.user.has_perm("projects.import", project)
    context = {"project": project, "page": page, "may_import": may_import}
    return render(request, "projects/workspace/imports/list.html", context)


@acts
def new(request, slug):
    project = _project(request, slug)
    access.require(request.user, "projects.import", project)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            batch = services.upload(project=project, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            if batch.state == ImportState.UPLOADED:
                return redirect("projects_workspace:import_match", slug, batch.reference)
            return _to(batch)
    context = {"project": project, "form": form}
    status = 422 if form.errors else 200
    return render(request, "projects/workspace/imports/new.html", context, status=status)


@require_safe
def batch(request, slug, reference):
    found = _find(request, slug, reference)
    may_import = request.user.has_perm("projects.import", found.project)
    counts = found.summary
    chosen = request.GET.get("show", "")
    if chosen not in PARTS:
        chosen = next((part for part in ("errors", *PARTS) if counts.get(PARTS[part][1])), "new")
    page = rows = None
    if counts and not found.is_at_work and found.state != ImportState.UPLOADED:
        listed = found.rows.filter(action=PARTS[chosen][0]).order_by("pk")
        page = page_of(request, listed)
        rows = selectors.shown(found, page)
    context = {
        "project": found.project,
        "batch": found,
        "may_import": may_import,
        "counts": counts,
        "chosen": chosen,
        "page": page,
        "rows": rows,
        "twin": selectors.applied_before(found) if found.state == ImportState.CHECKED else None,
        "looked_at": _looked_at(found),
        "rows_gone": services.rows_are_gone(found),
        "no_undo": services.ROWS_GONE,
        "skipped": sum(counts.get("skipped", {}).values()),
        "can_be_matched": found.source == ImportSource.TABLE,
        "may_apply": may_import
        and (
            not services.changes_scope(found)
            or request.user.has_perm("projects.change_scope", found.project)
        ),
        "changes_scope": services.changes_scope(found),
        "scope_needed": services.SCOPE_NEEDED,
    }
    return render(request, "projects/workspace/imports/batch.html", context)


def _looked_at(batch: ImportBatch) -> dict[str, str]:
    """Where what came in can be seen."""
    kind = ImportKind(batch.kind)
    url = reverse(f"projects_workspace:{kind.value}", args=[batch.project.slug])
    return {"label": f"See the {kind.label.lower()}", "url": url}


@acts
def match(request, slug, reference):
    found = _find(request, slug, reference)
    access.require(request.user, "projects.import", found.project)
    if found.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        messages.info(request, "The headings of this import can no longer be changed.")
        return _to(found)
    form = MatchForm(posted(request), batch=found)

    def save():
        return services.match(
            batch=found,
            headings=form.headings or found.headings,
            stage_words=form.stage_words,
            by=request.user,
        )

    if carried_out(form, save):
        return _to(found)
    context = {"project": found.project, "batch": found, "form": form}
    return show(request, "projects/workspace/imports/match.html", context)


def _act(request, slug, reference, verb):
    """Ask the service, and say on the batch's page when the answer is no."""
    found = _find(request, slug, reference)
    access.require(request.user, "projects.import", found.project)
    try:
        verb(batch=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return _to(found)


@require_POST
def check(request, slug, reference):
    return _act(request, slug, reference, services.check_again)


@require_POST
def apply(request, slug, reference):
    return _act(request, slug, reference, services.apply)


@acts
def undo(request, slug, reference):
    found = _find(request, slug, reference)
    access.require(request.user, "projects.import", found.project)
    if request.method != "POST":
        if found.state != ImportState.APPLIED:
            return _to(found)
        if services.rows_are_gone(found):
            messages.error(request, services.ROWS_GONE)
            return _to(found)
    return confirm(
        request,
        title="Undo this import?",
        sentence="",
        button="Undo the import",
        is_grave=True,
        back=_page_of(found),
        back_to=found.file_name,
        keep="Keep it",
        act=lambda: services.undo(batch=found, by=request.user),
        template="projects/workspace/imports/undo.html",
        batch=found,
        counts=found.summary,
    )


@require_POST
def discard(request, slug, reference):
    found = _find(request, slug, reference)
    access.require(request.user, "projects.import", found.project)
    try:
        services.discard(batch=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return _to(found)
    messages.success(request, f"{found.file_name} was thrown away. Nothing of it was applied.")
    return redirect("projects_workspace:imports", slug)


@require_safe
def errors(request, slug, reference):
    found = _find(request, slug, reference)
    rows = found.rows.filter(action=ImportAction.ERROR).order_by("pk")
    lines = (
        (row.sheet, row.number, row.label, error["column"], error["message"])
        for row in rows.iterator(chunk_size=1_000)
        for error in row.errors
    )
    header = ["sheet", "row", "name", "column", "what is wrong"]
    return spreadsheets.csv_response(f"errors-{found.reference}.csv", header, lines)
