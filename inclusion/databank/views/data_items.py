"""One SIM card or voucher: issued on one screen, activated, returned, written off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from diz_portal import unseen
from diz_portal.access import Refusal, require, seen
from diz_portal.pages import acts, carried_out, posted, show
from diz_portal.references import new_reference
from diz_portal.words import data_size
from inclusion.cases.models import NEED_MOVES, NeedKind, NeedState
from inclusion.cases.views.answering import acted
from inclusion.cases.views.finding import find_need
from inclusion.databank.forms.issuing import ForWhomForm, IssueForm
from inclusion.databank.forms.keys import ItemWhyForm, KeyForm
from inclusion.databank.models import ACCOUNT_MOVES, Account, DataEntry, DataItem
from inclusion.databank.selectors import databank as selectors
from inclusion.databank.services import databank
from inclusion.databank.sizes import in_fours


def find_item(request, reference: str, *, to_move: bool = False) -> DataItem:
    require(request.user, "inclusion.see_databank")
    found = DataItem.objects.visible_to(request.user).select_related("batch__kept_by", "need__case")
    item = seen(request.user, "inclusion.see_item", get_object_or_404(found, reference=reference))
    if to_move:
        require(request.user, "inclusion.keep_batch", item.batch)
        # What is somebody's is moved by their caseworkers alone.
        if item.need_id:
            require(request.user, "inclusion.work_on", item.need.case)
    return item


@require_safe
def item(request, reference):
    """Its account, whose it is for their caseworkers, and every entry about it."""
    found = find_item(request, reference)
    entries = list(found.entries.select_related("by", "corrects").order_by("pk"))
    last = entries[-1] if entries else None
    theirs = found.need is None or request.user.has_perm("inclusion.work_on", found.need.case)
    works = theirs and request.user.has_perm("inclusion.keep_batch", found.batch)
    return render(
        request,
        "inclusion/databank/item.html",
        {
            "item": found,
            "entries": entries,
            "works": works,
            "sees_holder": found.need is not None and theirs,
            # A code is as good as the data itself.
            "sees_code": works,
            "moves": ACCOUNT_MOVES[Account(found.account)],
            "may_go_out": found.account == Account.STOCK
            and found.batch.expires_on >= timezone.localdate()
            and request.user.has_perm("inclusion.work_on_cases"),
            "may_correct": bool(
                works and last and not last.corrects_id and last.from_account != Account.DONOR
            ),
            "key": new_reference(),
        },
    )


@acts
def issue(request, reference):
    """The card that expires soonest of what fits, with its number and one button."""
    need = find_need(request, reference, NeedKind.DATA)
    back = need.case.get_absolute_url()
    batches = selectors.for_team(need.case.handled_by_id)
    networks = list(selectors.networks(batches))
    network = (request.POST if request.method == "POST" else request.GET).get("network", "")
    if network not in networks:
        network = ""
    # Who issues to a need that nobody has decided about, approves it.
    moves = NEED_MOVES[NeedState(need.state)]
    may_have_it = NeedState.SUPPLIED in moves or need.state == NeedState.IDENTIFIED
    candidate = selectors.next_item(need, batches, network) if may_have_it else None
    form = IssueForm(
        posted(request),
        need=need,
        batches=batches,
        networks=networks,
        network=network,
        candidate=candidate,
        button="Issue mobile data",
    )

    def act():
        data = form.cleaned_data
        return databank.issue(
            need=need,
            by=request.user,
            key=f"issue-{data['key']}",
            network=data["network"],
            this=form.this,
            in_person=data["in_person"],
        )

    if made := carried_out(form, act):
        shown = form.cleaned_data["shown"]
        if shown and shown != made.reference and not form.this:
            messages.warning(
                request,
                "The SIM card or voucher we showed has just been issued to someone else. Issue "
                "the one "
                "below instead",
            )
            return redirect(made)
        messages.success(request, f"Mobile data issued: {made}")
        return redirect(need.case)
    values = {
        "form": form,
        "need": need,
        "may_have_it": may_have_it,
        "back": back,
        "networks": networks,
        "network": network,
        "candidate": candidate,
        "stock": selectors.stock_by_network(batches),
    }
    return show(request, "inclusion/databank/issue.html", values)


@acts
def issue_to(request, reference):
    """From a card in stock: for whom?"""
    require(request.user, "inclusion.work_on_cases")
    found = find_item(request, reference, to_move=True)
    back = found.get_absolute_url()
    needs = selectors.waiting_needs(request.user, found.batch)
    form = ForWhomForm(posted(request), item=found, choices=needs, cancel=back)
    return acted(
        request,
        form,
        lambda: databank.issue(
            need=form.cleaned_data["chosen"],
            by=request.user,
            key=f"issue-{form.cleaned_data['key']}",
            this=found,
            in_person=form.cleaned_data["in_person"],
        ),
        back=back,
        title=f"Issue {found}",
        sentence=f"{data_size(found.batch.mb_each)} on {found.batch.network}, number "
        f"{in_fours(found.code)}.",
        done="Mobile data issued and added to the case",
        nothing="" if needs.exists() else "No one is waiting for mobile data",
    )


def _key(request) -> str:
    """Which showing of the page the button belongs to: pressed twice, it moves once."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        raise Refusal("This page was out of date. Select the button again")
    return form.cleaned_data["key"]


@require_POST
def reserve(request, reference):
    """Keep a card for a need until the person is there."""
    need = find_need(request, reference, NeedKind.DATA)
    network = unseen.on_a_line(request.POST.get("network", ""))[:40]
    try:
        made = databank.reserve(
            need=need, by=request.user, key=f"reserve-{_key(request)}", network=network
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("inclusion_workspace:need_data", need.reference)
    messages.success(request, "Mobile data reserved. Issue it when the person is with you")
    return redirect(made)


VERBS = {
    "activate": (databank.activate, "Marked as activated"),
    "release": (databank.release, "Returned to stock. The need is waiting for stock again"),
    "return": (databank.give_back, "Returned to stock"),
}


@require_POST
def move(request, reference, verb):
    """One of the moves that need no words."""
    found = find_item(request, reference, to_move=True)
    act, done = VERBS[verb]
    try:
        act(item=found, by=request.user, key=f"{verb}-{_key(request)}")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(found)


@acts
def void(request, reference):
    found = find_item(request, reference, to_move=True)
    back = found.get_absolute_url()
    form = ItemWhyForm(
        posted(request),
        label="Reason for writing off",
        hint="For example, lost, blocked or wrong number. Do not include personal details.",
        button="Write off",
        cancel=back,
    )
    return acted(
        request,
        form,
        lambda: databank.void(
            item=found,
            by=request.user,
            key=f"void-{form.cleaned_data['key']}",
            why=form.cleaned_data["why"],
        ),
        back=back,
        title=f"Write off {found}",
        done="Written off",
    )


@acts
def correct(request, reference):
    """Undo the last entry with one of its own: both stay."""
    found = find_item(request, reference, to_move=True)
    back = found.get_absolute_url()
    last = DataEntry.objects.filter(item=found).order_by("-pk").first()
    form = ItemWhyForm(
        posted(request),
        label="Reason for the correction",
        hint="We will add an entry that undoes the last one. Do not include personal details.",
        button="Correct entry",
        cancel=back,
    )
    return acted(
        request,
        form,
        lambda: databank.correct(
            entry=last,
            by=request.user,
            key=f"correct-{form.cleaned_data['key']}",
            why=form.cleaned_data["why"],
        ),
        back=back,
        title=f"Correct the last entry of {found}",
        done="Entry corrected. Both entries stay in the history",
    )
