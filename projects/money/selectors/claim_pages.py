"""One claim as its page shows it, and what waits for whom over all projects."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from partners.roles import is_manager
from projects.money.amounts import NOTHING
from projects.money.claim_states import ClaimState, ClaimStep, EvidenceKind
from projects.money.enums import Expenditure
from projects.money.models import Claim, ClaimEvent, ClaimLine
from projects.money.readers import certifier_of, finance_of
from projects.money.selectors import claims
from projects.money.selectors.claims import Left

MONEY = DecimalField(max_digits=16, decimal_places=2)


def with_amount(rows: QuerySet[Claim]) -> QuerySet[Any]:
    """Each with `amount`, the sum of its lines, and `since`, the day of its last step."""
    lines = ClaimLine.objects.filter(claim=OuterRef("pk")).order_by().values("claim")
    total = lines.annotate(total=Sum(F("amount"))).values("total")
    last = ClaimEvent.objects.filter(claim=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        amount=Coalesce(Subquery(total), Value(NOTHING), output_field=MONEY),
        since=Subquery(last.values("on")[:1]),
    ).select_related("source__project", "organisation")


@dataclass(frozen=True)
class LineShown:
    """A line with its files, and what is wanting."""

    line: ClaimLine
    is_too_much: bool

    @cached_property
    def files(self) -> list[Any]:
        return list(self.line.evidence.all())

    @property
    def wants(self) -> list[str]:
        kinds = {one.kind for one in self.files}
        why_not = {
            EvidenceKind.INVOICE: self.line.no_invoice,
            EvidenceKind.PAYMENT: self.line.no_payment,
        }
        return [
            kind.label.lower() for kind, words in why_not.items() if kind not in kinds and not words
        ]


@dataclass(frozen=True)
class ClaimShown:
    claim: Claim
    lines: tuple[LineShown, ...]
    steps: tuple[ClaimEvent, ...]
    left: tuple[Left, ...]

    def _sum(self, expenditure: str) -> Decimal:
        found = (one.line for one in self.lines)
        return sum(
            (line.amount for line in found if line.posting.expenditure == expenditure), NOTHING
        )

    @cached_property
    def classes(self) -> list[tuple[Left, Decimal, Decimal]]:
        """Of each class: what is left of the award, what this claim asks of it, and what then
        remains."""
        found = [(one, self._sum(one.expenditure)) for one in self.left]
        # Of a claim that was paid, its receipt is taken from what is left already.
        is_paid = self.claim.state == ClaimState.PAID
        return [
            (one, asked, one.left if is_paid else one.left - asked)
            for one, asked in found
            if one.awarded or asked
        ]

    @cached_property
    def amount(self) -> Decimal:
        return sum((one.line.amount for one in self.lines), NOTHING)

    @cached_property
    def held_back(self) -> Decimal:
        parts = (asked for _, asked, _ in self.classes)
        return sum((claims.held_back(self.claim, one) for one in parts), NOTHING)

    @property
    def to_be_paid(self) -> Decimal:
        return self.amount - self.held_back

    @property
    def holds_back(self) -> bool:
        """Part of it has been paid, and the rest is still with the funder."""
        claim = self.claim
        return claim.state == ClaimState.PAID and bool(self.held_back) and not claim.released_on

    @property
    def first_wanting(self) -> LineShown | None:
        return next((one for one in self.lines if one.wants), None)

    @property
    def is_too_much(self) -> bool:
        return any(asked and after < 0 for _, asked, after in self.classes) or any(
            one.is_too_much for one in self.lines
        )

    @property
    def seen(self) -> int:
        """Which state of the claim the page shows: a decision carries it along."""
        return len(self.steps)

    @cached_property
    def last(self) -> ClaimEvent:
        return self.steps[-1]

    @property
    def why_sent_back(self) -> ClaimEvent | None:
        if self.claim.state != ClaimState.SENT_BACK:
            return None
        return next((one for one in reversed(self.steps) if one.step == ClaimStep.SENT_BACK), None)


def shown(claim: Claim) -> ClaimShown:
    lines = claim.lines.select_related("posting__source", "posting__organisation").prefetch_related(
        "evidence__paper"
    )
    too_much = {one.pk for one in claims.claimed_too_much(claim)}
    # An approved claim stands in line with the approved alone.
    approving = claim.state in (ClaimState.APPROVED, ClaimState.PAID)
    left = claims.left_to_claim(claim.source, but=claim, approving=approving)
    if claim.state == ClaimState.PAID:
        # What was paid has come already: it is no longer asked for.
        left = claims.left_to_claim(claim.source)
    return ClaimShown(
        claim=claim,
        lines=tuple(LineShown(line, line.pk in too_much) for line in lines),
        steps=tuple(claim.steps.select_related("by")),
        left=tuple(left),
    )


# What waits for whom -----------------------------------------------------------------------------


# Of each; the list of claims has the others.
SHOWN = 50


@dataclass(frozen=True)
class Waiting:
    """Those of one state that have waited longest, of `count` in all."""

    key: str
    title: str
    state: str
    rows: list[Any]
    count: int
    empty: str

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)

    @property
    def state_label(self) -> str:
        return ClaimState(self.state).label


QUEUE = (
    ("sent_back", "Sent back", ClaimState.SENT_BACK, "No claims have been sent back."),
    ("draft", "To prepare", ClaimState.DRAFT, "No claims are being prepared."),
    ("submitted", "To approve", ClaimState.SUBMITTED, "No claims are waiting for approval."),
    ("approved", "To mark as paid", ClaimState.APPROVED, "No claims are waiting for payment."),
    ("held_back", "Grant held back", ClaimState.PAID, "No grant is held back."),
)


def kept_by(user: Any) -> QuerySet[Claim]:
    """Claims of the projects whose claims the person prepares or approves."""
    if is_manager(user):
        return Claim.objects.all()
    return Claim.objects.filter(source__project__lead__in=finance_of(user) | certifier_of(user))


def queue(user: Any) -> list[Waiting]:
    """The longest wait first. Two queries, however many wait."""
    states = [state for _, _, state, _ in QUEUE]
    rows = with_amount(kept_by(user).filter(state__in=states)).order_by("since", "pk")
    rows = rows.exclude(state=ClaimState.PAID, held_back_percent=0).filter(released_on=None)
    lines = ClaimLine.objects.filter(claim=OuterRef("pk")).order_by().values("claim")
    rows = rows.annotate(
        **{
            expenditure.value: Coalesce(
                Subquery(
                    lines.filter(posting__expenditure=expenditure)
                    .annotate(total=Sum("amount"))
                    .values("total")
                ),
                Value(NOTHING),
                output_field=MONEY,
            )
            for expenditure in Expenditure
        }
    )
    keys: dict[str, list[int]] = {state: [] for state in states}
    for state, pk in rows.values_list("state", "pk"):
        keys[state].append(pk)
    found = rows.in_bulk([pk for waiting in keys.values() for pk in waiting[:SHOWN]])
    for one in found.values():
        # Each class is rounded by itself, as it is paid.
        one.held = claims.held_back(one, one.capital) + claims.held_back(one, one.revenue)
    return [
        Waiting(
            key,
            title,
            state,
            # One that has moved on meanwhile is not shown.
            rows=[found[pk] for pk in keys[state][:SHOWN] if pk in found],
            count=len(keys[state]),
            empty=empty,
        )
        for key, title, state, empty in QUEUE
    ]
