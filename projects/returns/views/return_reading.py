"""Returns as they are read: one's own, and all of them by a manager, who answers."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from diz_portal import access
from diz_portal.access import Refusal
from diz_portal.lists import selectors as lists
from diz_portal.pages import acts
from partners.roles import current_roles
from projects.money.selectors.reported import beside_one
from projects.returns import spend
from projects.returns.forms.returns import RATED, SendBackForm
from projects.returns.models import Return, ReturnEvent, ReturnState, ReturnStep
from projects.returns.selectors import forecasts
from projects.returns.selectors import returns as selectors
from projects.returns.services import returns as services
from projects.returns.views.rounds import board

# A partner with one project sees a year of months on a page.
A_YEAR = 12

RATING_WORDS = {
    "delivery": ("Delivery", "Is the work on schedule?"),
    "spend": ("Spend", "Is the spend on budget?"),
    "risk": ("Risk", "Are the risks under control?"),
}


def find(request, reference: str) -> Return:
    returns = selectors.with_names(Return.objects.visible_to(request.user))
    found = get_object_or_404(returns, reference=reference)
    return access.seen(request.user, "projects.see_return", found)


def version_read(request) -> int:
    """Which version the page showed; anything odd is none that exists."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else 0


def answers_for_reading(record: Return, previous: Return | None) -> dict:
    """The answers in the order they are read, whoever reads them."""
    titles = dict(
        record.project.milestones.filter(reference__in=record.milestones).values_list(
            "reference", "title"
        )
    )
    dates = [
        {
            "title": titles[reference],
            "was": date.fromisoformat(given["was"]),
            "forecast": date.fromisoformat(given["forecast"]),
            "met": date.fromisoformat(given["met"]) if given.get("met") else None,
            "moved": given["forecast"] != given["was"],
        }
        for reference, given in record.milestones.items()
        if reference in titles
    ]
    return {
        "answers": record,
        "previous": previous,
        "spend_fell": spend.fell(record.spend_to_date, previous),
        "kept_lines": [line["text"] for line in record.lines if line["kept"]],
        "own_lines": [line for line in record.narrative.splitlines() if line.strip()],
        "rated": [
            {
                "title": RATING_WORDS[name][0],
                "rating": getattr(record, name),
                "comment": getattr(record, f"{name}_comment"),
                "last": getattr(previous, name) if previous else "",
            }
            for name in RATED
        ],
        "dates": dates,
    }


def forecasts_for(request, record: Return) -> dict:
    """What its organisation expects to spend, while that can be revised with it, and what it
    revised; of lines that the person may read."""
    own = request.user.has_perm("projects.revise_with_return", record)
    planned = forecasts.planned(record, request.user) if own and record.is_owed else ()
    # All are spent by one organisation of one project: who may forecast one may forecast all.
    may_forecast = any(
        request.user.has_perm("projects.forecast_spend", one.line) for one in planned[:1]
    )
    return {
        "planned": planned,
        "may_forecast": may_forecast,
        "revisions": forecasts.revisions(record, request.user),
    }


def read(request, record: Return, *, send_back_form=None, refusal="", status=200):
    """What was sent, with its history; a manager's answer to it below.

    Only its own organisation reads words that have not been sent.
    """
    own = record.organisation_id in current_roles(request.user)
    reviews = request.user.has_perm("projects.review_returns")
    events = list(record.events.select_related("by"))
    sent = next((e for e in reversed(events) if e.state == ReturnStep.SUBMITTED), None)
    shown = record
    if not own:
        shown = services.restore(record, sent.answers) if sent else None
    context = {
        "record": record,
        "own": own,
        "reviews": reviews,
        "may_answer": reviews
        and record.state in {ReturnState.SUBMITTED, ReturnState.ACCEPTED}
        and not record.is_closed,
        "events": [(event, _version_of(event, sent, own=own)) for event in events],
        "sent": sent,
        "send_back_form": send_back_form or SendBackForm(),
        "refusal": refusal,
        "today": timezone.localdate(),
    }
    if shown is not None and (sent or own):
        context |= answers_for_reading(shown, selectors.previous(record))
        if request.user.has_perm("projects.compare_spend", record):
            context["books"] = beside_one(shown)
        context |= forecasts_for(request, record)
    if reviews:
        context["before"], context["after"] = selectors.neighbours(record)
    return render(request, "projects/workspace/returns/read.html", context, status=status)


def _version_of(event: ReturnEvent, sent: ReturnEvent | None, *, own: bool) -> dict | None:
    """What an earlier sending said, or changes that a closing round left unsent (these are
    their authors' alone); the last sending is the page itself."""
    unsent = event.state == ReturnStep.CLOSED
    if not event.answers or event == sent or (unsent and not own):
        return None
    record = services.restore(Return(), event.answers)
    return {
        "title": "Changes that were not submitted" if unsent else "Return as submitted then",
        "lines": [
            *(line["text"] for line in record.lines if line["kept"]),
            *record.narrative.splitlines(),
        ],
        "rated": [
            (RATING_WORDS[name][0], getattr(record, name), getattr(record, f"{name}_comment"))
            for name in RATED
        ],
        "spend_to_date": record.spend_to_date,
        "spend_as_at": record.spend_as_at,
    }


@require_POST
def accept(request, reference):
    record = find(request, reference)
    access.require(request.user, "projects.review_returns")
    try:
        services.accept(by=request.user, record=record, version=version_read(request))
    except Refusal as refusal:
        return read(request, find(request, reference), refusal=refusal.message, status=409)
    after = selectors.next_to_review(record)
    messages.success(
        request, f"{record.round} return accepted: {record.project}, {record.organisation}"
    )
    if after is None:
        return redirect("returns:round", record.round.month)
    return redirect("returns:return", after.reference)


@acts
def send_back(request, reference):
    record = find(request, reference)
    access.require(request.user, "projects.review_returns")
    if request.method != "POST":
        return redirect("returns:return", reference)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return read(request, record, send_back_form=form, status=422)
    try:
        services.send_back(by=request.user, record=record, **form.cleaned_data)
    except Refusal as refusal:
        return read(request, find(request, reference), refusal=refusal.message, status=409)
    messages.success(request, f"Return sent back. We are emailing {record.organisation}")
    return redirect("returns:return", reference)


@require_safe
def mine(request):
    """A partner's returns: what is owed first, then what was sent. A manager's too, if any."""
    access.require(request.user, "partners.enter_workspace")
    if request.user.has_perm("projects.review_returns"):
        reporting_round = selectors.current_round()
        if reporting_round is not None:
            return board(request, reporting_round, own=list(selectors.owed_by(request.user)))
    owed = list(selectors.owed_by(request.user))
    listing = lists.listing("returns", request)
    page = listing.page(request.GET.get("page"), A_YEAR)
    context = {
        "owed": owed,
        "next_round": None if owed else selectors.next_round(),
        "listing": listing,
        "page": page,
        "rows": listing.rows(page),
        "today": timezone.localdate(),
    }
    return render(request, "projects/workspace/returns/list.html", context)
