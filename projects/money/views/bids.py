"""Bids: the pipeline, one bid with its consortium, and its steps up to the funder’s decision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal import access
from diz_portal.access import seen
from diz_portal.lists import selectors as lists
from diz_portal.pages import acted, acts, carried_out, confirm, posted, posted_files, show
from partners.models import Organisation
from projects.money.bid_enums import BID_MOVES, OPEN, BidState
from projects.money.forms import bids as forms
from projects.money.models import Bid, BidShare
from projects.money.selectors import bids as selectors
from projects.money.services import bids as services
from projects.money.services import winning

ACT = "projects/workspace/money/bids/act.html"


@require_safe
def bids(request: HttpRequest) -> HttpResponse:
    access.require(request.user, "projects.see_own_money")
    listing = lists.listing("bids", request)
    page = listing.page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page": page,
        "rows": listing.rows(page),
        "pipeline": selectors.pipeline(request.user),
        "results": selectors.results(request.user),
        "may_add": request.user.has_perm("projects.keep_bid"),
    }
    return render(request, "projects/workspace/money/bids/list.html", context)


def _find(request: HttpRequest, reference: str) -> Bid:
    found = get_object_or_404(
        Bid.objects.visible_to(request.user).select_related("lead", "source__project"),
        reference=reference,
    )
    return seen(request.user, "projects.see_bid", found)


def _kept(request: HttpRequest, reference: str) -> Bid:
    found = _find(request, reference)
    access.require(request.user, "projects.keep_bid", found)
    return found


def bid_url(bid: Bid) -> str:
    return reverse("money:bid", args=[bid.reference])


@require_safe
def bid(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    state = BidState(found.state)
    consortium = selectors.consortium(found, request.user)
    context = {
        "bid": found,
        "consortium": consortium,
        "awarded": selectors.awarded(found) if found.source_id else None,
        "steps": found.steps.select_related("by"),
        "signatures": found.signatures.select_related("organisation", "by"),
        "moves": {move.value for move in BID_MOVES[state]},
        "is_open": state in OPEN,
        "may_keep": request.user.has_perm("projects.keep_bid", found),
        "may_win": request.user.has_perm("projects.win_bid", found),
        "mine": [one for one in consortium.members if one.may_sign],
        # The award is of the lead organisation, and a partner may have signed a share of £0.
        "sees_source": found.source and request.user.has_perm("projects.see_source", found.source),
        "sees_money": found.source
        and request.user.has_perm("projects.see_own_money", found.source),
    }
    return render(request, "projects/workspace/money/bids/bid.html", context)


@acts
def add(request: HttpRequest) -> HttpResponse:
    access.require(request.user, "projects.keep_bid")
    back = reverse("money:bids")
    form = forms.NewBidForm(posted(request), user=request.user, cancel=back)
    made = carried_out(form, lambda: services.add(by=request.user, **form.cleaned_data))
    if made:
        messages.success(request, f"Bid added for {made.lead}")
        return redirect(bid_url(made))
    return show(request, "form.html", {"form": form, "title": "Add bid", "back": back})


def _page(
    request: HttpRequest,
    of: Bid,
    form: Any,
    does: Callable[..., Any],
    *,
    title: str,
    done: str,
    sentence: str = "",
    **facts: Any,
) -> HttpResponse:
    return acted(
        request,
        form,
        lambda: does(by=request.user, **facts, **form.cleaned_data),
        done=done,
        back=bid_url(of),
        template=ACT,
        bid=of,
        title=title,
        sentence=sentence,
    )


@acts
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    found = _kept(request, reference)
    form = forms.BidForm(posted(request), bid=found, cancel=bid_url(found))
    signing = found.state == BidState.SIGNING
    return _page(
        request,
        found,
        form,
        services.edit,
        bid=found,
        title="Edit bid",
        done="Bid saved",
        sentence="Return the bid to drafting to change its amounts." if signing else "",
    )


@acts
def lessons(request: HttpRequest, reference: str) -> HttpResponse:
    found = _kept(request, reference)
    form = forms.LessonsForm(posted(request), bid=found, cancel=bid_url(found))
    return _page(
        request,
        found,
        form,
        services.record_lessons,
        bid=found,
        title="Record lessons",
        done="Lessons saved",
    )


@dataclass(frozen=True)
class Act:
    """A step with a form: `does` is called with `by=`, `bid=` and what was typed."""

    title: str
    form: type[forms.Step]
    does: Callable[..., Any]
    done: str
    sentence: str = ""


ACTS = {
    "return": Act(
        "Return to drafting",
        forms.ReturnForm,
        services.return_to_drafting,
        "Bid returned to drafting",
        "Use this to change the amounts of the bid. All signatures will be removed, and every "
        "partner will have to sign again.",
    ),
    "submit": Act(
        "Mark as submitted", forms.SubmitForm, services.submit, "Bid marked as submitted"
    ),
    "lost": Act("Mark as lost", forms.LostForm, services.lose, "Bid marked as lost"),
    "withdraw": Act(
        "Withdraw bid",
        forms.WithdrawBidForm,
        services.withdraw,
        "Bid withdrawn",
        "You cannot undo this. The bid stays on record.",
    ),
}


@acts
def act(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    found = _kept(request, reference)
    step = ACTS[what]
    form = step.form(posted(request), cancel=bid_url(found))
    return _page(
        request,
        found,
        form,
        step.does,
        bid=found,
        title=step.title,
        done=step.done,
        sentence=step.sentence,
    )


@acts
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    found = _kept(request, reference)
    return confirm(
        request,
        title=f"Start drafting {found}?",
        sentence="The bid needs a deadline and an amount. Only people at "
        f"{found.lead} and programme managers will see it.",
        button="Start drafting",
        back=bid_url(found),
        act=lambda: services.draft(by=request.user, bid=found),
        done="Drafting started",
    )


@acts
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    found = _kept(request, reference)
    return confirm(
        request,
        title=f"Ask partners to sign {found}?",
        sentence="We will email the leads and finance officers of its partners, and they will see "
        "the bid. Its amounts cannot change while they sign.",
        button="Ask partners to sign",
        back=bid_url(found),
        act=lambda: services.ask_to_sign(by=request.user, bid=found),
        done="Partners asked to sign",
    )


@acts
def won(request: HttpRequest, reference: str) -> HttpResponse:
    found = _find(request, reference)
    access.require(request.user, "projects.win_bid", found)
    form = forms.WonForm(posted(request), posted_files(request), bid=found, cancel=bid_url(found))
    return _page(
        request,
        found,
        form,
        winning.win,
        bid=found,
        title="Mark as won",
        done="Bid marked as won",
        sentence="This adds the funding source with its award letter and conditions to the "
        "project, and what each partner signed as match. Its partners become partners of the "
        "project.",
    )


# The consortium ------------------------------------------------------------------------


@acts
def add_partner(request: HttpRequest, reference: str) -> HttpResponse:
    found = _kept(request, reference)
    form = forms.PartnerForm(posted(request), bid=found, cancel=bid_url(found))
    return _page(
        request,
        found,
        form,
        services.add_partner,
        bid=found,
        title="Add partner",
        done="Partner added",
        sentence="It will see the bid once you ask partners to sign.",
    )


@acts
def remove_partner(request: HttpRequest, reference: str, organisation: str) -> HttpResponse:
    found = _kept(request, reference)
    members = Organisation.objects.filter(bid_shares__bid=found).distinct()
    member = get_object_or_404(members, slug=organisation)
    return confirm(
        request,
        title=f"Remove {member} from this bid?",
        sentence="Its shares will be removed. What it has signed will stay on record.",
        button="Remove partner",
        back=bid_url(found),
        act=lambda: services.remove_partner(by=request.user, bid=found, organisation=member),
        done="Partner removed",
        is_grave=True,
    )


def _share(request: HttpRequest, reference: str, share: str) -> BidShare:
    found = _find(request, reference)
    shares = BidShare.objects.visible_to(request.user).select_related("organisation", "bid__lead")
    one = get_object_or_404(shares, bid=found, reference=share)
    seen(request.user, "projects.see_share", one)
    access.require(request.user, "projects.sign_share", one)
    return one


@acts
def add_share(request: HttpRequest, reference: str, organisation: str) -> HttpResponse:
    found = _find(request, reference)
    shares = found.shares.select_related("organisation").filter(organisation__slug=organisation)
    member = shares.first()
    if member is None:
        raise Http404
    access.require(request.user, "projects.sign_share", member)
    form = forms.NewShareForm(posted(request), cancel=bid_url(found))
    return _page(
        request,
        found,
        form,
        services.add_share,
        bid=found,
        organisation=member.organisation,
        title="Add share",
        done="Share added. Sign it next",
        sentence="Add one share for cash, and one for each type of contribution in kind.",
    )


@acts
def share(request: HttpRequest, reference: str, share: str) -> HttpResponse:
    one = _share(request, reference, share)
    form = forms.ShareForm(posted(request), share=one, cancel=bid_url(one.bid))
    return _page(
        request,
        one.bid,
        form,
        services.edit_share,
        share=one,
        title="Edit share",
        done="Share saved",
        sentence="A share that changes has to be signed again.",
    )


@acts
def sign(request: HttpRequest, reference: str, share: str) -> HttpResponse:
    one = _share(request, reference, share)
    form = forms.SignForm(posted(request), share=one, cancel=bid_url(one.bid))
    return acted(
        request,
        form,
        lambda: services.sign(by=request.user, share=one, **form.cleaned_data),
        done="Share signed",
        back=bid_url(one.bid),
        template="projects/workspace/money/bids/sign.html",
        bid=one.bid,
        share=one,
        title="Sign share",
        caption=str(one.bid),
    )


@acts
def remove_share(request: HttpRequest, reference: str, share: str) -> HttpResponse:
    one = _share(request, reference, share)
    return confirm(
        request,
        title=f"Remove this share ({one.what.lower()})?",
        sentence="What has been signed will stay on record.",
        button="Remove share",
        back=bid_url(one.bid),
        act=lambda: services.remove_share(by=request.user, share=one),
        done="Share removed",
        is_grave=True,
    )
