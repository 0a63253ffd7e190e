"""A month is reconciled: what differs is explained, who keeps the accounts signs it, a certifier
locks it. There is no way back from there: a locked month is adjusted from an open one."""

from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from diz_portal.words import pounds
from projects.money import periods
from projects.money.enums_ledger import MONTH_MOVES, MonthState
from projects.money.models import LedgerDifference, LedgerLine, LedgerMonth, Posting
from projects.money.selectors import ledger
from projects.money.services import ledger_matching
from projects.portfolio.models import Project


class NotOpen(NotNow):
    def __init__(self, month: LedgerMonth):
        super().__init__(
            f"{month.name} is locked. Record an adjustment in an open month instead"
            if month.is_locked
            else f"{month.name} is signed. Withdraw the signature before you change it"
        )


class Unexplained(NotNow):
    def __init__(self, amount: Decimal):
        super().__init__(
            f"{pounds(amount)} of the difference has no explanation. Explain it, then sign"
        )


class FiguresMoved(NotNow):
    message = (
        "The figures have changed since they were signed. Withdraw the signature, check the "
        "month and sign it again"
    )


class SameEyes(NotNow):
    message = "You signed this month. Ask another certifier to lock it"


@transaction.atomic
def begin(*, project: Project, month: date, is_outturn: bool) -> LedgerMonth:
    """The month that is worked on, made when somebody first does."""
    # Two who begin it meet here, and not at the key.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    found, _ = LedgerMonth.objects.get_or_create(
        project=project,
        month=month,
        is_outturn=is_outturn,
        defaults={"organisation": project.lead},
    )
    return _locked(found)


@transaction.atomic
def explain(
    *,
    by: User,
    project: Project,
    month: date,
    is_outturn: bool,
    kind: str,
    says: str,
    amount: Decimal,
    line: LedgerLine | None = None,
    posting: Posting | None = None,
    attempt: str = "",
) -> LedgerDifference:
    """Say why the ledger is so much more than the portal, or less."""
    found = begin(project=project, month=month, is_outturn=is_outturn)
    facts = {"ledger_month_id": found.pk, "amount": amount}
    if known := sent_before(LedgerDifference, attempt, "explanation", **facts):
        return known
    _require_open(found)
    if not amount:
        raise Refusal("Enter an amount other than £0")
    if not says.strip():
        raise Refusal("Enter why they differ")
    return found.differences.create(
        kind=kind,
        says=says.strip(),
        amount=amount,
        line=line,
        posting=posting,
        attempt=attempt,
        by=by,
    )


@transaction.atomic
def take_out(*, by: User, difference: LedgerDifference) -> None:
    """An explanation that was none; only while the month is open."""
    _require_open(_locked(difference.ledger_month))
    difference.delete()


@transaction.atomic
def sign(*, by: User, project: Project, month: date, is_outturn: bool) -> LedgerMonth:
    """Answer for the totals of a month that has ended, every penny of the difference explained."""
    ledger_matching.match(project=project)
    found = begin(project=project, month=month, is_outturn=is_outturn)
    _require_open(found)
    if periods.month_end(month) >= timezone.localdate():
        raise NotNow(f"{found.name} has not ended. Wait until it has, then sign it")
    shown = ledger.month(project, month, is_outturn=is_outturn)
    if shown.unexplained:
        raise Unexplained(shown.unexplained)
    return _move(
        found,
        MonthState.SIGNED,
        ledger_total=shown.ledger,
        portal_total=shown.portal,
        signed_by=by,
        signed_at=timezone.now(),
        signed_on=timezone.localdate(),
    )


@transaction.atomic
def withdraw(*, by: User, month: LedgerMonth) -> LedgerMonth:
    """Take the signature back, so that the month can be put right."""
    return _move(
        _locked(month),
        MonthState.OPEN,
        ledger_total=None,
        portal_total=None,
        signed_by=None,
        signed_at=None,
        signed_on=None,
    )


@transaction.atomic
def lock(*, by: User, month: LedgerMonth) -> LedgerMonth:
    """For good: from then on the month takes neither a posting nor a line of the ledger."""
    _let_writers_end()
    month = _locked(month)
    if month.signed_by_id == by.pk:
        raise SameEyes
    if month.is_signed:
        shown = ledger.month(month.project, month.month, is_outturn=month.is_outturn)
        if shown.has_moved or shown.unexplained:
            raise FiguresMoved
    return _move(month, MonthState.LOCKED, locked_by=by, locked_at=timezone.now())


def _let_writers_end() -> None:
    """Those who are writing a posting or a line end first, also where the month was not begun yet
    when they started; and until the transaction ends, nobody begins."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE projects_posting, projects_ledgerline IN SHARE MODE")


def _locked(month: LedgerMonth) -> LedgerMonth:
    return (
        LedgerMonth.objects.select_for_update(of=("self",))
        .select_related("project__lead")
        .get(pk=month.pk)
    )


def _require_open(month: LedgerMonth) -> None:
    if not month.is_open:
        raise NotOpen(month)


def _move(month: LedgerMonth, state: MonthState, **facts: object) -> LedgerMonth:
    if state not in MONTH_MOVES[MonthState(month.state)]:
        raise NotNow(
            f"{month.name} is {month.get_state_display().lower()}. Reload the page to see what you "
            "can do"
        )
    month.state = state
    for name, value in facts.items():
        setattr(month, name, value)
    month.save(update_fields=["state", *facts])
    return month
