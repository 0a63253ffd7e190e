"""Data pledges: answered with instructions, received, closed."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acts, chosen_of, confirm, page_of, posted
from inclusion.cases.views.answering import acted
from inclusion.databank.forms.pledges import PledgeAnswerForm
from inclusion.databank.models import DataBatch, DataPledge, PledgeState
from inclusion.databank.services import pledges
from inclusion.databank.views.databank import receive_batch


@require_safe
def pledge_list(request):
    require(request.user, "inclusion.see_databank")
    chosen = chosen_of(request, "state")
    found = DataPledge.objects.all()
    if chosen["state"] in PledgeState.values:
        found = found.filter(state=chosen["state"])
    page = page_of(request, found)
    count = page.paginator.count
    return render(
        request,
        "inclusion/databank/pledges.html",
        {
            "page": page,
            "chosen": chosen,
            "states": PledgeState.choices,
            "caption": "1 data pledge" if count == 1 else f"{count:,} data pledges, newest first",
        },
    )


def _find(request, reference: str) -> DataPledge:
    require(request.user, "inclusion.see_databank")
    return get_object_or_404(DataPledge.objects.select_related("answered_by"), reference=reference)


@require_safe
def pledge(request, reference):
    found = _find(request, reference)
    batches = DataBatch.objects.filter(pledge=found)
    return render(request, "inclusion/databank/pledge.html", {"pledge": found, "batches": batches})


@acts
def answer(request, reference):
    """What every donor of data is promised: how to send it, by email and on their page."""
    found = _find(request, reference)
    back = found.get_absolute_url()
    title = "Change instructions" if found.answered_at else "Send instructions"
    form = PledgeAnswerForm(posted(request), pledge=found, button=title, cancel=back)
    return acted(
        request,
        form,
        lambda: pledges.answer(pledge=found, words=form.cleaned_data["words"], by=request.user),
        back=back,
        title=title,
        caption=f"Data pledge {found.reference}",
        done="Instructions sent" if found.email else "Instructions added to the donor’s page",
        sentence="We will email this to the donor and show it on their page."
        if found.email
        else "The donor has no email address. We will show this on their page.",
    )


@acts
def receive(request, reference):
    found = _find(request, reference)
    return receive_batch(request, found.get_absolute_url(), found)


@acts
def close(request, reference):
    found = _find(request, reference)
    return confirm(
        request,
        title=f"Close data pledge {found.reference}?",
        sentence="It has never been counted as stock. The donor’s page will say that it is closed. "
        "You cannot reopen it.",
        button="Close pledge",
        back=found.get_absolute_url(),
        act=lambda: pledges.withdraw(pledge=found, by=request.user),
        done="Pledge closed",
    )
