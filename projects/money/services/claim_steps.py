"""What happens to a claim as a whole: submitted, sent back, approved, paid, released, withdrawn;
and a payment that was recorded by mistake, reversed.

Each step waits for the lock of the funding source, so that two claims are never decided on the same
pounds. The database repeats every rule (`models/claim_triggers.py`).
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from diz_portal.words import pounds, uk_date
from projects.money.amounts import NOTHING
from projects.money.claim_states import (
    CLAIM_MOVES,
    PREPARING,
    ClaimState,
    ClaimStep,
    EvidenceKind,
)
from projects.money.enums import Expenditure
from projects.money.models import Claim, ClaimEvent, ClaimReceipt
from projects.money.selectors import claims as selectors
from projects.money.services import postings
from projects.money.services.claims import (
    held,
    must_be_claimable,
    must_be_of_the_funding,
)
from projects.money.services.reasons import why
from projects.money.services.sources import not_in_the_future


class NoLines(Refusal):
    message = "This claim has no lines. Add spend before you submit it"


class FourEyes(Refusal):
    message = (
        "You prepared or submitted this claim, so you cannot approve it. Ask another certifier"
    )


class ApprovedIt(Refusal):
    message = "You approved this claim, so you cannot mark it as paid. Ask another finance officer"


class ChangedSince(NotNow):
    message = "This claim has changed since you opened the page. Read it again, then decide"


@transaction.atomic
def submit(*, by: User, claim: Claim, attempt: str = "", seen: int | None = None) -> Claim:
    """Ask for it: complete, with its evidence, and within what is left of the award."""
    claim = held(claim)
    if _done(claim, ClaimStep.SUBMITTED, attempt):
        return claim
    _may_move(claim, ClaimState.SUBMITTED, seen)
    must_be_claimable(claim.source)
    _has_its_evidence(claim)
    _is_still_spent(claim)
    _fits_the_award(claim)
    return _step(claim, ClaimStep.SUBMITTED, by, attempt=attempt)


@transaction.atomic
def send_back(
    *, by: User, claim: Claim, reason: str, attempt: str = "", seen: int | None = None
) -> Claim:
    claim = held(claim)
    if _done(claim, ClaimStep.SENT_BACK, attempt):
        return claim
    _may_move(claim, ClaimState.SENT_BACK, seen)
    return _step(claim, ClaimStep.SENT_BACK, by, reason=why(reason), attempt=attempt)


@transaction.atomic
def approve(*, by: User, claim: Claim, attempt: str = "", seen: int | None = None) -> Claim:
    """Certify it for the accountable body. Whoever prepared or submitted it does not, whichever
    organisation they act for."""
    claim = held(claim)
    if _done(claim, ClaimStep.APPROVED, attempt):
        return claim
    _may_move(claim, ClaimState.APPROVED, seen)
    if prepared(by, claim):
        raise FourEyes
    must_be_claimable(claim.source)
    _has_its_evidence(claim)
    _is_still_spent(claim)
    _fits_the_award(claim, approving=True)
    return _step(claim, ClaimStep.APPROVED, by, attempt=attempt)


@transaction.atomic
def pay(
    *,
    by: User,
    claim: Claim,
    on: date,
    transaction_reference: str = "",
    attempt: str = "",
    seen: int | None = None,
) -> Claim:
    """The funder has paid what was approved, less what it holds back: the receipt is posted with
    it, one for each class. What differs is sent back and approved again."""
    claim = held(claim)
    if _done(claim, ClaimStep.PAID, attempt):
        return claim
    _may_move(claim, ClaimState.PAID, seen)
    if approved(by, claim):
        raise ApprovedIt
    not_in_the_future(on)
    _not_before_it_was_submitted(claim, on)
    must_be_claimable(claim.source)
    _is_still_spent(claim)
    _fits_the_award(claim, approving=True, paying=True)
    claim = _step(claim, ClaimStep.PAID, by, on=on, attempt=attempt)
    _receive(claim, by, on, transaction_reference, is_release=False)
    return claim


@transaction.atomic
def release(
    *,
    by: User,
    claim: Claim,
    on: date,
    transaction_reference: str = "",
    attempt: str = "",
    seen: int | None = None,
) -> Claim:
    """The funder has paid what it held back."""
    claim = held(claim)
    if _done(claim, ClaimStep.RELEASED, attempt):
        return claim
    _is_as_seen(claim, seen)
    if claim.state != ClaimState.PAID or claim.released_on or not claim.held_back_percent:
        raise NotNow("No grant is held back from this claim. Reload the page")
    if approved(by, claim):
        raise ApprovedIt
    not_in_the_future(on)
    if claim.paid_on and on < claim.paid_on:
        raise Refusal(f"Enter a date on or after {uk_date(claim.paid_on)}, when the rest was paid")
    _is_left_of_the_award(claim)
    claim = _step(claim, ClaimStep.RELEASED, by, on=on, attempt=attempt)
    _receive(claim, by, on, transaction_reference, is_release=True)
    return claim


@transaction.atomic
def reverse_payment(
    *, by: User, claim: Claim, reason: str, attempt: str = "", seen: int | None = None
) -> Claim:
    """The payment was recorded by mistake: its receipts are reversed, and the claim is approved as
    before, to be paid, sent back or corrected. Of a claim whose grant held back was released it is
    the release, and the claim stays paid."""
    claim = held(claim)
    for step in (ClaimStep.UNPAID, ClaimStep.UNRELEASED):
        if _done(claim, step, attempt):
            return claim
    _is_as_seen(claim, seen)
    if claim.state != ClaimState.PAID:
        raise NotNow(f"The status of this claim is “{claim.get_state_display()}”. Reload the page")
    if approved(by, claim):
        raise ApprovedIt
    is_release = claim.released_on is not None
    step = ClaimStep.UNRELEASED if is_release else ClaimStep.UNPAID
    said = why(reason)
    standing = claim.receipts.filter(is_release=is_release, posting__reversed_by=None)
    for receipt in standing.select_related("posting__source").order_by("pk"):
        postings.reverse(by=by, posting=receipt.posting, reason=said, with_its_claim=True)
    return _step(claim, step, by, reason=said, attempt=attempt)


@transaction.atomic
def withdraw(
    *, by: User, claim: Claim, reason: str, attempt: str = "", seen: int | None = None
) -> Claim:
    """It is not asked for any more. Its lines may be claimed elsewhere."""
    claim = held(claim)
    if _done(claim, ClaimStep.WITHDRAWN, attempt):
        return claim
    _may_move(claim, ClaimState.WITHDRAWN, seen)
    return _step(claim, ClaimStep.WITHDRAWN, by, reason=why(reason), attempt=attempt)


def prepared(person: User, claim: Claim) -> bool:
    """Whether the person started, changed or submitted it."""
    steps = claim.steps.filter(by=person, step__in=PREPARING)
    return steps.exists() or claim.lines.filter(by=person).exists()


def approved(person: User, claim: Claim) -> bool:
    return claim.steps.filter(by=person, step=ClaimStep.APPROVED).exists()


def _done(claim: Claim, step: ClaimStep, attempt: str) -> bool:
    """Whether this very form has done it already."""
    known = sent_before(ClaimEvent, attempt, "step of claim", claim_id=claim.pk, step=step)
    return known is not None


def _is_as_seen(claim: Claim, seen: int | None) -> None:
    if seen is not None and seen != claim.steps.count():
        raise ChangedSince


def _may_move(claim: Claim, to: ClaimState, seen: int | None) -> None:
    if to not in CLAIM_MOVES[ClaimState(claim.state)]:
        raise NotNow(f"The status of this claim is “{claim.get_state_display()}”. Reload the page")
    _is_as_seen(claim, seen)


def _step(
    claim: Claim,
    step: ClaimStep,
    by: User,
    *,
    reason: str = "",
    on: date | None = None,
    attempt: str = "",
) -> Claim:
    ClaimEvent.objects.create(
        claim=claim,
        step=step,
        by=by,
        reason=reason,
        on=on or timezone.localdate(),
        attempt=attempt,
    )
    # Its status and dates follow the step.
    claim.refresh_from_db(fields=["state", "paid_on", "released_on"])
    return claim


def _has_its_evidence(claim: Claim) -> None:
    lines = list(claim.lines.select_related("posting").prefetch_related("evidence"))
    if not lines:
        raise NoLines
    for line in lines:
        must_be_of_the_funding(line.posting, claim.source)
        kinds = {one.kind for one in line.evidence.all()}
        for kind, why_not, todo in (
            (EvidenceKind.INVOICE, line.no_invoice, "no invoice. Add one"),
            (EvidenceKind.PAYMENT, line.no_payment, "no proof of payment. Add one"),
        ):
            if kind not in kinds and not why_not:
                raise Refusal(
                    f"“{line.posting.description}” has {todo}, or say why the funder does not ask "
                    "for it"
                )


def _is_still_spent(claim: Claim) -> None:
    for line in selectors.claimed_too_much(claim):
        raise Refusal(
            f"Part of “{line.posting.description}” has been refunded or reversed. Reduce or remove "
            "that line"
        )
    for expenditure in selectors.classes_claimed_too_much(claim):
        raise Refusal(
            f"More {Expenditure(expenditure).label.lower()} is claimed than was spent, because "
            "some was reclassified or adjusted. Change or remove lines of this claim"
        )


def _fits_the_award(claim: Claim, *, approving: bool = False, paying: bool = False) -> None:
    sums = selectors.totals([claim])
    for one in selectors.left_to_claim(claim.source, but=claim, approving=approving):
        asked = sums.get((claim.pk, one.expenditure), NOTHING)
        if asked and asked > one.left:
            left = max(one.left, NOTHING)
            what = (
                f"{one.label} of {pounds(asked)} is claimed and {pounds(left)} is left of the award"
            )
            if paying:
                raise Refusal(
                    f"{what}. If this payment has been recorded as a receipt, reverse that first. "
                    "If the award was reduced, send the claim back"
                )
            todo = "Send it back" if approving else "Reduce its lines"
            raise Refusal(f"{what}. {todo}")


def _is_left_of_the_award(claim: Claim) -> None:
    """What was held back, where the award has been reduced since the rest was paid."""
    sums = selectors.totals([claim])
    for one in selectors.left_to_claim(claim.source, but=claim, approving=True):
        due = selectors.held_back(claim, sums.get((claim.pk, one.expenditure), NOTHING))
        if due and due > one.left:
            raise Refusal(
                f"{one.label} of {pounds(due)} is held back and {pounds(max(one.left, NOTHING))} "
                "is left of the award. If this payment has been recorded as a receipt, reverse "
                "that first. If the award was increased, enter the variation letter"
            )


def _not_before_it_was_submitted(claim: Claim, on: date) -> None:
    submitted = claim.steps.filter(step=ClaimStep.SUBMITTED).order_by("pk").first()
    if submitted is not None and on < submitted.on:
        raise Refusal(f"Enter a date on or after {uk_date(submitted.on)}, when it was submitted")


def _receive(
    claim: Claim, by: User, on: date, transaction_reference: str, *, is_release: bool
) -> None:
    for (_, expenditure), amount in sorted(selectors.totals([claim]).items()):
        kept = selectors.held_back(claim, amount)
        due = kept if is_release else amount - kept
        if not due:
            continue
        posting = postings.receive(
            by=by,
            source=claim.source,
            on=on,
            amount=due,
            expenditure=expenditure,
            description=(
                f"Claim {claim.reference}, {Expenditure(expenditure).label.lower()}"
                + (", grant held back" if is_release else "")
            ),
            transaction_reference=transaction_reference,
        )
        ClaimReceipt.objects.create(
            claim=claim, posting=posting, expenditure=expenditure, is_release=is_release
        )
