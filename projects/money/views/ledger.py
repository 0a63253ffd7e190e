"""The ledger of a project's accountable body, a month in which it is reconciled, and one line."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.access import seen
from diz_portal.pages import page_of
from projects.money.models import LedgerLine, LedgerMonth
from projects.money.selectors import ledger as selectors
from projects.money.selectors.reported import reported
from projects.money.views.finding import find_project
from projects.portfolio.models import Project

A_PAGE = 25
# The lists of a month, in the order in which they want to be looked at.
LISTS = {
    "unmatched": "Not in the portal",
    "missing": "Not in the ledger",
    "differing": "Matched, but different",
    "changed": "Changed in the ledger",
    "late": "From a locked month",
    "agreed": "Agreed",
}
# Of these, each line or posting that no explanation names.
NEED_A_REASON = ("unmatched", "missing", "differing")


def find_ledger(request: HttpRequest, slug: str) -> Project:
    """A project of whose money the person may read all: its ledger is the accountable body's."""
    found = find_project(request, slug)
    if not request.user.has_perm("projects.see_money", found):
        raise Http404
    return found


def find_month(request: HttpRequest, slug: str, month: str) -> tuple[Project, selectors.Month]:
    project = find_ledger(request, slug)
    try:
        first_day, is_outturn = selectors.as_month(month)
    except ValueError:
        raise Http404 from None
    return project, selectors.month(project, first_day, is_outturn=is_outturn)


def find_row(request: HttpRequest, slug: str, month: str) -> LedgerMonth:
    """A month that somebody has begun to reconcile."""
    _, found = find_month(request, slug, month)
    if found.row is None:
        raise Http404
    return seen(request.user, "projects.see_ledger", found.row)


def find_ledger_line(request: HttpRequest, slug: str, reference: str) -> LedgerLine:
    lines = LedgerLine.objects.visible_to(request.user).select_related(
        "project__lead", "organisation", "batch"
    )
    found = get_object_or_404(lines, project__slug=slug, reference=reference)
    return seen(request.user, "projects.see_ledger", found)


@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    project = find_ledger(request, slug)
    return render(
        request,
        "projects/workspace/money/ledger.html",
        {
            "project": project,
            "page": page_of(request, selectors.months(project), A_PAGE),
            "may_keep": request.user.has_perm("projects.keep_money", project),
        },
    )


@require_safe
def month(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    project, found = find_month(request, slug, month)
    lists = selectors.Reconciliation(project, found)
    counts = {name: getattr(lists, name).count() for name in LISTS}
    chosen = request.GET.get("show", "")
    if chosen not in LISTS:
        chosen = next((name for name, count in counts.items() if count), "unmatched")
    page = page_of(request, getattr(lists, chosen), A_PAGE)
    differences = (
        found.row.differences.select_related("by", "line", "posting__source") if found.row else []
    )
    may_keep = request.user.has_perm("projects.keep_money", project)
    return render(
        request,
        "projects/workspace/money/month.html",
        {
            "project": project,
            "month": found,
            "counts": counts,
            "unexplained": {name: lists.unexplained(name).count() for name in NEED_A_REASON},
            "lists": [
                (name, label, counts[name])
                for name, label in LISTS.items()
                if counts[name] or name in ("unmatched", "missing", "agreed")
            ],
            "chosen": chosen,
            "chosen_label": LISTS[chosen],
            "page": page,
            "items": _items(project, chosen, page),
            "differences": differences,
            "reported": reported(project, found.month),
            "may_keep": may_keep and not found.is_locked,
            "may_change": may_keep and not found.is_locked and not found.is_signed,
            "may_lock": request.user.has_perm("projects.lock_month", project),
        },
    )


def _items(project: Project, chosen: str, page: Any) -> list[Any]:
    if chosen == "missing":
        return list(page)
    if chosen == "unmatched":
        return selectors.with_proposals(project, page)
    return selectors.with_postings(page)


@require_safe
def line(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """As the ledger says it now and said it before, with its postings or what may be the same."""
    found = find_ledger_line(request, slug, reference)
    item = selectors.with_postings([found])[0]
    is_current = not found.is_withdrawn and not hasattr(found, "superseded_by")
    proposed = [] if item.postings else selectors.with_proposals(found.project, [found])[0].postings
    return render(
        request,
        "projects/workspace/money/ledger_line.html",
        {
            "line": found,
            "project": found.project,
            "month_slug": selectors.slug_of(found.month, is_outturn=found.is_outturn),
            "is_current": is_current,
            "postings": item.postings,
            "proposed": proposed if is_current else [],
            "versions": selectors.versions(found),
            "may_keep": is_current and request.user.has_perm("projects.keep_money", found.project),
        },
    )
