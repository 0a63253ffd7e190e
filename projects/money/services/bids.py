"""What can happen to a bid before it is decided: started, drafted, made joint, signed, submitted.

All of it waits for the lock of the bid, so that nobody changes a share while it is submitted.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from diz_portal.words import listed, pounds
from partners.enums import OrganisationState
from partners.models import Organisation
from projects.money.bid_enums import BID_MOVES, OPEN, BidState
from projects.money.enums import Form
from projects.money.models import Bid, BidEvent, BidShare, BidSignature
from projects.money.models.bids import FIGURES, signs_for
from projects.money.services import bid_letters
from projects.money.services.reasons import why
from projects.money.services.sources import not_in_the_future

NOTHING = Decimal(0)


class NotSignedYet(Refusal):
    def __init__(self, names: list[str]):
        one = len(names) == 1
        super().__init__(
            f"{listed(names)} {'has' if one else 'have'} not signed. Submit the bid once every "
            "partner has signed its share"
        )


class FiguresChanged(Refusal):
    message = (
        "Someone has changed this share since you opened the page. Check the figures below, then "
        "sign again"
    )


class NotYours(Refusal):
    message = "Ask a lead or finance officer of that organisation to sign its share"


def locked(bid: Bid) -> Bid:
    return (
        Bid.objects.select_for_update(of=("self",), no_key=True)
        .select_related("lead")
        .get(pk=bid.pk)
    )


@transaction.atomic
def add(
    *, by: User, title: str, funder: str, lead: Organisation, attempt: str = "", **facts: Any
) -> Bid:
    """An idea, seen by the organisation that has it alone; its own share is the first."""
    said = {"title": title, "funder": funder, "lead_id": lead.pk}
    if known := sent_before(Bid, attempt, "bid", **said):
        return known
    bid = Bid.objects.create(title=title, funder=funder, lead=lead, attempt=attempt, **facts)
    bid.shares.create(organisation=lead)
    BidEvent.objects.create(bid=bid, state=bid.state, on=timezone.localdate(), by=by)
    return bid


@transaction.atomic
def edit(*, by: User, bid: Bid, **facts: Any) -> Bid:
    """Its figures only while it is drafted: what partners sign for stays as they signed it."""
    bid = locked(bid)
    if bid.state not in OPEN:
        raise NotNow(f"{_standing(bid)}. Record lessons instead")
    figures = {"ask_capital", "ask_revenue", "match_needed"}
    if bid.state == BidState.SIGNING and any(
        getattr(bid, name) != facts[name] for name in figures & set(facts)
    ):
        raise NotNow("Partners are signing. Return the bid to drafting to change its figures")
    for name, value in facts.items():
        setattr(bid, name, value)
    if bid.state != BidState.IDEA:
        _is_complete(bid)
    bid.save(update_fields=list(facts))
    return bid


# The consortium ------------------------------------------------------------------------


@transaction.atomic
def add_partner(*, by: User, bid: Bid, organisation: Organisation) -> BidShare:
    """Ask an organisation to take part: its share is £0 in cash until it says otherwise."""
    bid = _open(bid)
    if known := bid.shares.filter(organisation=organisation).first():
        return known
    if organisation.state == OrganisationState.LEFT:
        raise Refusal(f"{organisation} is no longer a partner. Select another organisation")
    share = bid.shares.create(organisation=organisation)
    if bid.state == BidState.SIGNING:
        bid_letters.ask(by=by, bid=bid, organisations=[organisation])
    return share


@transaction.atomic
def remove_partner(*, by: User, bid: Bid, organisation: Organisation) -> None:
    """It takes no part: its shares go; what it had signed stays on record."""
    bid = _open(bid)
    if organisation.pk == bid.lead_id:
        raise Refusal("Keep the lead organisation: it always takes part in its own bid")
    bid.shares.filter(organisation=organisation).delete()


@transaction.atomic
def add_share(
    *,
    by: User,
    bid: Bid,
    organisation: Organisation,
    form: str,
    in_kind: str = "",
    valuation: str = "",
    capital: Decimal = NOTHING,
    revenue: Decimal = NOTHING,
) -> BidShare:
    """Another form in which a partner gives. Only its own people say so."""
    bid = _open(bid)
    _theirs(by, organisation)
    if not bid.shares.filter(organisation=organisation).exists():
        raise Refusal("Ask the lead organisation to add you to this bid first")
    gives_in_kind = form == Form.IN_KIND
    facts = {"form": form, "in_kind": in_kind if gives_in_kind else ""}
    if bid.shares.filter(organisation=organisation, **facts).exists():
        raise Refusal(
            "Your organisation already has a share of this type. Change that share instead"
        )
    valuation = _valued(form, in_kind, valuation)
    return bid.shares.create(
        organisation=organisation, valuation=valuation, capital=capital, revenue=revenue, **facts
    )


@transaction.atomic
def edit_share(*, by: User, share: BidShare, **figures: Any) -> BidShare:
    """Change what one's own organisation gives. Figures that change are not signed any more."""
    _open(share.bid)
    _theirs(by, share.organisation)
    share = BidShare.objects.select_related("bid", "organisation").get(pk=share.pk)
    was = _figures(share)
    for name, value in figures.items():
        setattr(share, name, value)
    share.valuation = _valued(share.form, share.in_kind, share.valuation)
    if _figures(share) != was:
        share.signature = None
    share.save(update_fields=["capital", "revenue", "valuation", "signature"])
    return share


