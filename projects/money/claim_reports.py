"""The claims of a project as a report: each claim, and each line with its evidence."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.urls import reverse

from diz_portal.reports.declaring import (
    Column,
    Figure,
    Figures,
    Kind,
    Linked,
    Paper,
    ProjectQuestion,
    Question,
    Report,
    Section,
    Table,
    register,
)
from projects.money.amounts import NOTHING
from projects.money.claim_states import PAYING, ClaimStep, EvidenceKind, state_after
from projects.money.models import Claim, ClaimEvent, ClaimLine
from projects.money.selectors.claim_pages import MONEY, with_amount
from projects.money.selectors.statement import Statement, of_project
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt

CLAIMS = (
    Column("claim", "Claim"),
    Column("source", "Funding source"),
    Column("claimed_for", "Claimed for"),
    Column("period_from", "Period from", Kind.DAY),
    Column("period_to", "Period to", Kind.DAY),
    Column("status", "Status"),
    Column("amount", "Claimed (£)", Kind.POUNDS),
    Column("held_back", "Grant held back (%)", Kind.NUMBER),
    Column("paid_on", "Paid", Kind.DAY),
)
LINES = (
    Column("claim", "Claim"),
    Column("paid_on", "Date", Kind.DAY),
    Column("spend", "Spend"),
    Column("paid_to", "Paid to"),
    Column("transaction", "Transaction reference"),
    Column("class", "Capital or revenue"),
    Column("share", "Share (%)", Kind.NUMBER),
    Column("net", "Net (£)", Kind.POUNDS),
    Column("vat", "Eligible VAT (£)", Kind.POUNDS),
    Column("amount", "Claimed (£)", Kind.POUNDS),
    Column("invoice", "Invoice"),
    Column("payment", "Proof of payment"),
)

IN_PREPARATION = [ClaimStep.STARTED, ClaimStep.SENT_BACK]


@register
class ClaimsOfAProject(Report):
    name = "claims"
    title = "Claims"
    about = "Each claim with its status, and each line with its share and evidence."
    asks = ProjectQuestion
    csv_table = "lines"
    order = 51

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        if answers is None:
            return user.has_perm("projects.see_money")
        return user.has_perm("projects.see_money", answers["project"])

    def paper(self, question: Question) -> Paper:
        project: Project = question.answers["project"]
        as_at = AsAt.on(question.as_at)
        shown = of_project(project, as_at)
        claims = as_they_were(Claim.objects.filter(source__project=project), as_at)
        return Paper(
            self.said(question),
            [
                Section("claims", "Claims", [_figures(shown), _claims(claims)]),
                Section("lines", "Lines", [_lines(claims)]),
            ],
        )


def as_they_were(claims: QuerySet[Claim], as_at: AsAt) -> QuerySet[Any]:
    """Each with `step_then`, its last step by that day, and `then`, what it came to: of one that
    was being prepared, what its lines come to now."""
    last = (
        ClaimEvent.objects.filter(
            claim=OuterRef("pk"), on__lte=as_at.day, recorded_at__lt=as_at.known_before
        )
        .exclude(step=ClaimStep.CHANGED)
        .order_by("-pk")
    )
    worth = last.annotate(worth=F("capital") + F("revenue")).values("worth")
    return (
        with_amount(claims)
        .annotate(
            step_then=Subquery(last.values("step")[:1]),
            then=Case(
                When(step_then__in=IN_PREPARATION, then=F("amount")),
                default=Subquery(worth[:1]),
                output_field=MONEY,
            ),
        )
        .exclude(step_then=None)
    )


def _status(step: str) -> str:
    return str(state_after(step).label)


def _figures(shown: Statement) -> Figures:
    def total(name: str) -> Any:
        return sum((getattr(line, name) for line in shown.lines), NOTHING)

    return Figures(
        "totals",
        [
            Figure("received", "Received (£)", shown.received, Kind.POUNDS),
            Figure("claimed", "Claimed, not yet approved (£)", total("claimed"), Kind.POUNDS),
            Figure("approved", "Approved, not yet paid (£)", total("approved"), Kind.POUNDS),
            Figure("held_back", "Grant held back (£)", total("held_back"), Kind.POUNDS),
        ],
    )


def _linked(claim: Claim) -> Linked:
    url = reverse("money:claim", args=[claim.source.project.slug, claim.reference])
    return Linked(claim.reference, url)


def _claims(claims: QuerySet[Any]) -> Table:
    # With the columns that the query adds.
    found = claims.order_by("period_to", "pk")

    def rows() -> Iterator[tuple]:
        for one in found.iterator(500):
            yield (
                _linked(one),
                one.source.title,
                one.organisation.name,
                one.period_from,
                one.period_to,
                _status(one.step_then),
                one.then,
                one.held_back_percent,
                one.paid_on if one.step_then in PAYING else None,
            )

    return Table(
        "claims", "Claims", CLAIMS, rows, found.count(), empty="No claims have been started."
    )


def _lines(claims: QuerySet[Any]) -> Table:
    found = (
        ClaimLine.objects.filter(
            claim__in=claims.exclude(step_then=ClaimStep.WITHDRAWN).values("pk")
        )
        .select_related("claim__source__project", "posting")
        .prefetch_related("evidence")
        .order_by("claim__period_to", "claim", "posting__on", "pk")
    )

    def rows() -> Iterator[tuple]:
        for one in found.iterator(500):
            kinds = {file.kind for file in one.evidence.all()}
            yield (
                _linked(one.claim),
                one.posting.on,
                one.posting.description,
                one.posting.counterparty,
                one.posting.transaction_reference,
                one.posting.get_expenditure_display(),
                one.percent,
                one.net,
                one.vat,
                one.amount,
                _kept(EvidenceKind.INVOICE in kinds, one.no_invoice),
                _kept(EvidenceKind.PAYMENT in kinds, one.no_payment),
            )

    return Table(
        "lines",
        "Lines of claims",
        LINES,
        rows,
        found.count(),
        note="Withdrawn claims are left out. No cost is claimed twice.",
        empty="No spend has been claimed.",
    )


def _kept(is_kept: bool, why_not: str) -> str:
    return "Yes" if is_kept else f"No: {why_not}" if why_not else "No"
