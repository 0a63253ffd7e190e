"""What a browser has just sent: shown there for an hour, and to nobody else.

The page says the same whether somebody was registered already or not. What it may say is kept in
the visit; the way to correct a mistyped address is open to the browser that typed it.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal.pages import acts, carried_out, posted, show
from seminars import services
from seminars.forms import CorrectForm
from seminars.models import Seminar
from seminars.services import Answer, reminders
from seminars.views.finding import find
from seminars.views.limiting import slow_down, visitor_of

KEPT = timedelta(hours=1)
_KEY = "registered"


@dataclass(frozen=True)
class Made:
    """A request as the page speaks of it, and what it was made with."""

    reference: str
    outcome: str
    email: str
    ahead: int
    at: int
    details: dict[str, Any]


def remember(request: HttpRequest, seminar: Seminar, answer: Answer, asked: dict[str, Any]) -> str:
    """Keep what the page may say; answers where that page is."""
    details = {name: asked[name] for name in asked if name not in ("email", "attempt")}
    made = Made(
        reference=answer.reference,
        outcome=answer.outcome.replace("_", "-"),
        email=asked["email"],
        ahead=answer.ahead,
        at=int(timezone.now().timestamp()),
        details=details,
    )
    fresh = {slug: kept for slug, kept in request.session.get(_KEY, {}).items() if _is_fresh(kept)}
    request.session[_KEY] = {**fresh, seminar.slug: asdict(made)}
    return reverse("seminars:registered", args=[seminar.slug, made.outcome])


def forget(request: HttpRequest, seminar: Seminar) -> None:
    """Nothing of it stays in this browser: the person is being forgotten."""
    if kept := request.session.get(_KEY):
        request.session[_KEY] = {slug: kept[slug] for slug in kept if slug != seminar.slug}


def _is_fresh(kept: dict[str, Any]) -> bool:
    return timezone.now().timestamp() - kept["at"] < KEPT.total_seconds()


def made_here(request: HttpRequest, seminar: Seminar) -> Made | None:
    """What this browser has sent for a seminar within the hour."""
    kept = request.session.get(_KEY, {}).get(seminar.slug)
    return Made(**kept) if kept and _is_fresh(kept) else None


@login_not_required
@never_cache
@require_safe
def registered(request, slug, outcome):
    """What happens next. A stranger, or the same browser after an hour or once the seminar was
    cancelled, is shown the seminar: nothing claims a place that may not be there."""
    seminar = find(request.user, slug)
    made = made_here(request, seminar)
    if made is None or made.outcome != outcome or not seminar.is_coming:
        return redirect(seminar)
    page = {"seminar": seminar, "made": made, "is_reminded": reminders.is_to_come(seminar)}
    return render(request, "seminars/registered.html", page)


@login_not_required
@never_cache
@acts
def correct(request, slug):
    """The letter goes to another address, as if that had been typed at first."""
    seminar = find(request.user, slug)
    made = made_here(request, seminar)
    if made is None or not seminar.is_coming:
        return redirect(seminar)
    back = reverse("seminars:registered", args=[slug, made.outcome])
    form = CorrectForm(posted(request), user=request.user, cancel=back)

    def take():
        slow_down(request, form.cleaned_data["email"])
        return services.correct_address(
            seminar=seminar,
            reference=made.reference,
            typed=made.email,
            details=made.details,
            visitor=visitor_of(request),
            **form.asked(),
        )

    if answer := carried_out(form, take):
        asked = {**made.details, "email": form.cleaned_data["email"]}
        return redirect(remember(request, seminar, answer, asked))
    return show(request, "seminars/correct.html", {"form": form, "seminar": seminar, "made": made})
