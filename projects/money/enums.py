"""Words of the room that models, services and pages share. It stands beneath them all."""

from django.db import models


class SourceKind(models.TextChoices):
    """Where the money for a project comes from."""

    GRANT = "grant", "Grant"
    MATCH = "match", "Match funding"
    PARTNER = "partner", "Partner’s contribution"
    SUPPLIER = "supplier", "Supplier’s contribution"


class Form(models.TextChoices):
    CASH = "cash", "Cash"
    IN_KIND = "in_kind", "In kind"


class InKind(models.TextChoices):
    """What a contribution in kind consists of."""

    STAFF_TIME = "staff_time", "Staff time"
    VOLUNTEERS = "volunteers", "Volunteers’ time"
    PREMISES = "premises", "Use of premises or equipment"
    GOODS = "goods", "Goods"
    SERVICES = "services", "Services"
    TRAINING = "training", "Training or events"


class Acceptance(models.TextChoices):
    """Whether the funding agreement takes a contribution in kind for match."""

    ASKED = "asked", "Not decided"
    ACCEPTED = "accepted", "Accepted as match"
    REFUSED = "refused", "Not accepted as match"


class SourceState(models.TextChoices):
    EXPECTED = "expected", "Not secured"
    SECURED = "secured", "Secured"
    WITHDRAWN = "withdrawn", "Withdrawn"


SOURCE_MOVES = {
    SourceState.EXPECTED: {SourceState.SECURED, SourceState.WITHDRAWN},
    # Back, where what was taken for evidence was none.
    SourceState.SECURED: {SourceState.EXPECTED, SourceState.WITHDRAWN},
    SourceState.WITHDRAWN: {SourceState.EXPECTED},
}


class LetterKind(models.TextChoices):
    AWARD = "award", "Award"
    VARIATION = "variation", "Variation"


class Expenditure(models.TextChoices):
    CAPITAL = "capital", "Capital"
    REVENUE = "revenue", "Revenue"


class CapitalBasis(models.TextChoices):
    """Why the accountable body treats spend as capital. For other people's assets and land:
    Local Authorities (Capital Finance and Accounting) (England) Regulations 2003 (SI 2003/3146),
    regulation 25(1)(b) and (e)."""

    OWN_ASSET = "own_asset", "Asset of the accountable body"
    GRANT = "grant", "Grant towards what would be capital (regulation 25(1)(b))"
    WORKS = "works", "Works on land in which it has no interest (regulation 25(1)(e))"


class Flow(models.TextChoices):
    RECEIVED = "received", "Received"
    SPENT = "spent", "Spent"


class PostingKind(models.TextChoices):
    RECEIPT = "receipt", "Receipt"
    CLAWBACK = "clawback", "Clawback"
    SPEND = "spend", "Spend"
    REFUND = "refund", "Refund"
    ACCRUAL = "accrual", "Accrual"
    REVERSAL = "reversal", "Reversal"
    ADJUSTMENT = "adjustment", "Adjustment"
    RECLASSIFICATION = "reclassification", "Reclassification"


# The flow of each kind; of a reversal or an adjustment, that of what it corrects.
FLOWS = {
    PostingKind.RECEIPT: {Flow.RECEIVED},
    PostingKind.CLAWBACK: {Flow.RECEIVED},
    PostingKind.SPEND: {Flow.SPENT},
    PostingKind.REFUND: {Flow.SPENT},
    PostingKind.ACCRUAL: {Flow.SPENT},
    PostingKind.REVERSAL: set(Flow),
    PostingKind.ADJUSTMENT: set(Flow),
    PostingKind.RECLASSIFICATION: {Flow.SPENT},
}
MORE = {PostingKind.RECEIPT, PostingKind.SPEND, PostingKind.ACCRUAL}
LESS = {PostingKind.CLAWBACK, PostingKind.REFUND}
# A month that has been reconciled and locked is corrected by these alone, from a later one.
NEEDS_REASON = {
    PostingKind.CLAWBACK,
    PostingKind.REFUND,
    PostingKind.REVERSAL,
    PostingKind.ADJUSTMENT,
    PostingKind.RECLASSIFICATION,
}


class FigureKind(models.TextChoices):
    BUDGET = "budget", "Budget"
    FORECAST = "forecast", "Forecast"


class VarianceCode(models.TextChoices):
    """Why a figure strays from the budget."""

    LATE = "late", "Delivery is later"
    EARLY = "early", "Delivery is earlier"
    PRICE = "price", "Price"
    SCOPE = "scope", "Change of scope"
    FUNDING = "funding", "Change of funding"
    SLIP = "slip", "Correction of an earlier figure"
    OTHER = "other", "Other"
