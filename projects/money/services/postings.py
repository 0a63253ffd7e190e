"""Money comes and goes: each posting is a row that stays, and a slip is put right by its opposite.

All of them wait for the lock of their funding source.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.references import new_reference
from diz_portal.sent_once import sent_before
from diz_portal.words import pounds, uk_date
from partners.models import Organisation
from projects.money import periods
from projects.money.amounts import NOTHING, eligible, rounded
from projects.money.enums import Expenditure, Flow, PostingKind, SourceState
from projects.money.models import BudgetLine, FundingSource, Posting, Regrant
from projects.money.regrant_enums import RegrantState
from projects.money.selectors import regrants
from projects.money.services import consents
from projects.money.services.locked_months import require_open
from projects.money.services.reasons import why
from projects.money.services.sources import locked, not_in_the_future


class OnlyCash(Refusal):
    message = "This is given in kind, not in cash. Record a contribution instead"


class WasReversed(Refusal):
    message = "This posting has been reversed. Reload the page to see the reversal"


@transaction.atomic
def receive(
    *,
    by: User,
    source: FundingSource,
    on: date,
    amount: Decimal,
    expenditure: str,
    description: str = "",
    transaction_reference: str = "",
    organisation: Organisation | None = None,
    attempt: str = "",
) -> Posting:
    """Money has come: to the accountable body, unless another partner holds it."""
    source = _of_cash(source)
    if known := _sent(attempt, source, on, amount):
        return known
    if source.state == SourceState.WITHDRAWN:
        raise NotNow("This funding source was withdrawn. Restore it before you enter a receipt")
    return _post(
        source=source,
        by=by,
        organisation=organisation,
        flow=Flow.RECEIVED,
        kind=PostingKind.RECEIPT,
        on=on,
        expenditure=expenditure,
        net=_above_nothing(amount),
        description=description or f"Received from {source.giver}"[:200],
        counterparty=source.giver,
        transaction_reference=transaction_reference,
        attempt=attempt,
    )


@transaction.atomic
def claw_back(
    *,
    by: User,
    source: FundingSource,
    on: date,
    amount: Decimal,
    expenditure: str,
    reason: str,
    attempt: str = "",
) -> Posting:
    """Money goes back to whom it came from; no more than has come."""
    source = _of_cash(source)
    if known := _sent(attempt, source, on, -amount):
        return known
    received = _sum(source, Flow.RECEIVED, expenditure)
    if amount > received:
        raise Refusal(
            f"{pounds(received)} of {Expenditure(expenditure).label.lower()} has been received. "
            "Enter no more than that"
        )
    return _post(
        source=source,
        by=by,
        flow=Flow.RECEIVED,
        kind=PostingKind.CLAWBACK,
        on=on,
        expenditure=expenditure,
        net=-_above_nothing(amount),
        description=f"Returned to {source.giver}"[:200],
        counterparty=source.giver,
        reason=why(reason),
        attempt=attempt,
    )


@transaction.atomic
def spend(
    *,
    by: User,
    source: FundingSource,
    on: date,
    net: Decimal,
    description: str,
    expenditure: str,
    capital_basis: str = "",
    vat: Decimal = NOTHING,
    vat_recoverable: bool = True,
    counterparty: str = "",
    transaction_reference: str = "",
    organisation: Organisation | None = None,
    is_outturn: bool = False,
    budget_line: BudgetLine | None = None,
    contract: Any = None,
    consent_on: date | None = None,
    consent_reference: str = "",
    attempt: str = "",
) -> Posting:
    """Money was spent: an actual, never of a day to come.

    A council that is to be dissolved names its contract or consent above the limits of the law.
    """
    source = _of_cash(source)
    if known := _sent(attempt, source, on, net):
        return known
    if budget_line and (budget_line.source_id, budget_line.expenditure) != (
        source.pk,
        expenditure,
    ):
        raise Refusal("Select a budget line of this funding source, of the same class")
    consents.require(
        source=source,
        payer=organisation or source.project.lead,
        on=on,
        expenditure=expenditure,
        net=net,
        contract=contract,
        consent_on=consent_on,
        consent_reference=consent_reference,
    )
    return _post(
        source=source,
        by=by,
        organisation=organisation,
        budget_line=budget_line,
        contract=contract,
        consent_on=consent_on,
        consent_reference=consent_reference.strip(),
        flow=Flow.SPENT,
        kind=PostingKind.SPEND,
        on=on,
        expenditure=expenditure,
        capital_basis=capital_basis,
        net=_above_nothing(net),
        vat=vat,
        vat_recoverable=vat_recoverable,
        description=description,
        counterparty=counterparty,
        transaction_reference=transaction_reference,
        is_outturn=is_outturn,
        attempt=attempt,
    )


@transaction.atomic
def refund(
    *, by: User, spent: Posting, on: date, net: Decimal, reason: str, attempt: str = ""
) -> Posting:
    """A supplier gives money back: no more than was paid, with the VAT on it in proportion."""
    source = _of_cash(spent.source)
    if known := _sent(attempt, source, on, -net):
        return known
    if spent.kind != PostingKind.SPEND:
        raise NotNow("You can only refund spend. Reverse the posting instead")
    if Posting.objects.filter(reverses=spent).exists():
        raise WasReversed
    if on < spent.on:
        raise Refusal(f"Enter a date on or after {uk_date(spent.on)}, when it was spent")
    came_back, vat_came_back = _refunded(spent)
    left = spent.net + came_back
    if net > left:
        what = "was paid, net of VAT" if left == spent.net else "is left of what was paid"
        raise Refusal(f"{pounds(left)} {what}. Enter no more than that")
    # Of all that has come back by now, less what came before: parts add up to the whole.
    vat = -rounded(spent.vat * (net - came_back) / spent.net) - vat_came_back
    amount = -eligible(-net, vat, vat_recoverable=spent.vat_recoverable)
    if amount > (of_class := _sum(source, Flow.SPENT, spent.expenditure)):
        raise NotNow(
            f"{pounds(of_class)} is left of this class, because spend was reclassified or "
            "adjusted. Reclassify it back first, then record the refund"
        )
    return _post(
        source=source,
        by=by,
        organisation=spent.organisation,
        flow=Flow.SPENT,
        kind=PostingKind.REFUND,
        budget_line=spent.budget_line,
        on=on,
        expenditure=spent.expenditure,
        capital_basis=spent.capital_basis,
        net=-_above_nothing(net),
        vat=vat,
        vat_recoverable=spent.vat_recoverable,
        description=spent.description,
        counterparty=spent.counterparty,
        reason=why(reason),
        refunds=spent,
        attempt=attempt,
    )


@transaction.atomic
def accrue(
    *,
    by: User,
    source: FundingSource,
    month: date,
    net: Decimal,
    description: str,
    expenditure: str,
    capital_basis: str = "",
    organisation: Organisation | None = None,
    counterparty: str = "",
    attempt: str = "",
) -> tuple[Posting, Posting]:
    """Work that was done in a month and is not yet paid for: counted on its last day, and taken out
    again by itself on the first day of the next, in which the payment comes."""
    source = _of_cash(source)
    on = periods.month_end(month)
    if known := _sent(attempt, source, on, net):
        return known, known.reversed_by
    if month > timezone.localdate():
        raise Refusal("Select this month or an earlier one")
    accrual = _post(
        source=source,
        by=by,
        organisation=organisation,
        flow=Flow.SPENT,
        kind=PostingKind.ACCRUAL,
        on=on,
        expenditure=expenditure,
        capital_basis=capital_basis,
        net=_above_nothing(net),
        description=description,
        counterparty=counterparty,
        may_be_ahead=True,
        attempt=attempt,
    )
    back = _opposite(
        accrual, by=by, on=periods.next_month(month), reason="Accrual from the previous month"
    )
    return accrual, back


@transaction.atomic
def reverse(*, by: User, posting: Posting, reason: str, with_its_claim: bool = False) -> Posting:
    """It was a slip: its opposite stands beside it on the same day. What belongs to a locked month
    cannot be reversed there: it is adjusted. The receipt of a claim is reversed with its payment
    (`claim_steps.reverse_payment`)."""
    source = _of_cash(posting.source)
    if posting.kind == PostingKind.REVERSAL:
        raise NotNow("This is a reversal. Enter the posting again instead")
    if posting.kind == PostingKind.RECLASSIFICATION:
        raise NotNow("Reclassify the spend back instead")
    if Posting.objects.filter(reverses=posting).exists():
        raise WasReversed
    if not with_its_claim and (receipt := getattr(posting, "claim_receipt", None)):
        raise NotNow(
            f"This is the receipt of claim {receipt.claim.reference}. Reverse the payment on the "
            "page of the claim instead"
        )
    if _standing_refunds(posting).exists():
        raise NotNow("Part of this has been refunded. Reverse the refund first")
    if posting.refunds is not None and (paid := getattr(posting.refunds, "regrant_payment", None)):
        _is_within_its_grant(paid.regrant, -posting.amount)
    flow, expenditure = Flow(posting.flow), posting.expenditure
    if posting.amount > 0 and _sum(source, flow, expenditure) < posting.amount:
        raise NotNow(
            "A clawback or reclassification depends on this. Reverse the clawback, or reclassify "
            "the spend back, first"
        )
    return _opposite(posting, by=by, on=posting.on, reason=why(reason))


@transaction.atomic
def adjust(
    *,
    by: User,
    source: FundingSource,
    on: date,
    flow: str,
    amount: Decimal,
    expenditure: str,
    reason: str,
    description: str,
    for_month: date | None = None,
    capital_basis: str = "",
    organisation: Organisation | None = None,
    attempt: str = "",
) -> Posting:
    """What a locked month should have said, put down in an open one: more, or less than 0."""
    source = _of_cash(source)
    if known := _sent(attempt, source, on, amount):
        return known
    if not amount:
        raise Refusal("Enter an amount other than £0")
    if for_month and for_month > periods.month_of(on):
        raise Refusal("Select the month of the adjustment or an earlier one")
    said = why(reason)
    if -amount > (there := _sum(source, Flow(flow), expenditure)):
        raise Refusal(
            f"{pounds(there)} of {Expenditure(expenditure).label.lower()} has been "
            f"{Flow(flow).label.lower()}. Enter a reduction of no more than that"
        )
    return _post(
        source=source,
        by=by,
        organisation=organisation,
        flow=flow,
        kind=PostingKind.ADJUSTMENT,
        on=on,
        for_month=for_month,
        expenditure=expenditure,
        capital_basis=capital_basis,
        net=amount,
        description=description,
        reason=said,
        attempt=attempt,
    )


@transaction.atomic
def reclassify(
    *,
    by: User,
    source: FundingSource,
    on: date,
    amount: Decimal,
    to: str,
    reason: str,
    capital_basis: str,
    attempt: str = "",
) -> tuple[Posting, Posting]:
    """The accountable body decides that spend is capital and not revenue, or the other way round.

    `capital_basis` is why it is capital now, or was taken for it.
    """
    source = _of_cash(source)
    if known := _sent(attempt, source, on, -amount):
        return known, Posting.objects.exclude(pk=known.pk).get(pair=known.pair)
    target = Expenditure(to)
    origin = Expenditure.REVENUE if target == Expenditure.CAPITAL else Expenditure.CAPITAL
    spent = _sum(source, Flow.SPENT, origin)
    if _above_nothing(amount) > spent:
        raise Refusal(
            f"{pounds(spent)} has been spent as {origin.label.lower()}. Enter no more than that"
        )
    pair, said = new_reference(), why(reason)

    def half(expenditure: Expenditure, net: Decimal, mark: str = "") -> Posting:
        return _post(
            source=source,
            by=by,
            flow=Flow.SPENT,
            kind=PostingKind.RECLASSIFICATION,
            on=on,
            expenditure=expenditure,
            capital_basis=capital_basis,
            net=net,
            description=f"From {origin.label.lower()} to {target.label.lower()}",
            reason=said,
            pair=pair,
            attempt=mark,
        )

    return half(origin, -amount, attempt), half(target, amount)


def _of_cash(source: FundingSource) -> FundingSource:
    source = locked(source)
    if not source.is_cash:
        raise OnlyCash
    return source


def _sum(source: FundingSource, flow: Flow, expenditure: str) -> Decimal:
    amounts = source.postings.filter(flow=flow, expenditure=expenditure)
    return amounts.aggregate(total=Sum("amount"))["total"] or NOTHING


def _sent(attempt: str, source: FundingSource, on: date, net: Decimal) -> Posting | None:
    """What this very form has posted already."""
    return sent_before(Posting, attempt, "posting", source_id=source.pk, on=on, net=net)


def _standing_refunds(spent: Posting) -> QuerySet[Posting]:
    return spent.refunded_by.filter(reversed_by=None)


def _refunded(spent: Posting) -> tuple[Decimal, Decimal]:
    """Less than 0: what has come back of it, net of VAT; and the VAT."""
    came = _standing_refunds(spent).aggregate(net=Sum("net"), vat=Sum("vat"))
    return came["net"] or NOTHING, came["vat"] or NOTHING


def _is_within_its_grant(grant: Regrant, again: Decimal) -> None:
    """A refund that is reversed pays its grant again."""
    grant = Regrant.objects.select_for_update(no_key=True).get(pk=grant.pk)
    if grant.state != RegrantState.AWARDED:
        raise NotNow(
            f"The grant “{grant}” was cancelled after this refund. Add a new grant instead"
        )
    if regrants.paid(grant) + again > grant.amount:
        raise NotNow(
            f"Without this refund, more than the grant “{grant}” of {pounds(grant.amount)} would "
            "be paid. Reverse the later payment first"
        )


def _above_nothing(amount: Decimal) -> Decimal:
    if amount <= 0:
        raise Refusal("Enter an amount above £0")
    return amount


def _opposite(posting: Posting, *, by: User, on: date, reason: str) -> Posting:
    return _post(
        source=posting.source,
        by=by,
        organisation=posting.organisation,
        flow=posting.flow,
        kind=PostingKind.REVERSAL,
        budget_line=posting.budget_line,
        on=on,
        is_outturn=posting.is_outturn and on == posting.on,
        expenditure=posting.expenditure,
        capital_basis=posting.capital_basis,
        net=-posting.net,
        vat=-posting.vat,
        vat_recoverable=posting.vat_recoverable,
        description=posting.description,
        counterparty=posting.counterparty,
        transaction_reference=posting.transaction_reference,
        reason=reason,
        reverses=posting,
        may_be_ahead=True,
    )


def _post(
    *,
    source: FundingSource,
    by: User,
    on: date,
    net: Decimal,
    organisation: Organisation | None = None,
    vat: Decimal = NOTHING,
    vat_recoverable: bool = True,
    expenditure: str,
    capital_basis: str = "",
    flow: str,
    is_outturn: bool = False,
    may_be_ahead: bool = False,
    **facts: Any,
) -> Posting:
    """The one way in. The caller holds the lock of the source."""
    if not may_be_ahead:
        not_in_the_future(on)
    is_capital_spend = flow == Flow.SPENT and expenditure == Expenditure.CAPITAL
    if is_capital_spend and not capital_basis:
        raise Refusal("Select why the spend is capital")
    if is_outturn and not (
        periods.is_year_end(on) and on == periods.month_end(periods.month_of(on))
    ):
        raise Refusal("Enter 31 March as the date of an outturn: the end of the financial year")
    require_open(source.project_id, periods.month_of(on), is_outturn=is_outturn)
    return Posting.objects.create(
        source=source,
        organisation=organisation or source.project.lead,
        by=by,
        on=on,
        month=periods.month_of(on),
        is_outturn=is_outturn,
        flow=flow,
        expenditure=expenditure,
        capital_basis=capital_basis if is_capital_spend else "",
        net=net,
        vat=vat,
        vat_recoverable=vat_recoverable,
        amount=eligible(net, vat, vat_recoverable=vat_recoverable),
        **facts,
    )
