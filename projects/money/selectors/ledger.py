"""The accountable body's ledger against the portal, month by month. Pounds; what was spent, or is
a debit, is more than 0, what came, or is a credit, less."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from diz_portal.names import folded
from diz_portal.sql import quoted
from projects.money import periods
from projects.money.amounts import NOTHING
from projects.money.enums import Flow, PostingKind
from projects.money.enums_ledger import MonthState
from projects.money.models import (
    LedgerDifference,
    LedgerLine,
    LedgerMatch,
    LedgerMonth,
    Posting,
)
from projects.portfolio.models import Project
from projects.rollout.standing import AsAt

MONEY = DecimalField(max_digits=16, decimal_places=2)
SIGNED = Case(When(flow=Flow.SPENT, then=F("amount")), default=-F("amount"), output_field=MONEY)
# How far from the day of a line a posting of its amount may be, to be proposed.
NEAR = timedelta(days=45)
PROPOSED = 3


def lines_of(project: Project) -> QuerySet[LedgerLine]:
    return LedgerLine.objects.current().filter(project=project, organisation=project.lead_id)


def postings_of(project: Project) -> QuerySet[Posting]:
    """Those of the accountable body: what a partner holds and spends is in no ledger of its."""
    return Posting.objects.filter(source__project=project, organisation=project.lead_id)


def _standing() -> QuerySet[LedgerMatch]:
    return LedgerMatch.objects.standing()


def is_matched() -> Exists:
    return Exists(_standing().filter(line=OuterRef("pk")))


def without_line(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    """Those with no line of the ledger. A slip and its reversal of the same day stand for
    nothing, and are left out; an accrual and its reversal are of two months."""
    back = Posting.objects.filter(reverses=OuterRef("pk"), on=OuterRef("on"))
    slip = Posting.objects.filter(pk=OuterRef("reverses"), on=OuterRef("on"))
    return postings.filter(
        ~Exists(_standing().filter(posting=OuterRef("pk"))), ~Exists(back), ~Exists(slip)
    )


def total_of_ledger(project: Project, as_at: AsAt | None = None) -> Decimal:
    """The whole ledger of a project, also on a past day, as it was known then."""
    if as_at is None:
        found = lines_of(project)
    else:
        found = LedgerLine.objects.known(as_at).filter(
            project=project, organisation=project.lead_id
        )
    return found.aggregate(total=Sum("amount"))["total"] or NOTHING


@dataclass(frozen=True)
class Month:
    """A month, or the outturn of a year, with both totals."""

    month: date
    is_outturn: bool
    ledger: Decimal
    portal: Decimal
    explained: Decimal
    row: LedgerMonth | None

    @property
    def name(self) -> str:
        return periods.month_name(self.month, is_outturn=self.is_outturn)

    @property
    def slug(self) -> str:
        return slug_of(self.month, is_outturn=self.is_outturn)

    @property
    def difference(self) -> Decimal:
        return self.ledger - self.portal

    @property
    def unexplained(self) -> Decimal:
        return self.difference - self.explained

    @property
    def state(self) -> str:
        return self.row.state if self.row else MonthState.OPEN

    @property
    def state_label(self) -> str:
        return MonthState(self.state).label

    @property
    def has_ended(self) -> bool:
        return periods.month_end(self.month) < timezone.localdate()

    @property
    def is_locked(self) -> bool:
        return self.state == MonthState.LOCKED

    @property
    def is_signed(self) -> bool:
        return self.state == MonthState.SIGNED

    @property
    def has_moved(self) -> bool:
        """Signed, and its figures are not what was signed any more."""
        row = self.row
        return (
            self.is_signed
            and row is not None
            and ((row.ledger_total, row.portal_total) != (self.ledger, self.portal))
        )


def slug_of(month: date, *, is_outturn: bool) -> str:
    return periods.slug_of(month) + ("-outturn" if is_outturn else "")


def as_month(slug: str) -> tuple[date, bool]:
    """What an address names: `2026-09`, or `2026-03-outturn`. ValueError where it names none."""
    text = slug.removesuffix("-outturn")
    month, is_outturn = periods.as_month(text), text != slug
    if periods.slug_of(month) != text or (is_outturn and not periods.is_year_end(month)):
        raise ValueError(slug)
    return month, is_outturn


def months(project: Project) -> list[Month]:
    """Since the first line of the ledger, the latest first. Four queries."""
    ledger = _sums(lines_of(project), F("amount"))
    if not ledger:
        return []
    first = min(month for month, _ in ledger)
    portal = _sums(postings_of(project).filter(month__gte=first), SIGNED)
    rows = {(one.month, one.is_outturn): one for one in _rows(project)}
    found = sorted({*ledger, *portal, *rows}, reverse=True)
    return [_month(one, ledger, portal, rows) for one in found]


def month(project: Project, first_day: date, *, is_outturn: bool) -> Month:
    where = {"month": first_day, "is_outturn": is_outturn}
    rows = {(one.month, one.is_outturn): one for one in _rows(project).filter(**where)}
    return _month(
        (first_day, is_outturn),
        _sums(lines_of(project).filter(**where), F("amount")),
        _sums(postings_of(project).filter(**where), SIGNED),
        rows,
    )


def _rows(project: Project) -> QuerySet[Any]:
    return (
        LedgerMonth.objects.filter(project=project)
        .select_related("signed_by", "locked_by")
        .annotate(
            explained=Coalesce(
                Subquery(
                    LedgerDifference.objects.filter(ledger_month=OuterRef("pk"))
                    .order_by()
                    .values("ledger_month")
                    .annotate(total=Sum("amount"))
                    .values("total")
                ),
                Value(NOTHING),
                output_field=MONEY,
            )
        )
    )


# Every month of every ledger, from one to the next by its index: of a month with ten thousand lines
# one is read, and of a March each until an outturn comes. Then those that nobody has signed, and in
# which a line still stands.
TO_RECONCILE = f"""
    WITH RECURSIVE found AS (
        (SELECT project_id, month FROM projects_ledgerline ORDER BY project_id, month LIMIT 1)
        UNION ALL
        SELECT next.project_id, next.month FROM found CROSS JOIN LATERAL (
            SELECT project_id, month FROM projects_ledgerline l
            WHERE (l.project_id, l.month) > (found.project_id, found.month)
            ORDER BY project_id, month LIMIT 1
        ) AS next
    )
    SELECT p.slug, p.title, found.month, part.is_outturn
    FROM found
    JOIN projects_project p ON p.id = found.project_id
    JOIN (VALUES (false), (true)) AS part (is_outturn)
        ON NOT part.is_outturn OR extract(month FROM found.month) = 3
    CROSS JOIN LATERAL (
        SELECT FROM projects_ledgerline l
        WHERE l.project_id = found.project_id AND l.month = found.month
            AND l.is_outturn = part.is_outturn AND NOT l.is_withdrawn
            AND (%s OR l.organisation_id = ANY(%s))
            -- Asked of one line after the other: as a join it would read them all.
            AND (SELECT n.id FROM projects_ledgerline n WHERE n.supersedes_id = l.id) IS NULL
        LIMIT 1
    ) AS standing
    WHERE found.month < %s
        AND NOT EXISTS (
            SELECT 1 FROM projects_ledgermonth m
            WHERE m.project_id = found.project_id AND m.month = found.month
                AND m.is_outturn = part.is_outturn AND m.state <> {quoted(MonthState.OPEN)}
        )
    ORDER BY p.title, found.month, part.is_outturn
