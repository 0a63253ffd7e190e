"""Ending something: what is in hand, who takes it over, and both in one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diz_portal.access import Refusal
from diz_portal.open_work import Ending
from diz_portal.open_work.selectors import in_hand
from diz_portal.open_work.services import Decision, WorkInHand
from diz_portal.pages import confirm
from partners.forms.handing_over import HandoverForm
from partners.models import Role


def end(
    request: HttpRequest,
    *,
    ending: Ending,
    title: str,
    sentence: str,
    button: str,
    back: str,
    act: Callable[[Decision | None, date | None], Any],
    done: str,
    until: date | None = None,
    carried: dict[str, str] | None = None,
) -> HttpResponse:
    """With nothing in hand, ask once; else list it, and ask who takes each part over.

    `act` calls the service with what was decided; it counts again, under its lock. `until` is the
    day that is proposed for handing over: asked for only where there is caseworkers' work.
    """
    piles = in_hand(ending)
    if not piles:
        return confirm(
            request,
            title=title,
            sentence=sentence,
            button=button,
            back=back,
            act=lambda: act(None, None),
            done=done,
            is_grave=True,
        )
    options: dict[str, Any] = {
        "piles": piles,
        "by": request.user,
        "until": until if any(pile.kind.hands == Role.CASEWORKER for pile in piles) else None,
        "carried": carried,
    }
    # The button of the page before, where nothing was in hand or nothing had been asked yet.
    decided = request.method == "POST" and any(name.startswith("seen-") for name in request.POST)
    form = HandoverForm(request.POST if decided else None, **options)
    status, refusal = (422 if request.method == "POST" and not decided else 200), ""
    if decided:
        status = 422
        if form.is_valid():
            try:
                act(form.decision, form.cleaned_data.get("until"))
            except Refusal as error:
                refusal = error.message
                if isinstance(error, WorkInHand):
                    options["piles"] = piles = in_hand(ending)
                    form = HandoverForm(_as_it_is_now(request, piles), **options)
            else:
                messages.success(request, done)
                return redirect(back)
    return render(
        request,
        "partners/hand_over.html",
        {
            "form": form,
            "title": title,
            "sentence": sentence,
            "button": button,
            "back": back,
            "name": ending.name,
            "refusal": refusal,
            "rows": [(pile, pile.url_for(request.user)) for pile in piles],
        },
        status=status,
    )


def _as_it_is_now(request: HttpRequest, piles: list[Any]) -> Any:
    """What was chosen, with the numbers as they are shown again."""
    data = request.POST.copy()
    for pile in piles:
        data[f"seen-{pile.name}"] = pile.mark
    return data
