"""The constraints of bids and of grants to voluntary bodies, each with the row that breaks it; and
what their triggers refuse."""

from django.utils import timezone

from projects.models import (
    Bid,
    BidEvent,
    BidShare,
    BidSignature,
    FundingSource,
    GrantRecipient,
    Posting,
    Regrant,
    RegrantEvent,
    RegrantNote,
    RegrantPayment,
)

from .breaking import Broken, Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    rows.bid = Bid.objects.create(
        title="A bid",
        funder="A ministry",
        lead=rows.organisation,
        deadline_on=rows.today,
        ask_revenue=100,
        state="signing",
        joint_since=timezone.now(),
        attempt="bid",
    )
    rows.bid_step = BidEvent.objects.create(
        bid=rows.bid, state="signing", on=rows.today, attempt="bid step"
    )
    rows.signature = BidSignature.objects.create(
        bid=rows.bid,
        organisation=rows.organisation,
        form="in_kind",
        in_kind="goods",
        valuation="At cost",
        capital=0,
        revenue=5,
        by=rows.ada,
    )
    rows.share = BidShare.objects.create(
        bid=rows.bid,
        organisation=rows.organisation,
        form="in_kind",
        in_kind="goods",
        valuation="At cost",
        revenue=5,
        signature=rows.signature,
    )
    rows.unsigned = BidShare.objects.create(
        bid=rows.bid, organisation=rows.other_organisation, revenue=7
    )
    rows.lost_bid = Bid.objects.create(
        title="A lost bid",
        funder="A ministry",
        lead=rows.organisation,
        deadline_on=rows.today,
        ask_revenue=100,
        state="lost",
        joint_since=timezone.now(),
        submitted_on=rows.today,
        decided_on=rows.today,
    )
    rows.lost_share = BidShare.objects.create(bid=rows.lost_bid, organisation=rows.organisation)
    rows.fund = FundingSource.objects.create(
        project=rows.project,
        kind="grant",
        title="A community fund",
        funder="A ministry",
        awarded_revenue=50,
    )
    rows.recipient = GrantRecipient.objects.create(
        name="A charity", kind="charity", number="1234567"
    )
    rows.group = GrantRecipient.objects.create(
        name="A group", kind="group", constitution="Of 2019, seen in May"
    )
    rows.regrant = _regrant(rows, attempt="regrant")
    rows.awarded = _regrant(
        rows, state="awarded", awarded_on=rows.today, agreement="Signed letter", amount=20
    )
    rows.regrant_step = RegrantEvent.objects.create(
        regrant=rows.awarded, state="awarded", amount=20, on=rows.today
    )
    rows.note = RegrantNote.objects.create(
        regrant=rows.awarded, on=rows.today, met="yes", note="Seen", attempt="note"
    )
    rows.payment = RegrantPayment.objects.create(regrant=rows.awarded, posting=_spend(rows, 15))


def _regrant(rows: Rows, **values) -> Regrant:
    values = {
        "source": rows.fund,
        "recipient": rows.recipient,
        "title": "Classes",
        "department": "Communities",
        "purpose": "Classes for older people",
        "starts_on": rows.today,
        "ends_on": rows.today,
        "monitor_on": rows.today,
        "expenditure": "revenue",
        "amount": 10,
        "decided_on": rows.today,
        "decision": "Board, minute 4",
        **values,
    }
    return Regrant.objects.create(**values)


def _spend(rows: Rows, amount: int, **values) -> Posting:
    values = {
        "source": rows.fund,
        "organisation": rows.organisation,
        "flow": "spent",
        "kind": "spend",
        "on": rows.today,
        "month": rows.today.replace(day=1),
        "expenditure": "revenue",
        "net": amount,
        "amount": amount,
        "description": "Grant",
        **values,
    }
    return Posting.objects.create(**values)


def _pay(rows: Rows, amount: int, regrant: str = "awarded", **values) -> RegrantPayment:
    return RegrantPayment.objects.create(
        regrant=getattr(rows, regrant), posting=_spend(rows, amount, **values)
    )