"""  # noqa: S608  words of ours


def to_reconcile(before: date, organisations: set[int] | None) -> list[tuple[str, str, date, bool]]:
    """Months of the ledgers of these bodies, or of all, that nobody has signed: project, title,
    month and whether it is the outturn. One query."""
    with connection.cursor() as cursor:
        whose = sorted(organisations or ())
        cursor.execute(TO_RECONCILE, [organisations is None, whose, before])
        return cursor.fetchall()


def _sums(rows: QuerySet, amount: Any) -> dict[tuple[date, bool], Decimal]:
    found = rows.order_by().values_list("month", "is_outturn").annotate(total=Sum(amount))
    return {(first_day, is_outturn): total for first_day, is_outturn, total in found}


def _month(one: tuple[date, bool], ledger: dict, portal: dict, rows: dict[Any, Any]) -> Month:
    row = rows.get(one)
    return Month(
        *one,
        ledger.get(one, NOTHING),
        portal.get(one, NOTHING),
        row.explained if row else NOTHING,
        row,
    )


class Reconciliation:
    """One month in lists: what agrees, what the ledger changed, and what stands alone."""

    def __init__(self, project: Project, month: Month):
        self.project, self.month = project, month
        where = {"month": month.month, "is_outturn": month.is_outturn}
        self._lines = lines_of(project).filter(**where).order_by("on", "pk")
        self._postings = postings_of(project).filter(**where).order_by("on", "pk")

    def _with_matched(self) -> QuerySet[Any]:
        matched = (
            _standing()
            .filter(line=OuterRef("pk"))
            .order_by()
            .values("line")
            .annotate(
                total=Sum(
                    Case(
                        When(posting__flow=Flow.SPENT, then=F("posting__amount")),
                        default=-F("posting__amount"),
                        output_field=MONEY,
                    )
                )
            )
            .values("total")
        )
        other_month = (
            _standing()
            .filter(line=OuterRef("pk"))
            .exclude(posting__month=self.month.month, posting__is_outturn=self.month.is_outturn)
        )
        return self._lines.filter(is_matched()).annotate(
            matched=Subquery(matched, output_field=MONEY), is_timing=Exists(other_month)
        )

    @cached_property
    def unmatched(self) -> QuerySet[LedgerLine]:
        return self._lines.filter(~is_matched())

    @cached_property
    def differing(self) -> QuerySet[Any]:
        """Matched, and another amount than in the portal, or of another month there."""
        return self._with_matched().filter(~Q(matched=F("amount")) | Q(is_timing=True))

    @cached_property
    def agreed(self) -> QuerySet[Any]:
        return self._with_matched().filter(matched=F("amount"), is_timing=False)

    @cached_property
    def changed(self) -> QuerySet[LedgerLine]:
        """Lines that a later file changed."""
        return self._lines.filter(supersedes__is_withdrawn=False).select_related("supersedes")

    @cached_property
    def late(self) -> QuerySet[LedgerLine]:
        return self._lines.exclude(period=self.month.month)

    def unexplained(self, name: str) -> QuerySet[Any]:
        """Those of a list about which no row of the month’s explanations says why."""
        about = "posting" if name == "missing" else "line"
        explained = LedgerDifference.objects.filter(
            ledger_month=self.month.row.pk if self.month.row else None,
            **{f"{about}__isnull": False},
        )
        return getattr(self, name).exclude(pk__in=explained.values(about))

    @cached_property
    def missing(self) -> QuerySet[Posting]:
        """Postings that the ledger does not have."""
        return without_line(self._postings).select_related("source")


@dataclass(frozen=True)
class Item:
    """A line, with what was or could be matched with it."""

    line: Any
    postings: list[Posting]


def with_postings(lines: Iterable[LedgerLine]) -> list[Item]:
    """Lines with the postings they are matched with. One query."""
    found = list(lines)
    matches = (
        _standing().filter(line__in=found).select_related("posting__source").order_by("posting_id")
    )
    by_line: dict[int, list[Posting]] = {}
    for one in matches:
        by_line.setdefault(one.line_id, []).append(one.posting)
    return [Item(line, by_line.get(line.pk, [])) for line in found]


def with_proposals(project: Project, lines: Iterable[LedgerLine]) -> list[Item]:
    """Unmatched lines with the postings that may be the same: of their amount, near their day; the
    same counterparty first, then the nearest. One query."""
    found = list(lines)
    if not found:
        return []
    days = [line.on for line in found]
    wanted = {line.amount for line in found}
    postings: Any = (
        without_line(postings_of(project))
        .exclude(kind=PostingKind.REVERSAL)
        .annotate(signed=SIGNED)
        .filter(signed__in=wanted, on__range=(min(days) - NEAR, max(days) + NEAR))
        .select_related("source")
    )
    by_amount: dict[Decimal, list[Any]] = {}
    for one in postings:
        by_amount.setdefault(one.signed, []).append(one)
    return [Item(line, _nearest(line, by_amount.get(line.amount, []))) for line in found]


def _nearest(line: LedgerLine, postings: list[Any]) -> list[Posting]:
    supplier = folded(line.supplier)
    near = [one for one in postings if abs(one.on - line.on) <= NEAR]
    near.sort(
        key=lambda one: (
            not supplier or folded(one.counterparty) != supplier,
            abs(one.on - line.on),
            one.pk,
        )
    )
    return near[:PROPOSED]


def versions(line: LedgerLine) -> list[LedgerLine]:
    """What the ledger said of it, one file after the other; the latest last."""
    return list(
        LedgerLine.objects.filter(
            organisation=line.organisation_id,
            transaction_reference=line.transaction_reference,
            line=line.line,
        )
        .select_related("batch")
        .order_by("pk")
    )
