"""What can happen to a contract: entered, edited, noticed, reviewed. The portal asks for the
consent of section 24 and keeps it; whether it was rightly given is not its judgement."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.words import uk_date
from partners.models import Organisation
from projects.contracts.enums import procurement_on
from projects.contracts.models import (
    Contract,
    ContractKpi,
    ContractNotice,
    ContractReview,
    Dissolution,
)
from projects.money.enums import Expenditure
from projects.money.section_24 import CAPITAL_ABOVE, OTHER_ABOVE
from projects.portfolio.models import Project


class ConsentNeeded(Refusal):
    def __init__(self, buyer: Organisation, why: str):
        super().__init__(
            f"{buyer} is to be dissolved, so it needs consent for this contract under section 24 "
            f"of the Local Government and Public Involvement in Health Act 2007: {why}. Enter the "
            "date and the reference of the consent"
        )


def why_consent(
    *,
    buyer: Organisation,
    expenditure: str,
    value: Decimal,
    price_is_variable: bool,
    signed_on: date,
    ends_on: date | None,
) -> str:
    """Why the buyer needs consent, in words; empty where it does not."""
    found = Dissolution.objects.in_force(signed_on).filter(organisation=buyer).first()
    if found is None:
        return ""
    if expenditure == Expenditure.CAPITAL:
        if value > CAPITAL_ABOVE:
            return "it is a capital contract above £1,000,000"
        return "it is a capital contract at a price that may vary" if price_is_variable else ""
    if value <= OTHER_ABOVE:
        return ""
    if ends_on is None or found.dissolves_on is None or ends_on > found.dissolves_on:
        past = f" ({uk_date(found.dissolves_on)})" if found.dissolves_on else ""
        return f"it is above £100,000 and ends after the date of dissolution{past}"
    return ""


@transaction.atomic
def enter(*, by: User, project: Project, began_on: date, **facts: Any) -> Contract:
    _checked(began_on=began_on, **facts)
    return Contract.objects.create(
        project=project, began_on=began_on, regime=procurement_on(began_on), **facts
    )


@transaction.atomic
def edit(*, by: User, contract: Contract, began_on: date, **facts: Any) -> Contract:
    """Correct it, or vary it; the audit trail keeps what it was."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    _checked(began_on=began_on, **facts)
    contract.began_on, contract.regime = began_on, procurement_on(began_on)
    for name, value in facts.items():
        setattr(contract, name, value)
    contract.save()
    return contract


def _checked(
    *,
    began_on: date,
    signed_on: date,
    starts_on: date,
    buyer: Organisation,
    expenditure: str,
    value: Decimal,
    price_is_variable: bool = False,
    ends_on: date | None = None,
    consent_on: date | None = None,
    consent_reference: str = "",
    **_: Any,
) -> None:
    if signed_on < began_on:
        raise Refusal("Enter a signing date on or after the day the procurement began")
    if ends_on is not None and ends_on < starts_on:
        raise Refusal("Enter an end date on or after the start date")
    # The direction is held, so that it cannot come into force in between.
    Organisation.objects.select_for_update(no_key=True).get(pk=buyer.pk)
    why = why_consent(
        buyer=buyer,
        expenditure=expenditure,
        value=value,
        price_is_variable=price_is_variable,
        signed_on=signed_on,
        ends_on=ends_on,
    )
    if why and not (consent_on and consent_reference.strip()):
        raise ConsentNeeded(buyer, why)


@transaction.atomic
def add_notice(
    *, by: User, contract: Contract, kind: str, number: str, published_on: date
) -> ContractNotice:
    if contract.notices.filter(number=number).exists():
        raise Refusal("Enter a different notice reference: this one has already been entered")
    return contract.notices.create(kind=kind, number=number, published_on=published_on)


@transaction.atomic
def add_kpi(*, by: User, contract: Contract, words: str) -> ContractKpi:
    if contract.kpis.filter(words=words).exists():
        raise Refusal("Enter a different indicator: this one has already been entered")
    return contract.kpis.create(words=words)


@transaction.atomic
def plan_review(*, by: User, contract: Contract, due_on: date) -> ContractReview:
    return contract.reviews.create(due_on=due_on)


@transaction.atomic
def review(
    *, by: User, review: ContractReview, outcome: str, next_on: date | None = None
) -> ContractReview:
    """What the review found, and when the next one is due."""
    review = ContractReview.objects.select_for_update().get(pk=review.pk)
    if review.done_on is not None:
        raise NotNow("This review has been recorded already. Reload the page to see it")
    if not outcome.strip():
        raise Refusal("Enter what the review found")
    review.done_on, review.outcome = timezone.localdate(), outcome.strip()
    review.save(update_fields=["done_on", "outcome"])
    if next_on is not None:
        plan_review(by=by, contract=review.contract, due_on=next_on)
    return review


@transaction.atomic
def direct(
    *,
    by: User,
    organisation: Organisation,
    direction_from: date,
    direction: str,
    dissolves_on: date | None = None,
    lifted_on: date | None = None,
) -> Dissolution:
    """Switch it on for a council from a day, and off from another: contracts that are signed and
    spend that is paid between them ask for consent."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if dissolves_on is not None and dissolves_on < direction_from:
        raise Refusal("Enter a date of dissolution on or after the start of the direction")
    if lifted_on is not None and lifted_on < direction_from:
        raise Refusal("Enter the day the direction was lifted, on or after its start")
    facts = {
        "direction_from": direction_from,
        "direction": direction,
        "dissolves_on": dissolves_on,
        "lifted_on": lifted_on,
    }
    found, _ = Dissolution.objects.update_or_create(organisation=organisation, defaults=facts)
    return found