CASES: dict[str, Case] = {
    "projects_bid_sent_once": lambda rows: another(rows.bid),
    "projects_bid_state_known": lambda rows: changed(rows.bid, state="?"),
    "projects_bid_not_negative": lambda rows: changed(rows.bid, match_needed=-1),
    "projects_bid_has_deadline_and_amount": lambda rows: changed(rows.bid, deadline_on=None),
    "projects_bid_is_joint": lambda rows: changed(rows.bid, joint_since=None),
    "projects_bid_submitted_has_date": lambda rows: changed(rows.bid, state="submitted"),
    "projects_bid_decided_has_date": lambda rows: changed(
        rows.lost_bid, decided_on=rows.today - DAY
    ),
    "projects_bid_won_has_funding": lambda rows: changed(rows.bid, source=rows.fund),
    "projects_bid_step_sent_once": lambda rows: another(rows.bid_step),
    "projects_share_once": lambda rows: another(rows.share, signature=None),
    "projects_share_not_negative": lambda rows: changed(rows.unsigned, capital=-1),
    "projects_share_in_kind_is_valued": lambda rows: changed(
        rows.unsigned, form="in_kind", in_kind="goods"
    ),
    "projects_recipient_is_a_body": lambda rows: changed(rows.recipient, kind="person"),
    "projects_recipient_has_number": lambda rows: changed(rows.recipient, number=""),
    "projects_recipient_number_once": lambda rows: another(rows.recipient),
    "projects_recipient_group_once": lambda rows: another(rows.group, name="a GROUP"),
    "projects_regrant_sent_once": lambda rows: another(rows.regrant),
    "projects_regrant_state_known": lambda rows: changed(rows.regrant, state="?"),
    "projects_regrant_type_known": lambda rows: changed(rows.regrant, regrant_type="?"),
    "projects_regrant_gives": lambda rows: changed(rows.regrant, amount=0),
    "projects_regrant_ends_after_it_starts": lambda rows: changed(
        rows.regrant, ends_on=rows.today - DAY
    ),
    "projects_regrant_says_what_for": lambda rows: changed(rows.regrant, purpose=""),
    "projects_regrant_awarded_has_agreement": lambda rows: changed(rows.awarded, agreement=""),
    "projects_regrant_publishes_the_register": lambda rows: changed(
        rows.regrant, public_fields=["conditions"]
    ),
    "projects_regrant_note_sent_once": lambda rows: another(rows.note),
    "projects_regrant_note_says_what": lambda rows: changed(rows.note, note=""),
}


def _sign(rows: Rows, **values) -> BidSignature:
    values = {
        "bid": rows.bid,
        "organisation": rows.organisation,
        "form": "cash",
        "capital": 0,
        "revenue": 5,
        "by": rows.ada,
        **values,
    }
    return BidSignature.objects.create(**values)


def _undo_the_refund(rows: Rows) -> None:
    """Of a grant that was cancelled since."""
    facts = {"refunds": rows.payment.posting, "reason": "Not needed"}
    back = _spend(rows, -15, kind="refund", **facts)
    _of(rows.awarded).update(state="cancelled")
    _spend(rows, 15, kind="reversal", reverses=back, reason="A slip")


def _of(row):
    return type(row).objects.filter(pk=row.pk)


TRIGGERS = [
    Broken(
        "projects_bid.bid_stands",
        "a bid that has ended stays as it ended",
        lambda rows: _of(rows.lost_bid).update(state="drafting"),
    ),
    Broken(
        "projects_bid.bid_stands",
        "the figures of a bid change only while it is drafted",
        lambda rows: _of(rows.bid).update(ask_capital=1),
    ),
    Broken(
        "projects_bid.bid_stands",
        "a bid is submitted once every partner has signed",
        lambda rows: _of(rows.bid).update(state="submitted", submitted_on=rows.today),
    ),
    Broken(
        "projects_bidsignature.signed_by_one_of_them",
        "a share is signed by a lead or finance officer of its organisation",
        lambda rows: _sign(rows, organisation=rows.other_organisation),
    ),
    Broken(
        "projects_bidsignature.signed_by_one_of_them",
        "a share is signed while the partners sign",
        lambda rows: _sign(rows, bid=rows.lost_bid),
    ),
    Broken(
        "projects_bidshare.signed_as_it_stands",
        "the shares of a bid stay as it was submitted",
        lambda rows: _of(rows.lost_share).update(revenue=1),
    ),
    Broken(
        "projects_bidshare.signed_as_it_stands",
        "a signature is of the figures that stand",
        lambda rows: _of(rows.unsigned).update(signature=rows.signature),
    ),
    Broken(
        "projects_regrant.regrant_fits",
        "a grant is made of cash",
        lambda rows: _of(rows.regrant).update(source=rows.in_kind_source),
    ),
    Broken(
        "projects_regrant.regrant_fits",
        "grants are within the award of their funding source",
        lambda rows: _of(rows.regrant).update(amount=31),
    ),
    Broken(
        "projects_regrant.regrant_fits",
        "what was awarded stays as it was awarded",
        lambda rows: _of(rows.awarded).update(recipient=rows.group),
    ),
    Broken(
        "projects_regrant.regrant_fits",
        "a grant is no less than was paid of it",
        lambda rows: _of(rows.awarded).update(amount=14),
    ),
    Broken(
        "projects_bidshare.signed_as_it_stands",
        "the shares of a bid stay as it was submitted",
        lambda rows: rows.lost_share.delete(),
    ),
    Broken(
        "projects_bid.bid_stands",
        "a bid is submitted once every partner has signed",
        lambda rows: another(rows.lost_bid).save(),
    ),
    Broken(
        "projects_posting.refund_of_a_grant",
        "what is paid of a grant again is within it",
        _undo_the_refund,
    ),
    Broken(
        "projects_regrantpayment.payment_fits",
        "a grant is paid once it has been awarded",
        lambda rows: _pay(rows, 5, "regrant"),
    ),
    Broken(
        "projects_regrantpayment.payment_fits",
        "a grant is paid from its own funding source and class",
        lambda rows: _pay(rows, 5, source=rows.source),
    ),
    Broken(
        "projects_regrantpayment.payment_fits",
        "no more is paid than was awarded",
        lambda rows: _pay(rows, 6),
    ),
]
