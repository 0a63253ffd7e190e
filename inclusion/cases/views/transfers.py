"""Cases that go from one organisation to another."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.pages import acts, carried_out, confirm, posted, show
from inclusion.cases.forms.cases import TransferForm, WordsForm
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
    form = TransferForm(posted(request), case=case, cancel=case.get_absolute_url())
    if carried_out(form, lambda: transfers.offer(case=case, by=request.user, **form.cleaned_data)):
        messages.success(
            request,
            f"Transfer offered. The case stays with you until {form.cleaned_data['to']} accepts it",
        )
        return redirect(case)
    sentence = (
        "The other organisation will see the needs and the district. If it accepts, it gets a copy "
        "of the person’s details for its own record, and your case will be closed."
    )
    return _form_page(request, case, form, "Transfer case", sentence)


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
            "may_withdraw": request.user.has_perm("inclusion.withdraw_transfer", found),
        },
    )


@acts
def accept(request, reference):
    found = _find(request, reference)
    require(request.user, "inclusion.answer_transfer", found)
    made = {}

    def accept_it():
        made["case"] = transfers.accept(transfer=found, by=request.user)

    answer = confirm(
        request,
        title=f"Accept transfer of case {found.case.reference}?",
        sentence="Your organisation will have a new case and its own record of the person, and be "
        f"the controller for it. We will tell {found.case.handled_by} and close its case. You "
        "cannot undo this.",
        button="Accept transfer",
        back=found.get_absolute_url(),
        act=accept_it,
        done="Transfer accepted. Show the details to see who the case is about",
    )
    return redirect(made["case"]) if made else answer


@acts
def decline(request, reference):
    found = _find(request, reference)
    require(request.user, "inclusion.answer_transfer", found)
    form = WordsForm(
        posted(request),
        label="Reason for declining",
        hint="The other organisation will see this.",
        must="Enter a reason",
        most=300,
        button="Decline transfer",
        cancel=found.get_absolute_url(),
    )

    def say_no():
        return transfers.decline(transfer=found, by=request.user, **form.cleaned_data)

    if carried_out(form, say_no):
        messages.success(request, "Transfer declined")
        return redirect("inclusion_workspace:waiting")
    page = {
        "form": form,
        "title": f"Decline transfer of case {found.case.reference}",
        "back": found.get_absolute_url(),
    }
    return show(request, "inclusion/form.html", page)


@acts
def withdraw(request, reference):
    found = _find(request, reference)
    require(request.user, "inclusion.withdraw_transfer", found)
    return confirm(
        request,
        title=f"Withdraw transfer of case {found.case.reference}?",
        sentence=f"{found.to} will no longer be able to accept it. The case stays with you.",
        button="Withdraw transfer",
        back=found.case.get_absolute_url(),
        act=lambda: transfers.withdraw(transfer=found, by=request.user),
        done="Transfer withdrawn",
    )
