"""Offers of devices, answered by the team they came to; and what can be asked for at the moment."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from diz_portal.access import Refusal, require, seen
from diz_portal.pages import acts, chosen_of, confirm, page_of, posted
from inclusion.cases.views.answering import acted
from inclusion.devices.forms.devices import WhyForm
from inclusion.devices.models import DONATION_MOVES, Donation, DonationState
from inclusion.devices.selectors import devices as selectors
from inclusion.devices.selectors import donors
from inclusion.devices.services import donations

SAID = {
    "spoke": "It is noted that the donor was told.",
    "left_word": "It is noted that you left a message.",
    "no_answer": "It is noted that no one answered. The call stays on the list.",
    "not_needed": "The call is taken off the list.",
}


@require_safe
def offers(request):
    require(request.user, "inclusion.work_on_stock")
    chosen = chosen_of(request, "state")
    states = [*DonationState.choices, (selectors.TO_RING, "Donor to call")]
    state = chosen["state"] if chosen["state"] in dict(states) else ""
    found = selectors.donations(request.user, state)
    page = page_of(request, found)
    count = page.paginator.count
    return render(
        request,
        "inclusion/devices/offers.html",
        {
            "page": page,
            "chosen": chosen,
            "states": states,
            "caption": f"{count:,} offer{'' if count == 1 else 's'}, latest first",
        },
    )


def _find(request, reference: str) -> Donation:
    require(request.user, "inclusion.work_on_stock")
    found = Donation.objects.visible_to(request.user).select_related("to")
    return seen(
        request.user, "inclusion.answer_donation", get_object_or_404(found, reference=reference)
    )


@require_safe
def offer(request, reference):
    found = _find(request, reference)
    return render(
        request,
        "inclusion/devices/offer.html",
        {
            "donation": found,
            "moves": DONATION_MOVES[DonationState(found.state)],
            "devices": found.devices.order_by("received_at", "pk")[:200],
            "fate": selectors.fate(found),
            "call": donors.call_waiting(found),
        },
    )


@require_POST
def called(request, reference):
    """What came of ringing the donor, said on the page of their offer."""
    found = _find(request, reference)
    outcome = request.POST.get("what", "")
    try:
        donations.called(donation=found, outcome=outcome, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, SAID[outcome])
    return redirect(found)


def _answer(request, reference, act, *, title: str, label: str, hint: str, button: str):
    found = _find(request, reference)
    back = found.get_absolute_url()
    form = WhyForm(
        posted(request),
        label=label,
        hint=hint,
        button=button,
        missing="Write what the donor should know.",
        cancel=back,
        longest=300,
    )
    return acted(
        request,
        form,
        lambda: act(donation=found, words=form.cleaned_data["why"], by=request.user),
        back=back,
        title=title,
        done="Answered, and the donor told by email."
        if found.email
        else "Answered. The donor gave no email address: they get a text, or you call them.",
    )


@acts
def expect(request, reference):
    return _answer(
        request,
        reference,
        donations.expect,
        title="Say yes to this offer",
        label="Where should they bring them, or when do you fetch them?",
        hint="Sent to the donor as you write it.",
        button="Say yes",
    )


@acts
def decline(request, reference):
    return _answer(
        request,
        reference,
        donations.decline,
        title="Say no to this offer",
        label="Why, in words for the donor?",
        hint="Such as: we cannot use computers older than 2013, but the recycling centre can.",
        button="Say no",
    )


@acts
def receive(request, reference):
    found = _find(request, reference)
    return confirm(
        request,
        title="Have they arrived?",
        sentence="The donor is thanked. Then take in each device: it stands in quarantine until "
        "it is wiped.",
        button="They have arrived",
        back=found.get_absolute_url(),
        act=lambda: donations.receive(donation=found, by=request.user),
        done="Received. Now take in each device.",
    )
