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
from diz_portal.access import NotNow, Refusal, require, seen
from diz_portal.outbox import letters
from diz_portal.pages import acts, carried_out, chosen_of, confirm, page_of, posted, show
from diz_portal.reminders.models import ReminderState
from diz_portal.words import uk_date
from inclusion.cases.forms.fields import need_words
from inclusion.cases.models import NeedKind
from inclusion.cases.views.answering import acted
from inclusion.cases.views.finding import find_need, is_covered
from inclusion.devices import terms
from inclusion.devices.forms.devices import WhyForm
from inclusion.devices.forms.lending import (
    ChooseForm,
    ExtendForm,
    SignForm,
    TakeBackForm,
    TermsForm,
    device_words,
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
        label="For which need?",
        button="Reserve it",
        cancel=back,
    )
    return acted(
        request,
        form,
        lambda: devices.reserve(device=found, need=form.cleaned_data["chosen"], by=request.user),
        back=back,
        title=f"Reserve {found.reference}",
        done="Reserved.",
        nothing="" if needs.exists() else "Nobody waits for a device.",
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
        button="Reserve it",
        cancel=back,
    )

    def act():
        return devices.reserve(device=form.cleaned_data["chosen"], need=need, by=request.user)

    if made := carried_out(form, act):
        messages.success(request, "Reserved. Lend or give it when the person is there.")
        return redirect(made)
    form.fields["chosen"].queryset = ready
    values = {
        "form": form,
        "title": "Reserve a device",
        "back": back,
        "sentence": f"{need.item or 'A device'}, case {need.case.reference}.",
        "nothing": "" if ready.exists() else "No device is ready at the moment.",
    }
    return show(request, "inclusion/stock/form.html", values)


@acts
def release(request, reference):
    found = find_to_work_on(request, reference)
    return confirm(
        request,
        title=f"Put {found.reference} back on the shelf?",
        sentence="It is no longer reserved, and the person waits for a device again.",
        button="Put it back",
        back=found.get_absolute_url(),
        act=lambda: devices.release(device=found, by=request.user),
        done="It is on the shelf again.",
    )


@acts
def hand_over(request, reference):
    """First lend or give and until when; then the exact terms, and the name typed under them."""
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    asked = TermsForm(request.GET if "kind" in request.GET else None, cancel=back)
    if found.state != DeviceState.RESERVED:
        messages.warning(request, "Reserve the device for somebody’s need first.")
        return redirect(back)
    if not asked.is_valid():
        values = {"form": asked, "title": f"Lend or give {found.reference}", "back": back}
        return show(request, "inclusion/stock/form.html", values)
    kind, due_on = asked.cleaned_data["kind"], asked.cleaned_data["due_on"]
    words = terms.terms_for(found, kind, due_on, found.kept_by)
    form = SignForm(
        posted(request),
        shown=terms.digest(words),
        button="Lend it" if kind == HoldingKind.LOAN else "Give it",
        cancel=back,
    )

    def act():
        return devices.hand_over(
            device=found,
            by=request.user,
            kind=kind,
            terms=words,
            signed_name=form.cleaned_data["signed_name"],
            due_on=due_on,
        )

    if made := carried_out(form, act):
        messages.success(request, "Handed over. Print the terms for the person if they want them.")
        return redirect("inclusion_workspace:holding", made.reference)
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
    """The terms as they were signed, and what the borrower was told since."""
    found = _find_holding(request, reference)
    words = ""
    is_out = found.device.state == DeviceState.ISSUED and found.is_out
    by_hand = found.told.filter(state=ReminderState.BY_HAND).first() if is_out else None
    if by_hand:
        theirs = loans.out().filter(
            need__case__person=found.need.case.person_id,
            device__kept_by=found.device.kept_by_id,
            due_on__lte=date.fromisoformat(by_hand.version),
        )
        rows = list(theirs.select_related("device__kept_by").order_by("due_on", "pk"))
        words = loans.by_hand(rows, by_hand.channel)
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
        title=f"{found.get_kind_display()} of a device",
    )
    return pdf.response(content, name=f"terms-{found.reference}")


@require_safe
@never_cache
def letter(request, reference) -> HttpResponse:
    """The loan as a letter; whose it is stands in the case, which is opened first."""
    found = _find_holding(request, reference)
    if is_covered(request, found.need.case):
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
        title="Lend it for longer",
        done="Lent for longer. Reminders follow the new day.",
    )


@acts
def told(request, reference):
    found = _find_holding(request, reference)
    return confirm(
        request,
        title="Have you told them?",
        sentence="The letter is posted, or you have spoken with them, about all they have on loan.",
        button="Yes, they know",
        back=reverse("inclusion_workspace:holding", args=[found.reference]),
        act=lambda: loans.told(holding=found, by=request.user),
        done="Written down.",
    )


@acts
def take_back(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = TakeBackForm(posted(request), cancel=back)
    return acted(
        request,
        form,
        lambda: devices.take_back(device=found, by=request.user, **form.cleaned_data),
        back=back,
        title=f"Has {found.reference} come back?",
        sentence="It goes into quarantine: whatever was left on it is wiped before anybody else "
        "gets it. Reminders stop.",
        done="Back, and in quarantine.",
    )


@acts
def lost(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    form = WhyForm(
        posted(request),
        label="What is known?",
        hint="About the device, never about people.",
        button="It is lost or stolen",
        missing="Say what is known.",
        cancel=back,
    )
    return acted(
        request,
        form,
        lambda: devices.report_lost(device=found, by=request.user, why=form.cleaned_data["why"]),
        back=back,
        title=f"Is {found.reference} lost or stolen?",
        done="Written down. If it turns up, say that it has come back.",
    )


@acts
def fault(request, reference):
    found = find_to_work_on(request, reference)
    back = found.get_absolute_url()
    if found.state != DeviceState.ISSUED:
        messages.warning(request, NotNow("Nobody has this device.").message)
        return redirect(back)
    form = WhyForm(
        posted(request),
        label="What does not work?",
        hint="It is written into the case, where the caseworker reads it.",
        button="Ask for support",
        missing="Write what does not work.",
        cancel=back,
        longest=2000,
    )
    return acted(
        request,
        form,
        lambda: faults.report(device=found, words=form.cleaned_data["why"], by=request.user),
        back=back,
        title=f"{found.reference} does not work",
        done="The need for a device is open again, so that somebody sees to it.",
    )


@require_safe
def loans_due(request):
    """Everything on loan, the first due first."""
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
            "caption": f"{count:,} loan{'' if count == 1 else 's'}, the first due first",
            "shows": [
                ("", "All loans"),
                ("late", "Late"),
                ("soon", "Due in the next 14 days"),
                ("tell", "To be told by us"),
            ],
        },
    )