@transaction.atomic
def remove_share(*, by: User, share: BidShare) -> None:
    """One's own organisation does not give in this form after all."""
    bid = _open(share.bid)
    _theirs(by, share.organisation)
    if bid.shares.filter(organisation=share.organisation).count() == 1:
        raise Refusal(
            "You cannot remove your only share. To take part without match, change its amounts "
            "to £0"
        )
    BidShare.objects.filter(pk=share.pk).delete()


@transaction.atomic
def sign(
    *, by: User, share: BidShare, capital: Decimal, revenue: Decimal, valuation: str = ""
) -> BidSignature:
    """Sign for one's own organisation, and for the figures that one has seen, with how they are
    valued where they are given in kind: others are refused.

    Signing twice returns the first signature.
    """
    bid = locked(share.bid)
    share = BidShare.objects.select_related("organisation", "signature").get(pk=share.pk)
    _theirs(by, share.organisation)
    if (share.capital, share.revenue, share.valuation) != (capital, revenue, valuation):
        raise FiguresChanged
    if share.signature is not None:
        return share.signature
    if bid.state != BidState.SIGNING:
        raise NotNow(f"{_standing(bid)}. Wait until the lead organisation asks you to sign")
    share.signature = BidSignature.objects.create(
        bid=bid, by=by, **{name: getattr(share, name) for name in FIGURES}
    )
    share.save(update_fields=["signature"])
    return share.signature


def _figures(share: BidShare) -> list[Any]:
    return [getattr(share, name) for name in FIGURES]


def _valued(form: str, in_kind: str, valuation: str) -> str:
    if form != Form.IN_KIND:
        return ""
    if not (in_kind and valuation.strip()):
        raise Refusal("Select what is given in kind and enter how it is valued")
    return valuation.strip()


def _theirs(by: User, organisation: Organisation) -> None:
    """Never for another organisation, whoever asks."""
    if organisation.pk not in signs_for(by):
        raise NotYours


# Its steps -----------------------------------------------------------------------------


@transaction.atomic
def draft(*, by: User, bid: Bid) -> Bid:
    """Somebody writes it: from now on it has a deadline and an amount."""
    bid = locked(bid)
    _may_move(bid, BidState.DRAFTING)
    _is_complete(bid)
    return move(bid, BidState.DRAFTING, by)


@transaction.atomic
def ask_to_sign(*, by: User, bid: Bid) -> Bid:
    """It is joint: its partners are told, see it, fill in what they give and sign."""
    bid = locked(bid)
    _may_move(bid, BidState.SIGNING)
    bid.joint_since = bid.joint_since or timezone.now()
    bid = move(bid, BidState.SIGNING, by, also=["joint_since"])
    unsigned = bid.shares.unsigned().values("organisation")
    bid_letters.ask(by=by, bid=bid, organisations=Organisation.objects.filter(pk__in=unsigned))
    return bid


