"""The accountable body's ledger in the example: a month signed and locked with one honest
difference, and the next one still open. References and suppliers are invented."""

import hashlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.imports.models import ImportAction, ImportState
from projects.example.claims import officers
from projects.example.money import Book
from projects.money import periods
from projects.money.enums import Flow, PostingKind
from projects.money.enums_ledger import How, MonthState, Why
from projects.money.models import (
    LedgerDifference,
    LedgerImportBatch,
    LedgerImportRow,
    LedgerLine,
    LedgerMatch,
    LedgerMonth,
    Posting,
)
from projects.money.selectors import ledger
from projects.portfolio.models import Project

# The days of the month after on which a month is imported, explained, signed and locked.
IMPORTED, EXPLAINED, SIGNED, LOCKED = 6, 7, 8, 10
HEADINGS = {
    "Reference": "transaction_reference",
    "Date": "on",
    "Amount": "amount",
    "Supplier": "supplier",
    "Narrative": "description",
}
ASTRAY = Decimal("312.40")


class Export:
    """The lines of a month as a file brought them in, on a day of the month after."""

    def __init__(self, project: Project, month: date, by: User):
        self.project, self.month, self.by = project, month, by
        self.at = _moment(month, IMPORTED)
        self.lines: list[LedgerLine] = []
        self.batch = LedgerImportBatch.objects.create(
            organisation=project.lead,
            project=project,
            file_name=f"ledger-{periods.slug_of(month)}.csv",
            sha256=hashlib.sha256(periods.slug_of(month).encode()).hexdigest(),
            state=ImportState.APPLIED,
            found={"headings": list(HEADINGS)},
            headings=HEADINGS,
            uploaded_by=by,
            uploaded_at=self.at,
            applied_by=by,
            applied_at=self.at,
            file_deleted_at=self.at,
        )

    def line(
        self, reference: str, on: date, amount: Decimal, supplier: str, description: str
    ) -> LedgerLine:
        line = LedgerLine.objects.create(
            project=self.project,
            organisation=self.project.lead,
            transaction_reference=reference,
            on=on,
            period=self.month,
            month=self.month,
            amount=amount,
            supplier=supplier,
            description=description,
            batch=self.batch,
            recorded_at=self.at,
        )
        self.lines.append(line)
        return line

    def of(self, posting: Posting, otherwise: str) -> None:
        """A line of the portal's posting: by its reference, or confirmed by the officer."""
        spent = posting.flow == Flow.SPENT
        line = self.line(
            posting.transaction_reference or otherwise,
            posting.on,
            posting.amount if spent else -posting.amount,
            posting.counterparty,
            posting.description,
        )
        known = bool(posting.transaction_reference)
        LedgerMatch.objects.create(
            line=line,
            posting=posting,
            how=How.REFERENCE if known else How.CONFIRMED,
            by=None if known else self.by,
            at=self.at,
        )

    def done(self) -> None:
        """What the file's preview said, by which the import is undone."""
        LedgerImportRow.objects.bulk_create(
            LedgerImportRow(
                batch=self.batch,
                number=number,
                action=ImportAction.CREATE,
                label=f"{line.transaction_reference} {line.supplier}".strip(),
                values={
                    "transaction_reference": line.transaction_reference,
                    "line": line.line,
                    "on": line.on.isoformat(),
                    "period": line.period.isoformat(),
                    "month": line.month.isoformat(),
                    "is_outturn": False,
                    "amount": str(line.amount),
                    "supplier": line.supplier,
                    "description": line.description,
                    "reference": line.reference,
                },
                record_id=line.pk,
            )
            for number, line in enumerate(self.lines, 2)
        )
        number = len(self.lines)
        LedgerImportBatch.objects.filter(pk=self.batch.pk).update(
            done=number,
            total=number,
            summary={"create": number, "change": 0, "unchanged": 0, "error": 0, "skipped": {}},
        )


def load(project: Project, today: date) -> str:
    """After everything that posts to the project: a locked month takes no posting any more."""
    finance, certifier = officers(project)
    recent = _before(periods.month_of(today))
    settled = _before(recent)
    book = Book(project, finance, today)
    office = project.funding_sources.get(title="Project management")
    book.post(
        office,
        (today - settled).days - 11,
        PostingKind.SPEND,
        Decimal(1185),
        description="Legal advice on wayleaves",
        counterparty="Marden Ash Solicitors",
        transaction_reference="AP-61204",
    )
    # Paid by card, so without the ledger's reference: its line is proposed, and not matched.
    visit = book.post(
        office,
        (today - recent).days - 8,
        PostingKind.SPEND,
        Decimal("264.50"),
        description="Minibus for site visits",
        counterparty="Hazelend Coaches",
    )

    first = Export(project, settled, finance)
    for number, posting in enumerate(_postings(project, settled)):
        first.of(posting, f"JNL-{20_310 + 7 * number}")
    astray = first.line(
        "JNL-20417", settled + timedelta(days=19), ASTRAY, "Stortbus Travel", "Staff travel"
    )
    first.done()
    _reconcile(first, astray, recent, certifier)

    second = Export(project, recent, finance)
    for number, posting in enumerate(_postings(project, recent).exclude(pk=visit.pk)):
        second.of(posting, f"JNL-{20_510 + 7 * number}")
    second.line(
        "CARD-30518",
        visit.on + timedelta(days=2),
        visit.amount,
        visit.counterparty,
        "Minibus hire, 2 days",
    )
    second.line(
        "AP-61377", recent + timedelta(days=15), Decimal(148), "Netteswell Print", "Notices"
    )
    second.line(
        "JNL-20466", recent + timedelta(days=20), -ASTRAY, "Stortbus Travel", "Corrects JNL-20417"
    )
    second.done()
    return f"{len(first.lines) + len(second.lines)} ledger lines"


def _postings(project: Project, month: date) -> QuerySet[Posting]:
    return ledger.postings_of(project).filter(month=month).order_by("on", "pk")


def _reconcile(export: Export, astray: LedgerLine, next_month: date, certifier: User) -> None:
    """The finance officer explains what differs and signs; a second person locks."""
    project, month = export.project, export.month
    row = LedgerMonth.objects.create(project=project, organisation=project.lead, month=month)
    LedgerDifference.objects.create(
        ledger_month=row,
        kind=Why.NOT_OURS,
        says="Travel of the libraries team, charged to this project in error. The ledger corrects "
        f"it in {periods.month_name(next_month)}",
        amount=astray.amount,
        line=astray,
        by=export.by,
        recorded_at=_moment(month, EXPLAINED),
    )
    found = ledger.month(project, month, is_outturn=False)
    mine = LedgerMonth.objects.filter(pk=row.pk)
    signed_at = _moment(month, SIGNED)
    mine.update(
        state=MonthState.SIGNED,
        ledger_total=found.ledger,
        portal_total=found.portal,
        signed_by=export.by,
        signed_at=signed_at,
        signed_on=signed_at.date(),
    )
    mine.update(state=MonthState.LOCKED, locked_by=certifier, locked_at=_moment(month, LOCKED))


def _before(month: date) -> date:
    return periods.month_of(month - timedelta(days=1))


def _moment(month: date, day: int) -> datetime:
    """Of a day of the month after; early in a month that day has not come yet."""
    on = periods.next_month(month).replace(day=day)
    return min(timezone.make_aware(datetime.combine(on, time(9, 40))), timezone.now())
