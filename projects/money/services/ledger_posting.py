"""A line of the ledger that the portal does not have is posted in one step, and matched."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time
from diz_portal.words import pounds
from projects.money import periods
from projects.money.amounts import NOTHING, eligible
from projects.money.enums import Flow
from projects.money.enums_ledger import How
from projects.money.models import BudgetLine, FundingSource, LedgerLine, Posting
from projects.money.services import ledger_matching, postings


@transaction.atomic
def post(
    *,
    by: User,
    line: LedgerLine,
    source: FundingSource,
    expenditure: str,
    capital_basis: str = "",
    budget_line: BudgetLine | None = None,
    vat: Decimal = NOTHING,
    vat_recoverable: bool = True,
    refund_of: Posting | None = None,
    attempt: str = "",
    **consent: Any,
) -> Posting:
    """A debit is spend; a credit is a receipt, or the refund of spend that is named.

    What counts towards the funding is the amount of the line to the penny: the books agree.
    `consent` is the contract or the consent of spend that needs one (`consents.require`).
    """
    # Two who post the same line meet here: the second sees the posting of the first.
    one_at_a_time(f"ledger matches:{line.project_id}")
    if line.matches.filter(withdrawn_at=None).exists():
        raise NotNow("This line has a posting already. Reload the page to see it")
    # Of several types, each for a parameter of its own.
    said: dict[str, Any] = {
        "by": by,
        "on": day_of(line),
        "expenditure": expenditure,
        "attempt": attempt,
    }
    # A credit that is the refund of spend stays one, also where its own month was locked before.
    if line.is_late and (line.amount > 0 or refund_of is None):
        made = postings.adjust(
            source=source,
            flow=Flow.SPENT if line.amount > 0 else Flow.RECEIVED,
            amount=abs(line.amount),
            capital_basis=capital_basis,
            description=words_of(line),
            reason=_came_late(line),
            for_month=line.period,
            **said,
        )
    elif line.amount > 0:
        net = line.amount if vat_recoverable else line.amount - vat
        if eligible(net, vat, vat_recoverable=vat_recoverable) != line.amount or net <= 0:
            raise Refusal(f"Enter VAT that is less than the amount, {pounds(line.amount)}")
        made = postings.spend(
            source=source,
            net=net,
            vat=vat,
            vat_recoverable=vat_recoverable,
            capital_basis=capital_basis,
            budget_line=budget_line,
            description=words_of(line),
            counterparty=line.supplier,
            transaction_reference=line.transaction_reference,
            is_outturn=line.is_outturn,
            **said,
            **consent,
        )
    elif refund_of is not None:
        made = _refund(line, refund_of, by, attempt)
    else:
        made = postings.receive(
            source=source,
            amount=-line.amount,
            description=words_of(line),
            transaction_reference=line.transaction_reference,
            **said,
        )
    ledger_matching.confirm(by=by, line=line, posting=made, how=How.MADE)
    return made


def _refund(line: LedgerLine, spent: Posting, by: User, attempt: str) -> Posting:
    if not spent.vat_recoverable and spent.vat:
        raise Refusal(
            "The VAT of this spend was not recovered, so part of the refund is VAT. Record the "
            "refund on the page of the funding source, then match it"
        )
    return postings.refund(
        by=by,
        spent=spent,
        on=day_of(line),
        net=-line.amount,
        reason=_came_late(line) if line.is_late else words_of(line),
        attempt=attempt,
    )


def _came_late(line: LedgerLine) -> str:
    return f"In the ledger of {line.period_name} after it was locked"


def day_of(line: LedgerLine) -> date:
    """The day of the line, where it lies in the month that the line is counted in."""
    if periods.month_of(line.on) == line.month and not line.is_outturn:
        return line.on
    last = periods.month_end(line.month)
    if line.is_outturn:
        return last
    return line.month if line.is_late else last


def words_of(line: LedgerLine) -> str:
    return (line.description or line.supplier or f"Transaction {line.transaction_reference}")[:200]