@transaction.atomic
def return_to_drafting(*, by: User, bid: Bid, reason: str) -> Bid:
    """A figure of the bid has to change: everyone signs again afterwards."""
    bid = locked(bid)
    if bid.state != BidState.SIGNING:
        raise NotNow(f"{_standing(bid)}. Reload the page")
    bid.shares.signed().update(signature=None)
    return move(bid, BidState.DRAFTING, by, reason=why(reason))


@transaction.atomic
def submit(*, by: User, bid: Bid, on: date) -> Bid:
    """It goes to the funder, once every partner has signed its share."""
    bid = locked(bid)
    _may_move(bid, BidState.SUBMITTED)
    not_in_the_future(on)
    unsigned = bid.shares.unsigned().order_by("organisation__name")
    names = unsigned.values_list("organisation__name", flat=True)
    if names:
        raise NotSignedYet(list(dict.fromkeys(names)))
    _all_are_partners(bid)
    bid.submitted_on = on
    return move(bid, BidState.SUBMITTED, by, on=on, also=["submitted_on"])


@transaction.atomic
def lose(*, by: User, bid: Bid, on: date, feedback: str = "", lessons: str = "") -> Bid:
    """The funder said no. What it said, and what we learned, may follow later."""
    bid = locked(bid)
    _may_move(bid, BidState.LOST)
    decided_after_submission(bid, on)
    bid.decided_on, bid.feedback, bid.lessons = on, feedback.strip(), lessons.strip()
    return move(bid, BidState.LOST, by, on=on, also=["decided_on", "feedback", "lessons"])


@transaction.atomic
def withdraw(*, by: User, bid: Bid, reason: str) -> Bid:
    """It is not pursued. It stays on record, and is final."""
    bid = locked(bid)
    return move(bid, BidState.WITHDRAWN, by, reason=why(reason))


@transaction.atomic
def record_lessons(*, by: User, bid: Bid, feedback: str, lessons: str) -> Bid:
    """What the funder said of it, and what is to be done better: of a bid that has ended."""
    bid = locked(bid)
    if bid.state in OPEN or bid.state == BidState.SUBMITTED:
        raise NotNow(f"{_standing(bid)}. Record lessons once it has been decided or withdrawn")
    bid.feedback, bid.lessons = feedback.strip(), lessons.strip()
    bid.save(update_fields=["feedback", "lessons"])
    return bid


def _all_are_partners(bid: Bid) -> None:
    """Whoever has left since it signed gives nothing."""
    left = bid.shares.filter(organisation__state=OrganisationState.LEFT)
    names = left.order_by("organisation__name").values_list("organisation__name", flat=True)
    if gone := list(dict.fromkeys(names)):
        raise Refusal(
            f"Remove {listed(gone)} from the bid, then submit it: an organisation that has left "
            "the partnership gives nothing"
        )


def decided_after_submission(bid: Bid, on: date) -> None:
    not_in_the_future(on)
    if bid.submitted_on and on < bid.submitted_on:
        raise Refusal("Enter a decision date on or after the day the bid was submitted")


def _open(bid: Bid) -> Bid:
    bid = locked(bid)
    if bid.state not in OPEN:
        raise NotNow(f"{_standing(bid)}, so you cannot change its shares. Reload the page")
    return bid


def _is_complete(bid: Bid) -> None:
    if bid.deadline_on is None or not bid.asked:
        raise Refusal("Enter the deadline and the amount requested first")
    if bid.regranted > bid.asked:
        raise Refusal(
            f"The bid is for {pounds(bid.asked)}. Enter no more than that to be passed on as grants"
        )


def _standing(bid: Bid) -> str:
    return f"The status of this bid is “{bid.get_state_display()}”"


def _may_move(bid: Bid, to: BidState) -> None:
    if to not in BID_MOVES[BidState(bid.state)]:
        raise NotNow(f"{_standing(bid)}. Reload the page")


def move(
    bid: Bid,
    to: BidState,
    by: User,
    *,
    on: date | None = None,
    reason: str = "",
    attempt: str = "",
    also: list[str] | None = None,
) -> Bid:
    """The one way from status to status; the caller holds the lock."""
    _may_move(bid, to)
    bid.state = to
    bid.save(update_fields=["state", *(also or [])])
    BidEvent.objects.create(
        bid=bid, state=to, on=on or timezone.localdate(), reason=reason, attempt=attempt, by=by
    )
    return bid
