"""Offers of devices, answered by the team they came to; and what can be asked for at the moment."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, chosen_of, confirm, page_of, posted
from inclusion.cases.views.answering import acted
from inclusion.devices.forms.devices import WhyForm
from inclusion.devices.models import DONATION_MOVES, Donation, DonationState
from inclusion.devices.selectors import devices as selectors
from inclusion.devices.services import donations


@require_safe
def offers(request):
    require(request.user, "inclusion.work_on_stock")
    chosen = chosen_of(request, "state")
    state = chosen["state"] if chosen["state"] in DonationState.values else ""
    found = selectors.donations(request.user, state)
    page = page_of(request, found)
    count = page.paginator.count
    return render(
        request,
        "inclusion/devices/offers.html",
        {
            "page": page,
            "chosen": chosen,
            "states": DonationState.choices,
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
        },
    )


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
        else "Answered. The donor gave no email address: please ring them.",
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
