"""Asking about one's data, or complaining: no account, and no word of whom the portal knows."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal import limits
from diz_portal.pages import acts, carried_out, posted, show

from . import clock
from .forms import AskForm
from .services import complaints, requests

SALT = "diz_portal.privacy.asked"
REQUEST, COMPLAINT = "request", "complaint"


@login_not_required
@never_cache
@acts
def ask(request):
    form = AskForm(posted(request), user=request.user)
    if asked := carried_out(form, lambda: _take(request, form)):
        return _to_receipt(
            asked.reference, is_complaint=form.is_complaint, received_on=asked.received_on
        )
    return show(request, "privacy/ask.html", {"form": form})


def _take(request, form):
    person = form.person()
    emails = [person["email"]] if person["email"] else []
    limits.require_for_public_form("ask about data", request, emails)
    attempt = form.cleaned_data["attempt"]
    if form.is_complaint:
        return complaints.receive(**person, attempt=attempt)
    return requests.receive(**person, kind=form.cleaned_data["wish"], attempt=attempt)


def _to_receipt(reference, *, is_complaint, received_on):
    """The page that follows knows what stands in its address, signed, and asks nobody else."""
    kind = COMPLAINT if is_complaint else REQUEST
    receipt = signing.dumps([kind, reference, received_on.isoformat()], salt=SALT)
    return redirect("your_data:sent", receipt)


@login_not_required
@require_safe
def sent(request, receipt):
    try:
        kind, reference, day = signing.loads(receipt, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    received_on = date.fromisoformat(day)
    is_complaint = kind == COMPLAINT
    return render(
        request,
        "privacy/ask_sent.html",
        {
            "kind": kind,
            "is_complaint": is_complaint,
            "reference": reference,
            "by": clock.acknowledge_by(received_on) if is_complaint else clock.due_on(received_on),
        },
    )
