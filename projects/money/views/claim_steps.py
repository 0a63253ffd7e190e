"""The steps of a claim, each the page of one form: who may take it, what is typed, and the service
that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from diz_portal import access
from diz_portal.pages import acted, acts, posted
from projects.money.forms import claims as forms
from projects.money.selectors import claim_pages
from projects.money.services import claim_steps as services
from projects.money.views.claims import FORM
from projects.money.views.finding import claim_url, find_claim


@dataclass(frozen=True)
class Step:
    title: str
    permission: str
    form: type[forms.StepForm]
    does: Callable[..., Any]
    done: str
    sentence: str = ""


CLAIM, CERTIFY = "projects.claim_money", "projects.certify_claim"
STEPS = {
    "submit": Step(
        "Submit claim",
        CLAIM,
        forms.SubmitForm,
        services.submit,
        "Claim submitted",
        "A certifier approves it or sends it back. You cannot change it until then.",
    ),
    "withdraw": Step(
        "Withdraw claim",
        CLAIM,
        forms.WithdrawForm,
        services.withdraw,
        "Claim withdrawn",
        "What it asked for can be claimed again. You cannot undo this.",
    ),
    "approve": Step(
        "Approve claim",
        CERTIFY,
        forms.ApproveForm,
        services.approve,
        "Claim approved",
        "Someone else marks it as paid when the money has arrived.",
    ),
    "send-back": Step(
        "Send claim back",
        CERTIFY,
        forms.SendBackForm,
        services.send_back,
        "Claim sent back",
        "A finance officer can change it and submit it again.",
    ),
    "paid": Step(
        "Mark as paid",
        CLAIM,
        forms.PaidForm,
        services.pay,
        "Claim marked as paid. Its receipt has been recorded",
        "The receipt will be recorded with it. If the funder paid a different amount, ask a "
        "certifier to send the claim back.",
    ),
    "release": Step(
        "Record release of grant held back",
        CLAIM,
        forms.ReleaseForm,
        services.release,
        "Release recorded, with its receipt",
        "Use this when the funder has paid what it held back.",
    ),
    "reverse-payment": Step(
        "Reverse payment",
        CLAIM,
        forms.ReversePaymentForm,
        services.reverse_payment,
        "Payment reversed, with its receipt",
        "Use this when the payment was recorded by mistake. Its receipt is reversed on the same "
        "day, and the claim is approved again. If the grant held back has been released, only the "
        "release is reversed. If the funder has taken money back, record a clawback instead.",
    ),
}


@acts
def step(request: HttpRequest, slug: str, reference: str, what: str) -> HttpResponse:
    claim = find_claim(request, slug, reference)
    its_step = STEPS[what]
    access.require(request.user, its_step.permission, claim)
    shown = claim_pages.shown(claim)
    form = its_step.form(posted(request), seen=shown.seen, cancel=claim_url(claim))

    def take() -> Any:
        typed = {name: said for name, said in form.cleaned_data.items() if name != "agrees"}
        return its_step.does(by=request.user, claim=claim, **typed)

    return acted(
        request,
        form,
        take,
        done=its_step.done,
        back=claim_url(claim),
        template=FORM,
        claim=claim,
        caption=str(claim),
        source=claim.source,
        title=its_step.title,
        sentence=its_step.sentence,
        shown=shown,
        what=what,
        sums=True,
    )
