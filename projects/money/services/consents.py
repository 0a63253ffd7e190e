"""Spend without a contract, of a council that is to be dissolved: the portal asks for the consent
there, as `projects/contracts` asks for it at a contract."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from diz_portal.access import Refusal
from diz_portal.words import pounds
from partners.models import Organisation
from projects.money.enums import Expenditure
from projects.money.models import FundingSource, Posting
from projects.money.section_24 import CAPITAL_ABOVE, OTHER_ABOVE


class ConsentNeededToSpend(Refusal):
    def __init__(self, payer: Organisation, above: str):
        super().__init__(
            f"{payer} is to be dissolved, so it needs consent for {above} under section 24 of the "
            "Local Government and Public Involvement in Health Act 2007. Select the contract that "
            "it is paid under, or enter the date and the reference of the consent"
        )


class AnotherContract(Refusal):
    message = "Select a contract of this project that the same organisation has signed"


class MoreThanTheContract(Refusal):
    def __init__(self, contract: Any):
        super().__init__(
            f"With this payment, more than the value of the contract, {pounds(contract.value)}, "
            "is paid. Change the value of the contract first, or enter the date and the reference "
            "of the consent under section 24"
        )


def require(
    *,
    source: FundingSource,
    payer: Organisation,
    on: date,
    expenditure: str,
    net: Decimal,
    contract: Any,
    consent_on: date | None,
    consent_reference: str,
) -> None:
    """Of one payment. A contract answers for itself up to its value: it was not saved without
    consent. What is paid beyond that is asked for."""
    is_capital = expenditure == Expenditure.CAPITAL
    limit = CAPITAL_ABOVE if is_capital else OTHER_ABOVE
    if contract is not None:
        if (contract.project_id, contract.buyer_id) != (source.project_id, payer.pk):
            raise AnotherContract
        # Two payments under one contract wait for each other.
        type(contract).objects.select_for_update(no_key=True).get(pk=contract.pk)
        net += _paid_under(contract)
        if contract.consent_on or net <= contract.value:
            return
    if net <= limit:
        return
    if consent_on and consent_reference.strip():
        return
    # Held, so that the direction cannot come into force in between.
    Organisation.objects.select_for_update(no_key=True).get(pk=payer.pk)
    if _under_direction(payer, on):
        if contract is not None:
            raise MoreThanTheContract(contract)
        raise ConsentNeededToSpend(
            payer, "capital spend above £1,000,000" if is_capital else "spend above £100,000"
        )


def _paid_under(contract: Any) -> Decimal:
    standing = Posting.objects.filter(contract=contract, reversed_by=None)
    return standing.aggregate(sum=Sum("net"))["sum"] or Decimal(0)


def _under_direction(payer: Organisation, on: date) -> bool:
    """As `Dissolution.objects.in_force`, which is above this room."""
    lifted_later = Q(dissolution__lifted_on=None) | Q(dissolution__lifted_on__gt=on)
    found = Organisation.objects.filter(pk=payer.pk, dissolution__direction_from__lte=on)
    return found.filter(lifted_later).exists()
