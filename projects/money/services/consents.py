"""Spend without a contract, of a council that is to be dissolved: the portal asks for the consent
there, as `projects/contracts` asks for it at a contract."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from diz_portal.access import Refusal
from partners.models import Organisation
from projects.money.enums import Expenditure
from projects.money.models import FundingSource
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
    """Of one payment. A contract answers for itself: it was not saved without consent."""
    if contract is not None:
        if (contract.project_id, contract.buyer_id) != (source.project_id, payer.pk):
            raise AnotherContract
        return
    is_capital = expenditure == Expenditure.CAPITAL
    if net <= (CAPITAL_ABOVE if is_capital else OTHER_ABOVE):
        return
    if consent_on and consent_reference.strip():
        return
    # Held, so that the direction cannot come into force in between.
    Organisation.objects.select_for_update(no_key=True).get(pk=payer.pk)
    if _under_direction(payer, on):
        raise ConsentNeededToSpend(
            payer, "capital spend above £1,000,000" if is_capital else "spend above £100,000"
        )


def _under_direction(payer: Organisation, on: date) -> bool:
    """As `Dissolution.objects.in_force`, which is above this room."""
    lifted_later = Q(dissolution__lifted_on=None) | Q(dissolution__lifted_on__gt=on)
    found = Organisation.objects.filter(pk=payer.pk, dissolution__direction_from__lte=on)
    return found.filter(lifted_later).exists()
