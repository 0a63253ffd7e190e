"""The constraints of claims, each with the row that breaks it; and the rows their triggers need."""

from decimal import Decimal

from projects.models import (
    Claim,
    ClaimEvent,
    ClaimEvidence,
    ClaimLine,
    ClaimReceipt,
    FundingSource,
    Posting,
)
from tests.factories.documents import DocumentFactory

from .breaking import Case, Rows, another, changed
from .shell import DAY

NOT_ASKED = {"no_invoice": "Not asked", "no_payment": "Not asked"}


def stand(rows: Rows) -> None:
    """A draft of £4 of £5, with its evidence; beside it one that was submitted, one that was
    approved and one that was paid."""
    rows.claimable = FundingSource.objects.create(
        project=rows.project,
        kind="grant",
        title="A secured grant",
        funder="A ministry",
        state="secured",
        secured_on=rows.today,
        evidence="Letter",
        awarded_revenue=20,
    )
    rows.cost = _spent(rows, 5)
    rows.claim = _claim(rows, "draft", attempt="claim")
    rows.claim_step = ClaimEvent.objects.create(
        claim=rows.claim, step="started", by=rows.ada, attempt="step"
    )
    rows.claim_line = _line(rows, rows.claim, rows.cost, 4, no_payment="Not asked")
    rows.claim_evidence = ClaimEvidence.objects.create(
        line=rows.claim_line, kind="invoice", paper=DocumentFactory()
    )
    rows.claims_by_state = {}
    for state, step in (
        ("submitted", "submitted"),
        ("approved", "approved"),
        ("paid", "paid"),
        ("sent_back", "sent_back"),
    ):
        facts = {"reference": "paidclaim", "paid_on": rows.today, "held_back_percent": 50}
        facts = facts if state == "paid" else {}
        claim = _claim(rows, state, **facts)
        _line(rows, claim, _spent(rows, 2), 2, **NOT_ASKED)
        for one in ("started", *(("approved",) if state == "paid" else ()), step):
            ClaimEvent.objects.create(claim=claim, step=one, by=rows.ada, reason="Why", revenue=2)
        rows.claims_by_state[state] = claim
    rows.bare_claim = _claim(rows, "draft")
    rows.greedy_claim = _claim(rows, "draft")
    _line(rows, rows.greedy_claim, _spent(rows, 100), 100, **NOT_ASKED)
    rows.undone_claim = _claim(rows, "draft")
    undone = _spent(rows, 3)
    _spent(rows, 10)
    _line(rows, rows.undone_claim, undone, 3, **NOT_ASKED)
    _posting(rows, -3, "reversal", reverses=undone, reason="A slip")
    rows.loose_claim = _claim(rows, "draft", source=rows.source)
    # Less was spent of the class than the posting says: it was adjusted.
    adjusted = FundingSource.objects.create(
        project=rows.project,
        kind="grant",
        title="An adjusted grant",
        funder="A ministry",
        state="secured",
        secured_on=rows.today,
        evidence="Letter",
    )
    rows.adjusted_cost = _posting(rows, 5, "spend", source=adjusted)
    _posting(rows, -3, "adjustment", source=adjusted, reason="Too much")
    # And so was what this one claims, in full.
    rows.cut_claim = _claim(rows, "draft", source=adjusted)
    cut = FundingSource.objects.create(
        project=rows.project,
        kind="grant",
        title="A grant that was cut",
        funder="A ministry",
        state="secured",
        secured_on=rows.today,
        evidence="Letter",
    )
    _line(rows, rows.cut_claim, _posting(rows, 5, "spend", source=cut), 5, **NOT_ASKED)
    _posting(rows, -3, "adjustment", source=cut, reason="Too much")
    ended = FundingSource.objects.create(
        project=rows.project,
        kind="grant",
        title="A grant that ended",
        funder="A ministry",
        state="secured",
        secured_on=rows.today,
        evidence="Letter",
        ends_on=rows.today - DAY,
    )
    rows.ended_claim = _claim(rows, "draft", source=ended)
    ClaimEvent.objects.create(claim=rows.ended_claim, step="started", by=rows.ada)
    _line(rows, rows.ended_claim, _posting(rows, 5, "spend", source=ended), 5, **NOT_ASKED)
    rows.paid_claim = rows.claims_by_state["paid"]
    rows.claim_receipt = ClaimReceipt.objects.create(
        claim=rows.paid_claim, posting=_posting(rows, 1, "receipt"), expenditure="revenue"
    )
    rows.second_receipt = _posting(rows, 1, "receipt")


def _claim(rows: Rows, state: str, **facts) -> Claim:
    return Claim.objects.create(
        **{
            "source": rows.claimable,
            "organisation": rows.organisation,
            "period_from": rows.today - 9 * DAY,
            "period_to": rows.today,
            "state": state,
            **facts,
        }
    )


def _spent(rows: Rows, amount: int) -> Posting:
    return _posting(rows, amount, "spend")


def _posting(rows: Rows, amount: int, kind: str, **facts) -> Posting:
    return Posting.objects.create(
        **{
            "source": rows.claimable,
            "organisation": rows.organisation,
            "flow": "received" if kind == "receipt" else "spent",
            "kind": kind,
            "on": rows.today,
            "month": rows.today.replace(day=1),
            "expenditure": "revenue",
            "net": amount,
            "amount": amount,
            "description": "Work",
            **facts,
        }
    )


def _line(rows: Rows, claim: Claim, cost: Posting, amount: int, **facts) -> ClaimLine:
    return ClaimLine.objects.create(
        claim=claim,
        posting=cost,
        percent=Decimal(amount * 100) / cost.amount,
        net=amount,
        amount=amount,
        by=rows.ada,
        **facts,
    )


CASES: dict[str, Case] = {
    "projects_claim_sent_once": lambda rows: another(rows.claim, attempt="claim"),
    "projects_claim_state_known": lambda rows: changed(rows.claim, state="?"),
    "projects_claim_period_ends_after_it_starts": lambda rows: changed(
        rows.claim, period_to=rows.today - 10 * DAY
    ),
    "projects_claim_held_back_share": lambda rows: changed(rows.claim, held_back_percent=100),
    "projects_claim_paid_on_a_day": lambda rows: changed(rows.claim, paid_on=rows.today),
    "projects_claim_line_once": lambda rows: another(rows.claim_line),
    "projects_claim_line_share": lambda rows: changed(rows.claim_line, percent=-1),
    "projects_claim_line_amount": lambda rows: changed(rows.claim_line, amount=3),
    "projects_claim_step_sent_once": lambda rows: another(
        rows.claim_step, step="changed", attempt="step"
    ),
    "projects_claim_started_once": lambda rows: another(rows.claim_step, attempt=""),
    "projects_claim_step_known": lambda rows: changed(rows.claim_step, step="?"),
    "projects_claim_step_says_why": lambda rows: changed(rows.claim_step, step="withdrawn"),
}
