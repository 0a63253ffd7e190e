"""A funding source: its letters, its conditions, what came and what was spent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acted, acts, carried_out, page_of, posted, show
from projects.money.enums import SOURCE_MOVES, SourceState
from projects.money.forms.sources import NewSourceForm, SourceForm
from projects.money.models import FundingSource
from projects.money.selectors import statement
from projects.money.selectors.claim_pages import with_amount
from projects.money.services import sources
from projects.money.views.finding import find_project, find_source, money_url, source_url

# On the page of a source; the list has the others.
LATEST_CLAIMS = 6


@require_safe
def source(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_source(request, slug, reference)
    shown = statement.of_sources(FundingSource.objects.filter(pk=found.pk))
    state = SourceState(found.state)
    return render(
        request,
        "projects/workspace/money/source.html",
        {
            "source": found,
            "line": shown.lines[0] if shown.lines else None,
            "in_kind": shown.in_kind[0] if shown.in_kind else None,
            "differences": shown.differences,
            "letters": found.letters.select_related("paper", "by"),
            "conditions": found.conditions.select_related("owner"),
            "given": found.in_kind_given.select_related("by", "corrected_by"),
            "steps": found.steps.select_related("by"),
            "page": page_of(
                request,
                found.postings.select_related("organisation", "by", "reversed_by"),
            ),
            "may_keep": request.user.has_perm("projects.keep_money", found),
            "sees_claims": request.user.has_perm("projects.see_money", found),
            "claims": with_amount(found.claims.visible_to(request.user))[:LATEST_CLAIMS],
            "moves": {move.value for move in SOURCE_MOVES[state]},
        },
    )


@acts
def add(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_project(request, slug)
    access.require(request.user, "projects.keep_money", project)
    form = NewSourceForm(posted(request), project=project, cancel=money_url(project))
    made = carried_out(
        form, lambda: sources.add(by=request.user, project=project, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Funding source added. Enter its award letter next")
        return redirect(source_url(made))
    return show(
        request,
        "projects/workspace/money/add.html",
        {"form": form, "project": project, "back": money_url(project)},
    )


@acts
def edit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    found = find_source(request, slug, reference)
    access.require(request.user, "projects.keep_money", found)
    form = SourceForm(posted(request), source=found, cancel=source_url(found))
    return acted(
        request,
        form,
        lambda: sources.edit(by=request.user, source=found, **form.cleaned_data),
        done="Funding source saved",
        back=source_url(found),
        template="projects/workspace/money/act.html",
        source=found,
        title="Edit funding source",
        caption=found.title,
    )
