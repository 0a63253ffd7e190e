"""From the shelf to somebody's hands and back."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diz_portal import pdf
from diz_portal.access import Refusal, require, seen
from diz_portal.outbox import letters
from diz_portal.pages import acts, carried_out, chosen_of, confirm, page_of, posted, show
from diz_portal.reminders.models import ReminderState
from diz_portal.words import uk_date
from inclusion.cases.forms.fields import need_words
from inclusion.cases.models import NeedKind
from inclusion.cases.views.answering import acted
from inclusion.cases.views.finding import find_need, is_hidden, opening_of
from inclusion.devices import terms
from inclusion.devices.forms.devices import WhyForm
from inclusion.devices.forms.lending import (
    ChooseForm,
    ExtendForm,
    ReturnForm,
    SignForm,
    TermsForm,
    device_words,
    terms_in,
)
from inclusion.devices.models import Device, DeviceState, DueStep, Holding, HoldingKind
from inclusion.devices.selectors import devices as selectors
from inclusion.devices.services import devices, faults, loans
from inclusion.devices.services.letters import loan_letter
from inclusion.devices.views.devices import find_to_work_on


@acts
def reserve(request, reference):
    """From the device: for whom?"""
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    needs = selectors.waiting_needs(request.user).filter(case__handled_by=found.kept_by_id)
    form = ChooseForm(
        posted(request),
        choices=needs,
        words=need_words,
        label="Which need is it for?",
        button="Reserve device",
        cancel=back,
    )
    return acted(
        request,
        form,
        lambda: devices.reserve(device=found, need=form.cleaned_data["chosen"], by=request.user),
        back=back,
        title=f"Reserve {found.reference}",
        done="Device reserved",
        nothing="" if needs.exists() else "No one is waiting for a device",
    )


@acts
def reserve_for_need(request, reference):
    """From the need: which device? Of two who want one, one gets it and the other is told."""
    need = find_need(request, reference, NeedKind.DEVICE)
    back = need.case.get_absolute_url()
    ready = selectors.ready_for(need)
    form = ChooseForm(
        posted(request),
        # Also one that somebody took a moment ago: then the sentence says so.
        choices=Device.objects.filter(kept_by=need.case.handled_by_id) if request.POST else ready,
        words=device_words,
        label="Which device?",
        button="Reserve device",
        cancel=back,
    )

    def act():
        return devices.reserve(device=form.cleaned_data["chosen"], need=need, by=request.user)

    if made := carried_out(form, act):
        messages.success(request, f"{made} reserved. Issue it when the person is with you")
        return redirect(need.case)
    form.fields["chosen"].queryset = ready
    values = {
        "form": form,
        "title": "Reserve a device",
        "back": back,
        "sentence": f"{need.item or 'A device'}, case {need.case.reference}.",
        "nothing": "" if ready.exists() else "No devices are ready to issue",
    }
    return show(request, "inclusion/stock/form.html", values)


@acts
def release(request, reference):
    found = find_to_work_on(request, reference)
    return confirm(
        request,
        title=f"Return {found.reference} to stock?",
        sentence="It will no longer be reserved. The person’s need will wait for stock again.",
        button="Return to stock",
        back=found.get_absolute_url(),
        act=lambda: devices.release(device=found, by=request.user),
        done="Device returned to stock",
    )


@acts
def issue(request, reference):
    """First loan or gift, and until when; then the exact terms, and the name typed under them."""
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    asked = TermsForm(terms_in(request.GET), cancel=back)
    if found.state != DeviceState.RESERVED:
        messages.warning(request, "Reserve the device for a need first")
        return redirect(back)
    if not asked.is_valid():
        values = {"form": asked, "title": f"Issue {found.reference}", "back": back}
        return show(request, "inclusion/stock/form.html", values)
    kind, due_on = asked.cleaned_data["kind"], asked.cleaned_data["due_on"]
    words = terms.terms_for(found, kind, due_on, found.kept_by)
    form = SignForm(
        posted(request),
        shown=terms.digest(words),
        button="Issue as a loan" if kind == HoldingKind.LOAN else "Issue as a gift",
        cancel=back,
    )

    def act():
        return devices.issue(
            device=found,
            by=request.user,
            kind=kind,
            terms=words,
            signed_name=form.cleaned_data["signed_name"],
            due_on=due_on,
        )

    if made := carried_out(form, act):
        messages.success(
            request, "Device issued. To print the terms, select the loan or gift under the need"
        )
        return redirect(made.need.case)
    values = {
        "form": form,
        "device": found,
        "lines": words.splitlines(),
        "kind": kind,
        "back": back,
    }
    return show(request, "inclusion/devices/sign.html", values)


def _find_holding(request, reference: str) -> Holding:
    require(request.user, "inclusion.work_on_stock")
    found = Holding.objects.select_related("device__kept_by", "need__case__person", "by")
    mine = found.visible_to(request.user)
    return seen(request.user, "inclusion.see_holding", get_object_or_404(mine, reference=reference))


@require_safe
def holding(request, reference):
    """The terms that were agreed, and what the borrower was told since."""
    found = _find_holding(request, reference)
    words = name = ""
    is_out = found.device.state == DeviceState.ISSUED and found.is_out
    by_hand = found.told.filter(state=ReminderState.BY_HAND).first() if is_out else None
    if by_hand:
        theirs = loans.out().filter(
            need__case__person=found.need.case.person_id,
            device__kept_by=found.device.kept_by_id,
            due_on__lte=date.fromisoformat(by_hand.version),
        )
        rows = list(
            theirs.select_related("device__kept_by", "need__case__person").order_by("due_on", "pk")
        )
        case = found.need.case
        name = case.person.name if opening_of(request, case) else ""
        words = loans.by_hand(rows, by_hand.channel, name=name)
    return render(
        request,
        "inclusion/devices/holding.html",
        {
            "holding": found,
            "has_address": bool(found.need.case.person.address),
            "lines": found.terms.splitlines(),
            "reminders": [
                (DueStep(one.step).label, date.fromisoformat(one.version), one)
                for one in found.told.select_related("by")
            ],
            "by_hand": by_hand,
            "words": words,
            "is_named": bool(name),
        },
    )


@require_safe
def paper(request, reference) -> HttpResponse:
    """The terms as PDF, with the name under them."""
    found = _find_holding(request, reference)
    content = pdf.render(
        "inclusion/terms",
        {
            "lines": found.terms.splitlines(),
            "signed_name": found.signed_name,
            "signed_on": uk_date(found.signed_at),
            "kind": found.get_kind_display(),
            "organisation": found.device.kept_by.name,
        },
        title="Loan agreement" if found.kind == HoldingKind.LOAN else "Gift agreement",
    )
    return pdf.response(content, name=f"terms-{found.reference}")


@require_safe
@never_cache
def letter(request, reference) -> HttpResponse:
    """The loan as a letter; whose it is, the case says, which is opened first."""
    found = _find_holding(request, reference)
    if is_hidden(request, found.need.case):
        return redirect("inclusion_workspace:holding", found.reference)
    try:
        content = letters.pressed([loan_letter(found)])
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("inclusion_workspace:holding", found.reference)
    return pdf.response(content, name=f"loan-{found.reference}")


@acts
def extend(request, reference):
    found = _find_holding(request, reference)
    back = reverse("inclusion_workspace:holding", args=[found.reference])
    form = ExtendForm(posted(request), cancel=back)
    return acted(
        request,
        form,
        lambda: devices.extend(holding=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Extend loan of {found.device.reference}",
        done="Loan extended. Reminders will use the new date",
    )


@acts
def told(request, reference):
    found = _find_holding(request, reference)
    return confirm(
        request,
        title=f"Record contact about the loan of {found.device.reference}?",
        sentence=(
            "Confirm that you have posted the letter, or spoken to them about everything they "
            "have on loan."
        ),
        button="Record contact",
        back=reverse("inclusion_workspace:holding", args=[found.reference]),
        act=lambda: loans.told(holding=found, by=request.user),
        done="Contact recorded",
    )


@acts
def record_return(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = ReturnForm(posted(request), cancel=back)
    return acted(
        request,
        form,
        lambda: devices.record_return(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Record return of {found.reference}",
        sentence=(
            "It will go into quarantine until it is wiped. Reminders to the borrower will stop."
        ),
        done="Return recorded. The device is in quarantine",
    )


@acts
def lost(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = WhyForm(
        posted(request),
        label="Details",
        hint="For example, when and where it was lost. Do not include personal details.",
        button="Report lost or stolen",
        missing="Enter what you know",
        cancel=back,
    )
    return acted(
        request,
        form,
        lambda: devices.report_lost(device=found, by=request.user, why=form.cleaned_data["why"]),
        back=back,
        title=f"Report {found.reference} lost or stolen",
        done="Device reported lost or stolen. If it is found, record its return",
    )


@acts
def fault(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    if found.state != DeviceState.ISSUED:
        messages.warning(
            request, "This device is not on loan. Reload the page and check its status"
        )
        return redirect(back)
    form = WhyForm(
        posted(request),
        label="Describe the fault",
        hint="We will add it to the case for the caseworker.",
        button="Report fault",
        missing="Describe the fault",
        cancel=back,
        longest=2000,
    )
    return acted(
        request,
        form,
        lambda: faults.report(device=found, words=form.cleaned_data["why"], by=request.user),
        back=back,
        title=f"Report a fault with {found.reference}",
        done="Fault reported. The need for a device is open again",
    )


@require_safe
def loans_due(request):
    """Everything on loan, soonest due first."""
    require(request.user, "inclusion.work_on_stock")
    chosen = chosen_of(request, "show")
    today = timezone.localdate()
    found = selectors.due(selectors.loans(request.user), chosen["show"], today)
    page = page_of(request, found)
    count = page.paginator.count
    return render(
        request,
        "inclusion/devices/loans.html",
        {
            "page": page,
            "chosen": chosen,
            "today": today,
            "caption": "1 loan" if count == 1 else f"{count:,} loans, soonest due first",
            "shows": [
                ("", "All loans"),
                ("late", "Overdue"),
                ("soon", "Due in the next 14 days"),
                ("tell", "Contact needed"),
            ],
        },
    )
