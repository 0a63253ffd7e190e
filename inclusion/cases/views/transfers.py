"""Cases that go from one organisation to another."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, carried_out, confirm, posted, show
from inclusion.cases.forms.cases import OfferForm, WordsForm
from inclusion.cases.models import Transfer, TransferState
from inclusion.cases.services import transfers
from inclusion.cases.views.cases import _form_page
from inclusion.cases.views.finding import find


def _find(request, reference) -> Transfer:
    offers = Transfer.objects.visible_to(request.user)
    found = get_object_or_404(
        offers.select_related(
            "case__handled_by", "case__person__district", "to", "new_case", "offered_by"
        ),
        reference=reference,
    )
    return seen(request.user, "inclusion.see_transfer", found)


@acts
def offer(request, reference):
    case = find(request, reference)
    form = OfferForm(posted(request), case=case, cancel=case.get_absolute_url())
    if carried_out(form, lambda: transfers.offer(case=case, by=request.user, **form.cleaned_data)):
        messages.success(request, "The case is offered. It stays yours until it is accepted.")
        return redirect(case)
    sentence = (
        "The other organisation reads what is needed and in which district. Once it accepts, it "
        "gets a copy of the person’s details for its own record, and your case closes."
    )
    return _form_page(request, case, form, "Pass the case on", sentence)


@require_safe
def transfer(request, reference):
    found = _find(request, reference)
    return render(
        request,
        "inclusion/cases/transfer.html",
        {
            "transfer": found,
            "needs": transfers.open_needs(found),
            "is_waiting": found.state == TransferState.OFFERED,
            "may_answer": request.user.has_perm("inclusion.answer_transfer", found),
            "may_take_back": request.user.has_perm("inclusion.take_back_transfer", found),
        },
    )


@acts
def accept(request, reference):
    found = _find(request, reference)
    require(request.user, "inclusion.answer_transfer", found)
    made = {}

    def take_over():
        made["case"] = transfers.accept(transfer=found, by=request.user)

    answer = confirm(
        request,
        title="Take this case over?",
        sentence="Your organisation gets a case and a record of the person of its own, and answers "
        f"for it. {found.case.handled_by} is told, and closes its case.",
        button="Take it over",
        back=found.get_absolute_url(),
        act=take_over,
        done="The case is yours. Open it to read who it is about.",
    )
    return redirect(made["case"]) if made else answer


@acts
def decline(request, reference):
    found = _find(request, reference)
    require(request.user, "inclusion.answer_transfer", found)
    form = WordsForm(
        posted(request),
        label="Why not?",
        hint="The other organisation reads it.",
        must="Say why not.",
        most=300,
        button="Decline",
        cancel=found.get_absolute_url(),
    )

    def say_no():
        return transfers.decline(transfer=found, by=request.user, **form.cleaned_data)

    if carried_out(form, say_no):
        messages.success(request, "The offer is declined.")
        return redirect("inclusion_workspace:waiting")
    page = {"form": form, "title": "Decline the case", "back": found.get_absolute_url()}
    return show(request, "inclusion/form.html", page)


@acts
def take_back(request, reference):
    found = _find(request, reference)
    require(request.user, "inclusion.take_back_transfer", found)
    return confirm(
        request,
        title="Take the offer back?",
        sentence=f"{found.to} can no longer accept it. The case stays with you.",
        button="Take it back",
        back=found.case.get_absolute_url(),
        act=lambda: transfers.take_back(transfer=found, by=request.user),
        done="The offer is taken back.",
    )
