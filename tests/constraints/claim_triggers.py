"""The triggers of claims: see `triggers.py`."""

from projects.models import Claim, ClaimEvent, ClaimEvidence, ClaimLine, ClaimReceipt, Posting
from projects.money.services import claim_steps, claims, postings
from tests.factories.documents import DocumentFactory

from .breaking import Rows, another
from .shell import DAY
from .triggers import Broken

SUBMITTED = "The status of this claim is “Submitted”, so it cannot be changed. Reload the page"


def _edit(rows: Rows, claim: Claim, **facts: object) -> Claim:
    now = {
        "organisation": claim.organisation,
        "period_from": claim.period_from,
        "period_to": claim.period_to,
        "held_back_percent": claim.held_back_percent,
    }
    return claims.edit(by=rows.ada, claim=claim, **{**now, **facts})


def _start(rows: Rows) -> Claim:
    return claims.start(
        by=rows.ada,
        source=rows.in_kind_source,
        organisation=rows.organisation,
        period_from=rows.today,
        period_to=rows.today,
    )


def _step(rows: Rows, claim: Claim, step: str, **facts: object) -> ClaimEvent:
    return ClaimEvent.objects.create(**{"claim": claim, "step": step, "by": rows.ada, **facts})


def _add(rows: Rows, claim: Claim, posting: Posting, percent: int) -> list[ClaimLine]:
    return claims.add_lines(by=rows.ada, claim=claim, postings=[posting], percent=percent)


def _submit(rows: Rows, claim: Claim) -> Claim:
    return claim_steps.submit(by=rows.ada, claim=claim)


def _line(rows: Rows, state: str) -> ClaimLine:
    return rows.claims_by_state[state].lines.get()


