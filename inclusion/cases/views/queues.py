"""Where a caseworker begins: who waits, whose case is overdue, and where someone's case is."""

from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.disclosure import LEAST
from diz_portal.lists import selectors as lists
from diz_portal.pages import acts, chosen_of, posted
from inclusion.cases import additions, charts
from inclusion.cases.forms.cases import FindForm
from inclusion.cases.models import Case, OpeningKind, Urgency
from inclusion.cases.selectors import cases as selectors
from inclusion.cases.selectors import unmet as unmet_needs
from inclusion.cases.services import openings


def _chosen(request: HttpRequest) -> dict[str, str]:
    return chosen_of(request, "urgency", "after")


@require_safe
def queue(request):
    require(request.user, "inclusion.work_on_cases")
    listing = lists.listing("cases", request)
    show = listing.chosen["show"]
    values = {
        "show": show,
        "label": selectors.SHOWS[show],
        "shows": selectors.SHOWS,
        "counts": selectors.counts(request.user),
        "listing": listing,
        "waiting": selectors.waiting_count(request.user),
        # The numbers above say what is shown: the rest is folded until it is used.
        "uses_filters": bool(
            listing.view or listing.uses_more or listing.state.filters.keys() - {"show"}
        ),
    }
    if listing.state.order or show == "mine":
        # One person's cases are few: all of them are put in order, what is overdue among the first.
        page = listing.page(request.GET.get("page"))
        values |= {"page": page, "rows": list(listing.rows(page))}
    else:
        # Read from its index, a page at a time, whatever its length.
        after = _chosen(request)["after"]
        last = listing.kind.rows(listing.asking).filter(reference=after).first() if after else None
        some = selectors.queue(listing.found, show, last=last)
        values |= {"slice": some, "rows": list(listing.rows(some.rows))}
    return render(request, "inclusion/cases/queue.html", values)


@require_safe
def waiting(request):
    require(request.user, "inclusion.work_on_cases")
    chosen = _chosen(request)
    return render(
        request,
        "inclusion/cases/waiting.html",
        {
            "slice": selectors.waiting(request.user, **chosen),
            "count": selectors.waiting_count(request.user),
            "offers": selectors.transfers_to(request.user),
            "together": additions.together(request.user),
            "urgencies": Urgency.choices,
            **chosen,
        },
    )


@acts
def find(request):
    """By POST, so that no name is ever in an address or a log."""
    require(request.user, "inclusion.find_cases")
    form = FindForm(posted(request))
    page = {"form": form, "searched": False}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "inclusion/cases/find.html", page, status=status)
    text = form.cleaned_data["text"]
    if reference := selectors.reference_in(text):
        record, elsewhere = selectors.by_reference(request.user, reference)
        if record is not None and elsewhere is None:
            return redirect(record)
        if isinstance(record, Case):
            openings.log_opening(case=record, by=request.user, kind=OpeningKind.FOUND)
            may_use_emergency_access = request.user.has_perm(
                "inclusion.use_emergency_access", record
            )
            page |= {
                "elsewhere": elsewhere,
                "reference": reference,
                "may_use_emergency_access": may_use_emergency_access,
            }
    found, requests = [], []
    if "elsewhere" not in page:
        found = selectors.find(request.user, text)
        requests = selectors.find_referrals(request.user, text)
    page |= {
        "requests": requests[: selectors.MOST_FOUND],
        "searched": True,
        "found": found[: selectors.MOST_FOUND],
        "is_cut": max(len(found), len(requests)) > selectors.MOST_FOUND,
    }
    return render(request, "inclusion/cases/find.html", page)


@require_safe
def unmet(request):
    require(request.user, "inclusion.see_figures")
    report = unmet_needs.report(request.user)
    return render(
        request,
        "inclusion/cases/unmet.html",
        {
            "report": report,
            "least": LEAST,
            **charts.unmet(report),
            "is_caseworker": request.user.has_perm("inclusion.work_on_cases"),
        },
    )
