"""A manager's view of the rounds: who has sent, who owes, and the closing."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.pages import acts, carried_out, chosen_of, confirm, page_of, posted, show
from projects.portfolio.models import Project
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
    for period in page:
        period.ended = selectors.how_it_ended(period)
    context = {"page": page}
    return render(request, "projects/workspace/returns/rounds.html", context)


@require_safe
def one(request, month):
    return board(request, _find(request, month))


def board(request, period: ReportingRound, own=()):
    """The returns of one round, filtered by state and by words."""
    counts = selectors.counts_by_state(period)
    state = request.GET.get("state", "")
    chosen = chosen_of(request, "q", "project")
    words, project = chosen["q"], chosen["project"]
    rows = selectors.of_round(period, state=state, words=words, project=project)
    context = {
        "period": period,
        "own": own,
        "counts": counts,
        "total": sum(count["number"] for count in counts),
        "state": state,
        "words": words,
        "project": Project.objects.filter(slug=project).first() if project else None,
        "ended": selectors.ended((count["number"], count["label"]) for count in counts),
        "page": page_of(request, rows),
        "months": selectors.opened_months(),
        "today": timezone.localdate(),
    }
    return render(request, "projects/workspace/returns/board.html", context)


@acts
def close(request, month):
    period = _find(request, month)
    return confirm(
        request,
        title=f"Close the {period} round?",
        sentence="Every return in it stays as it was last sent. No one can change it afterwards.",
        button="Close the round",
        is_grave=True,
        back=reverse("returns:round", args=[period.month]),
        keep="Keep it open",
        act=lambda: services.close_round(by=request.user, period=period),
        done=f"The {period} round is closed. Its returns stay as they are.",
        template="projects/workspace/returns/close.html",
        period=period,
        counts=selectors.counts_by_state(period),
    )


@acts
def dates(request, month):
    period = _find(request, month)
    if period.opened_at:
        messages.error(request, services.RoundHasOpened.message)
        return redirect("returns:rounds")
    form = RoundDatesForm(posted(request), instance=period)

    def change():
        return services.change_dates(by=request.user, period=period, **form.cleaned_data)

    if carried_out(form, change):
        messages.success(request, f"The dates of the {period} round are saved.")
        return redirect("returns:rounds")
    context = {"period": period, "form": form}
    return show(request, "projects/workspace/returns/dates.html", context)