TRIGGERS = [
    Broken(
        "projects_claim.claim_fits",
        "only funding in cash is claimed",
        lambda rows: another(rows.claim, source=rows.in_kind_source, attempt="").save(),
        _start,
        claims.OnlyCash.message,
    ),
    Broken(
        "projects_claim.claim_fits",
        "a submitted claim stays as it is",
        lambda rows: Claim.objects.filter(pk=rows.claims_by_state["submitted"].pk).update(
            held_back_percent=1
        ),
        lambda rows: _edit(rows, rows.claims_by_state["submitted"], held_back_percent=1),
        SUBMITTED,
    ),
    Broken(
        "projects_claim.claim_fits",
        "its lines were spent in the period by the organisation it is claimed for",
        lambda rows: Claim.objects.filter(pk=rows.claim.pk).update(period_to=rows.today - DAY),
        lambda rows: _edit(rows, rows.claim, period_to=rows.today - DAY),
        "“Work” of {today} would no longer be part of this claim. Remove that line first",
    ),
    Broken(
        "projects_claim.change_says_who",
        "who changes a claim is named by a step of it",
        lambda rows: Claim.objects.filter(pk=rows.claims_by_state["sent_back"].pk).update(
            held_back_percent=1
        ),
    ),
    Broken(
        "projects_claim.state_is_its_last_step",
        "the status of a claim is its last step",
        lambda rows: Claim.objects.filter(pk=rows.claim.pk).update(state="approved"),
    ),
    Broken(
        "projects_claimline.stays_once_submitted",
        "the lines of a submitted claim stay as they are",
        lambda rows: _line(rows, "submitted").delete(),
        lambda rows: claims.remove_line(by=rows.ada, line=_line(rows, "submitted")),
        SUBMITTED,
    ),
    Broken(
        "projects_claimline.change_says_who",
        "who changes a claim is named by a step of it",
        lambda rows: ClaimLine.objects.filter(pk=rows.claim_line.pk).update(by=rows.ben),
    ),
    Broken(
        "projects_claimevidence.change_says_who",
        "who changes a claim is named by a step of it",
        lambda rows: ClaimEvidence.objects.create(
            line=rows.claim_line, kind="payment", paper=DocumentFactory()
        ),
    ),
    Broken(
        "projects_claimevidence.stays_once_submitted",
        "the evidence of a submitted claim stays as it is",
        lambda rows: ClaimEvidence.objects.create(
            line=_line(rows, "submitted"), kind="invoice", paper=DocumentFactory()
        ),
        lambda rows: claims.add_evidence(by=rows.ada, line=_line(rows, "submitted")),
        SUBMITTED,
    ),
    Broken(
        "projects_claimline.line_fits",
        "a line is spend of the project in the period of its claim",
        lambda rows: another(rows.claim_line, posting=rows.receipt).save(),
        lambda rows: _add(rows, rows.claim, rows.receipt, 100),
        "Select spend of this project",
    ),
    Broken(
        "projects_claimline.line_fits",
        "a line was spent while its funding runs",
        lambda rows: another(
            rows.claim_line, claim=rows.ended_claim, percent=1, net=1, amount=1
        ).save(),
        lambda rows: _add(rows, rows.ended_claim, rows.cost, 1),
        "“Work” was paid on {today}, outside the dates of this funding. Select other spend",
    ),
    Broken(
        "projects_claimline.line_fits",
        "no cost is claimed twice",
        lambda rows: another(
            rows.claim_line, claim=rows.claims_by_state["sent_back"], percent=21, net=1, amount=1
        ).save(),
        lambda rows: _add(rows, rows.claims_by_state["sent_back"], rows.cost, 21),
        "£1 of “Work” can be claimed: the rest was refunded or is in another claim. Enter no more "
        "than that",
    ),
    Broken(
        "projects_claimline.line_fits",
        "no more is claimed than was spent of its class",
        lambda rows: another(
            rows.claim_line, posting=rows.adjusted_cost, percent=60, net=3, amount=3
        ).save(),
        lambda rows: _add(rows, rows.claim, rows.adjusted_cost, 60),
        "£2 of “Work” can be claimed: the rest was refunded or is in another claim. Enter no more "
        "than that",
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "a claim moves as its table says",
        lambda rows: _step(rows, rows.claim, "approved"),
        lambda rows: claim_steps.approve(by=rows.ada, claim=rows.claim),
        "The status of this claim is “Draft”. Reload the page",
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "who prepared or submitted a claim does not approve it",
        lambda rows: _step(rows, rows.claims_by_state["submitted"], "approved"),
        lambda rows: claim_steps.approve(by=rows.ada, claim=rows.claims_by_state["submitted"]),
        claim_steps.FourEyes.message,
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "who approved a claim does not mark it paid",
        lambda rows: _step(rows, rows.claims_by_state["approved"], "paid"),
        lambda rows: claim_steps.pay(
            by=rows.ada, claim=rows.claims_by_state["approved"], on=rows.today
        ),
        claim_steps.ApprovedIt.message,
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "only secured funding is claimed",
        lambda rows: _step(rows, rows.loose_claim, "submitted"),
        lambda rows: _submit(rows, rows.loose_claim),
        claims.NotSecured.message,
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "each line has an invoice and proof of payment, or says why not",
        lambda rows: _step(rows, rows.bare_claim, "submitted"),
        lambda rows: _submit(rows, rows.bare_claim),
        claim_steps.NoLines.message,
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "what is claimed was spent while its funding runs",
        lambda rows: _step(rows, rows.ended_claim, "submitted"),
        lambda rows: _submit(rows, rows.ended_claim),
        "“Work” was paid on {today}, outside the dates of this funding. Select other spend",
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "what was refunded or reversed is not claimed",
        lambda rows: _step(rows, rows.undone_claim, "submitted"),
        lambda rows: _submit(rows, rows.undone_claim),
        "Part of “Work” has been refunded or reversed. Reduce or remove that line",
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "no more is claimed than was spent of its class",
        lambda rows: _step(rows, rows.cut_claim, "submitted"),
        lambda rows: _submit(rows, rows.cut_claim),
        "More revenue is claimed than was spent, because some was reclassified or adjusted. "
        "Change or remove lines of this claim",
    ),
    Broken(
        "projects_claimevent.paid_by_its_receipts",
        "a claim is paid as long as its receipts stand",
        lambda rows: _step(rows, rows.paid_claim, "unpaid", by=rows.ben, reason="A slip"),
    ),
    Broken(
        "projects_posting.receipt_of_a_claim_stays",
        "a claim is paid as long as its receipts stand",
        lambda rows: another(
            rows.claim_receipt.posting,
            kind="reversal",
            net=-1,
            amount=-1,
            reason="A slip",
            reverses=rows.claim_receipt.posting,
        ).save(),
        lambda rows: postings.reverse(
            by=rows.ada, posting=rows.claim_receipt.posting, reason="A slip"
        ),
        "This is the receipt of claim paidclaim. Reverse the payment on the page of the claim "
        "instead",
    ),
    Broken(
        "projects_claimevent.step_is_allowed",
        "no more is claimed than is left of the award",
        lambda rows: _step(rows, rows.greedy_claim, "submitted"),
        lambda rows: _submit(rows, rows.greedy_claim),
        "Revenue of £100 is claimed and £13 is left of the award. Reduce its lines",
    ),
    Broken(
        "projects_claimreceipt.receipt_fits",
        "a claim is paid what was approved of each class, less what is held back",
        lambda rows: ClaimReceipt.objects.create(
            claim=rows.paid_claim, posting=rows.receipt, expenditure="revenue", is_release=True
        ),
    ),
    Broken(
        "projects_claimreceipt.receipt_fits",
        "a claim is paid once",
        lambda rows: ClaimReceipt.objects.create(
            claim=rows.paid_claim, posting=rows.second_receipt, expenditure="revenue"
        ),
    ),
]
