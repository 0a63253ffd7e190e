"""A manager's view of the rounds: what was submitted, what was not, and the closing."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.lists import selectors as lists
from diz_portal.pages import acts, carried_out, confirm, page_of, posted, show
from projects.returns.forms.returns import RoundDatesForm
from projects.returns.models import ReportingRound
from projects.returns.selectors import returns as selectors
from projects.returns.services import rounds as services


def _find(request, month: date) -> ReportingRound:
    access.require(request.user, "projects.review_returns")
    return get_object_or_404(ReportingRound, month=month)


@require_safe
def rounds(request):
    access.require(request.user, "projects.review_returns")
    page = page_of(request, selectors.rounds_with_counts())
    for reporting_round in page:
        reporting_round.ended = selectors.how_it_ended(reporting_round)
    context = {"page": page}
    return render(request, "projects/workspace/returns/rounds.html", context)


@require_safe
def one(request, month):
    return board(request, _find(request, month))


def board(request, reporting_round: ReportingRound, own=()):
    """The returns of one round."""
    counts = selectors.counts_by_state(reporting_round)
    listing = lists.listing("returns", request, month=reporting_round.slug)
    page = listing.page(request.GET.get("page"))
    context = {
        "reporting_round": reporting_round,
        "own": own,
        "counts": counts,
        "total": sum(count["number"] for count in counts),
        "listing": listing,
        "ended": selectors.ended((count["number"], count["label"]) for count in counts),
        "page": page,
        "rows": listing.rows(page),
        "today": timezone.localdate(),
    }
    return render(request, "projects/workspace/returns/board.html", context)


@acts
def close(request, month):
    reporting_round = _find(request, month)
    return confirm(
        request,
        title=f"Close the {reporting_round} round?",
        sentence=(
            "All returns will be closed as last submitted. No one will be able to change them."
        ),
        button="Close round",
        is_grave=True,
        back=reverse("returns:round", args=[reporting_round.month]),
        keep="Cancel",
        act=lambda: services.close_round(by=request.user, reporting_round=reporting_round),
        done=f"{reporting_round} round closed",
        template="projects/workspace/returns/close.html",
        reporting_round=reporting_round,
        counts=selectors.counts_by_state(reporting_round),
    )


@acts
def dates(request, month):
    reporting_round = _find(request, month)
    if reporting_round.opened_at:
        messages.error(request, services.RoundHasOpened.message)
        return redirect("returns:rounds")
    form = RoundDatesForm(posted(request), instance=reporting_round)

    def change():
        return services.change_dates(
            by=request.user, reporting_round=reporting_round, **form.cleaned_data
        )

    if carried_out(form, change):
        messages.success(request, f"Dates of the {reporting_round} round changed")
        return redirect("returns:rounds")
    context = {"reporting_round": reporting_round, "form": form}
    return show(request, "projects/workspace/returns/dates.html", context)
