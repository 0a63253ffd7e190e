"""The statement of a pooled fund: pledged = received + outstanding, received = spent + held.

What does not agree is never hidden in a sum: each difference is a row with its reason and its link.
All amounts are Decimal pounds, of the day and as known at its end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from diz_portal.words import pounds
from projects.money.amounts import NOTHING, rounded
from projects.money.claim_states import ClaimStep
from projects.money.enums import Acceptance, Flow, SourceState
from projects.money.models import (
    Claim,
    ClaimEvent,
    FundingLetter,
    FundingSource,
    InKindGiven,
    Posting,
    SourceEvent,
)
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt

MONEY = DecimalField(max_digits=16, decimal_places=2)


@dataclass(frozen=True)
class Line:
    """One funding source in cash on the day of the statement."""

    source: FundingSource
    state: str
    pledged_capital: Decimal
    pledged_revenue: Decimal
    received: Decimal
    spent: Decimal
    # Of what is outstanding: asked for, approved, and kept by the funder until later.
    claimed: Decimal = NOTHING
    approved: Decimal = NOTHING
    held_back: Decimal = NOTHING

    @property
    def pledged(self) -> Decimal:
        return self.pledged_capital + self.pledged_revenue

    @property
    def outstanding(self) -> Decimal:
        """Less than 0 where more came than was pledged: a difference says so."""
        return self.pledged - self.received

    @property
    def held(self) -> Decimal:
        """Less than 0 where more was spent than has come: a difference says so."""
        return self.received - self.spent

    @property
    def is_secured(self) -> bool:
        return self.state == SourceState.SECURED

    @property
    def state_label(self) -> str:
        return SourceState(self.state).label


@dataclass(frozen=True)
class InKindLine:
    """One contribution in kind: what was promised, given, and accepted as match."""

    source: FundingSource
    pledged: Decimal
    given: Decimal
    # As decided by the day of the statement.
    acceptance: str
    percent: int
    up_to: Decimal | None

    @property
    def accepted(self) -> Decimal:
        """What counts as match: the share the agreement takes, up to its limit."""
        if self.acceptance != Acceptance.ACCEPTED:
            return NOTHING
        counted = rounded(self.given * self.percent / 100)
        return counted if self.up_to is None else min(counted, self.up_to)

    @property
    def acceptance_label(self) -> str:
        return Acceptance(self.acceptance).label


@dataclass(frozen=True)
class Difference:
    """Something that does not agree, in pounds and in words, with the page where it stands."""

    kind: str
    source: FundingSource
    amount: Decimal
    says: str
    url: str


@dataclass(frozen=True)
class Statement:
    as_at: AsAt
    lines: tuple[Line, ...]
    in_kind: tuple[InKindLine, ...]
    differences: tuple[Difference, ...] = field(default=())

    def _total(self, name: str) -> Decimal:
        return sum((getattr(line, name) for line in self.lines), NOTHING)

    @cached_property
    def pledged(self) -> Decimal:
        return self._total("pledged")

    @cached_property
    def secured(self) -> Decimal:
        return sum((line.pledged for line in self.lines if line.is_secured), NOTHING)

    @cached_property
    def received(self) -> Decimal:
        return self._total("received")

    @cached_property
    def outstanding(self) -> Decimal:
        return self.pledged - self.received

    @cached_property
    def spent(self) -> Decimal:
        return self._total("spent")

    @cached_property
    def held(self) -> Decimal:
        return self.received - self.spent

    @cached_property
    def in_kind_accepted(self) -> Decimal:
        return sum((line.accepted for line in self.in_kind), NOTHING)


def of_project(project: Project, as_at: AsAt | None = None) -> Statement:
    return of_sources(FundingSource.objects.filter(project=project), as_at)


def of_sources(sources: QuerySet[FundingSource], as_at: AsAt | None = None) -> Statement:
    """The statement of any set of sources: a project’s, a partner’s, those one person may see."""
    as_at = as_at or AsAt.today()
    # With the columns that the query adds.
    found: list[Any] = list(_with_sums(sources, as_at))
    lines = tuple(_line(one) for one in found if one.is_cash)
    in_kind = tuple(
        InKindLine(
            one,
            pledged=one.capital_then + one.revenue_then,
            given=one.given_then,
            acceptance=one.acceptance_then,
            percent=one.percent_then,
            up_to=one.up_to_then,
        )
        for one in found
        if not one.is_cash and one.state_then != SourceState.WITHDRAWN
    )
    # One that was withdrawn before anything came says nothing any more.
    lines = tuple(
        line for line in lines if line.state != SourceState.WITHDRAWN or line.received or line.spent
    )
    return Statement(as_at, lines, in_kind, tuple(_differences(lines)))


def _with_sums(sources: QuerySet[FundingSource], as_at: AsAt) -> QuerySet[FundingSource]:
    """Each source with what its letters, postings and contributions came to by then."""
    known = {"recorded_at__lt": as_at.known_before}
    letters = FundingLetter.objects.filter(dated_on__lte=as_at.day, **known)
    postings = Posting.objects.known(as_at)
    given = InKindGiven.objects.filter(on__lte=as_at.day, **known)
    steps = SourceEvent.objects.filter(source=OuterRef("pk"), on__lte=as_at.day, **known).order_by(
        "-recorded_at", "-pk"
    )
    state, decided = steps.filter(acceptance=""), steps.exclude(acceptance="")
    return (
        sources.select_related("project", "organisation")
        .annotate(
            capital_then=_sum_of(letters, "capital"),
            revenue_then=_sum_of(letters, "revenue"),
            received_then=_sum_of(postings.filter(flow=Flow.RECEIVED), "amount"),
            spent_then=_sum_of(postings.filter(flow=Flow.SPENT), "amount"),
            claimed_then=_claimed(as_at, ClaimStep.SUBMITTED),
            approved_then=_claimed(as_at, ClaimStep.APPROVED, ClaimStep.UNPAID),
            held_back_then=_claimed(as_at, ClaimStep.PAID, ClaimStep.UNRELEASED),
            given_then=_sum_of(given, "amount"),
            state_then=Coalesce(Subquery(state.values("state")[:1]), Value(SourceState.EXPECTED)),
            acceptance_then=Coalesce(
                Subquery(decided.values("acceptance")[:1]), Value(Acceptance.ASKED)
            ),
            percent_then=Coalesce(Subquery(decided.values("accepted_percent")[:1]), Value(100)),
            up_to_then=Subquery(decided.values("accepted_up_to")[:1]),
        )
        .order_by("project__title", "kind", "title", "pk")
    )


def _sum_of(rows: QuerySet, column: str) -> Coalesce:
    sums = (
        rows.filter(source=OuterRef("pk"))
        .order_by()
        .values("source")
        .annotate(total=Sum(F(column)))
        .values("total")
    )
    return Coalesce(Subquery(sums), Value(NOTHING), output_field=MONEY)


def _claimed(as_at: AsAt, *steps: str) -> Coalesce:
    """What stood at one of these steps by then: all of a claim before it is paid, and after that
    what is held back of it."""
    moves = ClaimEvent.objects.filter(
        claim=OuterRef("pk"), on__lte=as_at.day, recorded_at__lt=as_at.known_before
    ).exclude(step=ClaimStep.CHANGED)
    last = moves.order_by("-pk")
    amount = F("held_back") if ClaimStep.PAID in steps else F("capital") + F("revenue")
    at_it = Claim.objects.annotate(
        step_then=Subquery(last.values("step")[:1]),
        then=Subquery(last.annotate(then=amount).values("then")[:1]),
    ).filter(step_then__in=steps)
    return _sum_of(at_it, "then")


def _line(source) -> Line:
    withdrawn = source.state_then == SourceState.WITHDRAWN
    return Line(
        source=source,
        state=source.state_then,
        # What was withdrawn is pledged no more.
        pledged_capital=NOTHING if withdrawn else source.capital_then,
        pledged_revenue=NOTHING if withdrawn else source.revenue_then,
        received=source.received_then,
        spent=source.spent_then,
        claimed=source.claimed_then,
        approved=source.approved_then,
        held_back=source.held_back_then,
    )


def _differences(lines: Iterable[Line]) -> Iterable[Difference]:
    for line in lines:
        url = reverse("money:source", args=[line.source.project.slug, line.source.reference])

        def found(kind: str, amount: Decimal, says: str, line=line, url=url) -> Difference:
            return Difference(kind, line.source, amount, says, url)

        if line.pledged and line.state == SourceState.EXPECTED:
            yield found("not_secured", line.pledged, f"{pounds(line.pledged)} is not secured")
        for kind, amount, says in (
            ("claimed", line.claimed, "is claimed and not yet approved"),
            ("approved", line.approved, "is approved and not yet paid"),
            ("held_back", line.held_back, "is held back by the funder"),
        ):
            if amount:
                yield found(kind, amount, f"{pounds(amount)} {says}")
        asked = line.claimed + line.approved + line.held_back
        if asked > (left := max(line.outstanding, NOTHING)):
            more = asked - left
            yield found(
                "more_than_left",
                more,
                f"{pounds(more)} more is claimed, approved or held back than is left of the award",
            )
        if line.outstanding < 0:
            more = -line.outstanding
            withdrawn = line.state == SourceState.WITHDRAWN
            says = (
                "was received before it was withdrawn"
                if withdrawn
                else "more was received than was pledged"
            )
            yield found("more_than_pledged", more, f"{pounds(more)} {says}")
        if line.held < 0:
            yield found(
                "spent_ahead",
                -line.held,
                f"{pounds(-line.held)} more was spent than was received",
            )
