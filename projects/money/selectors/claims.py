"""What may be claimed: of an award, and of each thing that was spent. In pounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from projects.money.amounts import NOTHING, rounded
from projects.money.claim_states import CLAIMABLE, PENDING, ClaimState
from projects.money.enums import Expenditure, Flow, Form, PostingKind, SourceState
from projects.money.models import Claim, ClaimLine, FundingSource, Posting
from projects.money.selectors.statement import MONEY
from projects.portfolio.models import Project

WHOLE = Decimal(100)
SHARE_STEP = Decimal("0.0001")


def totals(claims: QuerySet[Claim] | Iterable[Claim]) -> dict[tuple[int, str], Decimal]:
    """By claim and class, the sum of its lines."""
    rows = (
        ClaimLine.objects.filter(claim__in=claims)
        .order_by()
        .values_list("claim", "posting__expenditure")
        .annotate(total=Sum("amount"))
    )
    return {(claim, expenditure): total for claim, expenditure, total in rows}


def total(claim: Claim) -> Decimal:
    return sum(claim.lines.values_list("amount", flat=True), NOTHING)


def held_back(claim: Claim, amount: Decimal) -> Decimal:
    """What the funder holds back of a class; each is rounded by itself."""
    return rounded(amount * claim.held_back_percent / 100)


@dataclass(frozen=True)
class Left:
    """Of one class of a source: the award less what has come and what is pending."""

    expenditure: str
    awarded: Decimal
    received: Decimal
    pending: Decimal

    @property
    def label(self) -> str:
        return Expenditure(self.expenditure).label

    @property
    def left(self) -> Decimal:
        return self.awarded - self.received - self.pending


def left_to_claim(
    source: FundingSource, *, but: Claim | None = None, approving: bool = False
) -> list[Left]:
    """Capital and revenue by themselves. Pending is what was submitted or approved and has not been
    paid, with what is held back of what has; when one is approved, only what was approved."""
    counted = {ClaimState.APPROVED} if approving else PENDING
    others = source.claims.filter(
        Q(state__in=counted) | Q(state=ClaimState.PAID, released_on=None, held_back_percent__gt=0)
    )
    if but is not None:
        others = others.exclude(pk=but.pk)
    pending = dict.fromkeys(Expenditure.values, NOTHING)
    known = list(others)
    sums = totals(known)
    for claim in known:
        for one in pending:
            amount = sums.get((claim.pk, one), NOTHING)
            is_paid = claim.state == ClaimState.PAID
            pending[one] += held_back(claim, amount) if is_paid else amount
    came = dict(
        source.postings.filter(flow=Flow.RECEIVED)
        .order_by()
        .values_list("expenditure")
        .annotate(total=Sum("amount"))
    )
    awarded = {
        Expenditure.CAPITAL: source.awarded_capital,
        Expenditure.REVENUE: source.awarded_revenue,
    }
    return [
        Left(one, awarded[Expenditure(one)], came.get(one, NOTHING), pending[one])
        for one in pending
    ]


def may_be_claimed_from(project: Project) -> QuerySet[FundingSource]:
    """The sources of a project that a claim may be started against."""
    return project.funding_sources.filter(form=Form.CASH, state=SourceState.SECURED)


# What was spent ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """A part of something that was spent, as a line of a claim has it."""

    percent: Decimal
    net: Decimal
    vat: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Spend:
    """Something that was spent, and what other lines have claimed of it."""

    posting: Posting
    # Net of refunds; nothing once it is reversed.
    claimable: Decimal
    claimed: Decimal
    claimed_percent: Decimal
    # Of all that was spent of its source and class: less where refunds or changes of class were.
    left_of_class: Decimal

    @property
    def left(self) -> Decimal:
        return max(min(self.claimable - self.claimed, self.left_of_class), NOTHING)

    def by_percent(self, percent: Decimal) -> Share:
        """Rounded half up; the share that completes the whole takes the spare penny."""
        if percent + self.claimed_percent == WHOLE:
            return self._share(percent, self.posting.amount - self.claimed)
        return self._share(percent, rounded(self.posting.amount * percent / WHOLE))

    def by_amount(self, amount: Decimal) -> Share:
        whole = self.posting.amount
        if amount + self.claimed == whole:
            return self._share(WHOLE - self.claimed_percent, amount)
        # Too small a part is 0.0000% of the whole; it is the amount that counts.
        percent = (amount * WHOLE / whole).quantize(SHARE_STEP, ROUND_DOWN)
        return self._share(min(percent, WHOLE - self.claimed_percent), amount)

    def _share(self, percent: Decimal, amount: Decimal) -> Share:
        spent = self.posting
        eligible_vat = NOTHING if spent.vat_recoverable else spent.vat
        vat = rounded(eligible_vat * amount / spent.amount)
        return Share(percent, amount - vat, vat, amount)


def spends(postings: QuerySet[Posting], *, but: ClaimLine | None = None) -> list[Spend]:
    """Each with what living claims have of it, the line itself left out. Three queries."""
    lines = ClaimLine.objects.exclude(claim__state=ClaimState.WITHDRAWN)
    if but is not None:
        lines = lines.exclude(pk=but.pk)
    mine = lines.filter(posting=OuterRef("pk")).order_by().values("posting")
    refunds = Posting.objects.filter(refunds=OuterRef("pk"), reversed_by=None).order_by()
    # With the columns that the query adds.
    found: list[Any] = list(
        postings.select_related("source", "organisation").annotate(
            was_reversed=Exists(Posting.objects.filter(reverses=OuterRef("pk"))),
            refunded=_sum(refunds.values("refunds"), "amount"),
            claimed=_sum(mine, "amount"),
            claimed_percent=_sum(mine, "percent"),
        )
    )
    left = _left_of_classes({one.source_id for one in found}, lines)
    return [
        Spend(
            posting=one,
            claimable=NOTHING if one.was_reversed else one.amount + one.refunded,
            claimed=one.claimed,
            claimed_percent=one.claimed_percent,
            left_of_class=left.get((one.source_id, one.expenditure), NOTHING),
        )
        for one in found
    ]


def may_be_claimed(claim: Claim) -> list[Spend]:
    """What the project spent in the period and can still be claimed, and is not in the claim yet;
    the oldest first. A claim for a partner has that partner’s spend alone."""
    project = claim.source.project
    found = Posting.objects.filter(
        source__project=project,
        flow=Flow.SPENT,
        kind__in=CLAIMABLE,
        amount__gt=0,
        on__range=(claim.period_from, claim.period_to),
    ).exclude(claim_lines__claim=claim)
    if claim.organisation_id != project.lead_id:
        found = found.filter(organisation=claim.organisation)
    return [one for one in spends(found.order_by("on", "pk")) if one.left > 0]


def claimed_too_much(claim: Claim) -> list[ClaimLine]:
    """Lines whose spend has been refunded or reversed since, so that less of it can be claimed than
    living claims have."""
    lines = {line.posting_id: line for line in claim.lines.select_related("posting")}
    found = spends(Posting.objects.filter(pk__in=lines))
    return [lines[one.posting.pk] for one in found if one.claimed > one.claimable]


def classes_claimed_too_much(claim: Claim) -> list[str]:
    """Capital or revenue, where living claims ask for more of a funding source than was spent of it
    by now: an adjustment or a reclassification has taken from it since."""
    postings = Posting.objects.filter(claim_lines__claim=claim)
    mine = set(postings.values_list("source", "expenditure"))
    living = ClaimLine.objects.exclude(claim__state=ClaimState.WITHDRAWN)
    left = _left_of_classes({source for source, _ in mine}, living)
    return sorted({expenditure for source, expenditure in mine if left[source, expenditure] < 0})


def _left_of_classes(
    sources: set[int], lines: QuerySet[ClaimLine]
) -> dict[tuple[int, str], Decimal]:
    accruals = Q(kind=PostingKind.ACCRUAL) | Q(reverses__kind=PostingKind.ACCRUAL)
    spent = (
        Posting.objects.filter(source__in=sources, flow=Flow.SPENT)
        .exclude(pk__in=Posting.objects.filter(accruals).values("pk"))
        .order_by()
        .values_list("source", "expenditure")
        .annotate(total=Sum("amount"))
    )
    claimed = (
        lines.filter(posting__source__in=sources)
        .order_by()
        .values_list("posting__source", "posting__expenditure")
        .annotate(total=Sum("amount"))
    )
    left = {(source, expenditure): total for source, expenditure, total in spent}
    for source, expenditure, amount in claimed:
        left[source, expenditure] = left.get((source, expenditure), NOTHING) - amount
    return left


def _sum(rows: QuerySet, column: str) -> Coalesce:
    sums = rows.annotate(total=Sum(F(column))).values("total")
    return Coalesce(Subquery(sums), Value(NOTHING), output_field=MONEY)
