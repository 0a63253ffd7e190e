"""Words of claims that models, services and pages share. It stands beneath them all."""

from django.db import models

from projects.money.enums import PostingKind


class ClaimState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    SENT_BACK = "sent_back", "Sent back"
    APPROVED = "approved", "Approved"
    PAID = "paid", "Paid"
    WITHDRAWN = "withdrawn", "Withdrawn"


CLAIM_MOVES = {
    ClaimState.DRAFT: {ClaimState.SUBMITTED, ClaimState.WITHDRAWN},
    ClaimState.SUBMITTED: {ClaimState.SENT_BACK, ClaimState.APPROVED, ClaimState.WITHDRAWN},
    ClaimState.SENT_BACK: {ClaimState.SUBMITTED, ClaimState.WITHDRAWN},
    # Back, where the funder does not pay all of it.
    ClaimState.APPROVED: {ClaimState.SENT_BACK, ClaimState.PAID},
    # Not by a move: a payment that was none is reversed (`ClaimStep.UNPAID`).
    ClaimState.PAID: set(),
    ClaimState.WITHDRAWN: set(),
}
# Its lines, evidence and details may change.
OPEN = {ClaimState.DRAFT, ClaimState.SENT_BACK}
# It counts against the award before the money has come.
PENDING = {ClaimState.SUBMITTED, ClaimState.APPROVED}


class ClaimStep(models.TextChoices):
    """What happened to a claim: each move, what was changed before one, a release; and a payment
    or a release that was recorded by mistake."""

    STARTED = "started", "Started"
    CHANGED = "changed", "Changed"
    SUBMITTED = "submitted", "Submitted"
    SENT_BACK = "sent_back", "Sent back"
    APPROVED = "approved", "Approved"
    PAID = "paid", "Paid"
    RELEASED = "released", "Held-back grant released"
    UNPAID = "unpaid", "Payment reversed"
    UNRELEASED = "unreleased", "Release reversed"
    WITHDRAWN = "withdrawn", "Withdrawn"


# These leave the status as it is.
NO_MOVE = {ClaimStep.CHANGED, ClaimStep.RELEASED, ClaimStep.UNRELEASED}
# The status that a step leads to, where it is not called like the step.
LEADS_TO = {ClaimStep.STARTED: ClaimState.DRAFT, ClaimStep.UNPAID: ClaimState.APPROVED}


def state_after(step: str) -> ClaimState:
    """The status of a claim whose last step this is, changes left out."""
    if step in (ClaimStep.RELEASED, ClaimStep.UNRELEASED):
        return ClaimState.PAID
    return LEADS_TO.get(ClaimStep(step)) or ClaimState(step)


PREPARING = {ClaimStep.STARTED, ClaimStep.CHANGED, ClaimStep.SUBMITTED}
PAYING = {ClaimStep.PAID, ClaimStep.RELEASED, ClaimStep.UNPAID, ClaimStep.UNRELEASED}
NEEDS_REASON = {
    ClaimStep.SENT_BACK,
    ClaimStep.WITHDRAWN,
    ClaimStep.UNPAID,
    ClaimStep.UNRELEASED,
}
# What was spent and can be claimed; an accrual has not been paid yet.
CLAIMABLE = {PostingKind.SPEND, PostingKind.ADJUSTMENT, PostingKind.RECLASSIFICATION}


class EvidenceKind(models.TextChoices):
    INVOICE = "invoice", "Invoice"
    PAYMENT = "payment", "Proof of payment"
