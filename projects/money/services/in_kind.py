"""What is given in kind: put down as it is given, put right by its opposite."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from diz_portal.tables.values import MOST_POUNDS
from diz_portal.words import pounds
from projects.money.amounts import rounded
from projects.money.enums import SourceState
from projects.money.models import FundingSource, InKindGiven
from projects.money.services.reasons import why
from projects.money.services.sources import locked, not_in_the_future


@transaction.atomic
def give(
    *,
    by: User,
    source: FundingSource,
    on: date,
    what: str,
    quantity: Decimal,
    unit: str,
    rate: Decimal,
    evidence: str = "",
    attempt: str = "",
) -> InKindGiven:
    """Put down what was given; it is worth the quantity times the rate, rounded half up."""
    source = locked(source)
    said = {"source_id": source.pk, "on": on, "quantity": quantity, "rate": rate}
    if known := sent_before(InKindGiven, attempt, "contribution", **said):
        return known
    if source.is_cash:
        raise NotNow("This funding source gives cash. Enter what was received instead")
    if source.state == SourceState.WITHDRAWN:
        raise NotNow("This funding source was withdrawn. Restore it first")
    not_in_the_future(on)
    if quantity <= 0 or rate <= 0:
        raise Refusal("Enter a quantity above 0 and a rate above £0")
    amount = rounded(quantity * rate)
    if amount > MOST_POUNDS:
        raise Refusal(f"Enter a quantity and a rate that make {pounds(MOST_POUNDS)} or less")
    return InKindGiven.objects.create(
        source=source,
        on=on,
        what=what,
        quantity=quantity,
        unit=unit,
        rate=rate,
        amount=amount,
        evidence=evidence,
        attempt=attempt,
        by=by,
    )


@transaction.atomic
def take_back(*, by: User, given: InKindGiven, reason: str) -> InKindGiven:
    """It was put down wrongly: its opposite stands beside it, with the reason."""
    locked(given.source)
    if InKindGiven.objects.filter(corrects=given).exists() or given.corrects_id:
        raise NotNow("This contribution has been corrected. Reload the page to see the correction")
    said = why(reason)
    return InKindGiven.objects.create(
        source=given.source,
        on=given.on,
        what=given.what,
        quantity=-given.quantity,
        unit=given.unit,
        rate=given.rate,
        amount=-given.amount,
        evidence=said,
        corrects=given,
        by=by,
    )
