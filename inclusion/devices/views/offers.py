"""Offers of devices, answered by the team they came to."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from diz_portal.access import Refusal, require, seen
from diz_portal.outbox import by_hand
from diz_portal.pages import acts, chosen_of, confirm, page_of, posted
from inclusion.cases.views.answering import acted
from inclusion.devices.forms.devices import WhyForm
from inclusion.devices.models import DONATION_MOVES, Donation, DonationState
from inclusion.devices.selectors import devices as selectors
from inclusion.devices.selectors import donors
from inclusion.devices.services import donations


@require_safe
def offers(request):
    require(request.user, "inclusion.work_on_stock")
    chosen = chosen_of(request, "state")
    states = [*DonationState.choices, (selectors.TO_CALL, "Call needed")]
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
            "caption": "1 offer" if count == 1 else f"{count:,} offers, newest first",
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
    """What came of calling the donor, said on the page of their offer."""
    found = _find(request, reference)
    outcome = request.POST.get("what", "")
    try:
        donations.called(donation=found, outcome=outcome, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, by_hand.SAID[outcome])
    return redirect(found)


def _answer(request, reference, act, *, title: str, label: str, hint: str, done: str):
    found = _find(request, reference)
    back = found.get_absolute_url()
    form = WhyForm(
        posted(request),
        label=label,
        hint=hint,
        button=title,
        missing="Enter a message to the donor",
        cancel=back,
        longest=300,
    )
    return acted(
        request,
        form,
        lambda: act(donation=found, words=form.cleaned_data["why"], by=request.user),
        back=back,
        title=title,
        caption=f"Offer {found.reference}",
        sentence="We will email this to the donor and show it on their page."
        if found.email
        else "The donor gave no email address. We will text them or ask you to call them.",
        done=done,
    )


@acts
def expect(request, reference):
    return _answer(
        request,
        reference,
        donations.expect,
        title="Accept offer",
        label="Message to the donor",
        hint="For example, where and when to bring the devices, or when you will collect them.",
        done="Offer accepted",
    )


@acts
def decline(request, reference):
    return _answer(
        request,
        reference,
        donations.decline,
        title="Decline offer",
        label="Message to the donor",
        hint="For example, we cannot use computers made before 2013, but the recycling centre can "
        "take "
        "them.",
        done="Offer declined",
    )


@acts
def receive(request, reference):
    found = _find(request, reference)
    return confirm(
        request,
        title=f"Mark offer {found.reference} as received?",
        sentence="We will thank the donor. You can then book in each device. You cannot undo this.",
        button="Mark as received",
        back=found.get_absolute_url(),
        act=lambda: donations.receive(donation=found, by=request.user),
        done="Offer marked as received. Now book in each device",
    )
