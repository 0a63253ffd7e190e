"""Approving, refusing and withdrawing a request, each the page of one form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from diz_portal import access
from diz_portal.pages import acted, acts, posted
from projects.change.forms import DecisionForm
from projects.change.services import requests as services
from projects.change.views.finding import find_request, request_url


@dataclass(frozen=True)
class Decision:
    title: str
    label: str
    does: Callable[..., Any]
    done: str
    sentence: str = ""
    permission: str = "projects.decide_change"


DECISIONS = {
    "approve": Decision(
        "Approve change",
        "Decision and reason",
        services.approve,
        "Change approved and made",
        "The change will be made immediately. You cannot undo it.",
    ),
    "make": Decision(
        "Make this change",
        "Reason for approving it yourself",
        services.make,
        "Change made",
        "It is within the tolerance, so no one else needs to approve it. It will be made "
        "immediately, and will count towards the tolerance until the board next decides.",
    ),
    "refuse": Decision(
        "Refuse change", "Reason for refusing", services.refuse, "Change request refused"
    ),
    "withdraw": Decision(
        "Withdraw change request",
        "Reason for withdrawing",
        services.withdraw,
        "Change request withdrawn",
        permission="projects.write_change",
    ),
}


@acts
def decide(request: HttpRequest, slug: str, reference: str, what: str) -> HttpResponse:
    found = find_request(request, slug, reference)
    decision = DECISIONS[what]
    access.require(request.user, decision.permission, found)
    form = DecisionForm(
        posted(request),
        label=decision.label,
        button=decision.title,
        cancel=request_url(found),
    )
    return acted(
        request,
        form,
        lambda: decision.does(by=request.user, request=found, **form.cleaned_data),
        done=decision.done,
        back=request_url(found),
        template="form.html",
        title=decision.title,
        caption=str(found),
        sentence=decision.sentence,
    )
