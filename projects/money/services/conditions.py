"""What the funder asks for in return: put down, kept in view, met."""

from datetime import date
from typing import Any

from django.db import transaction

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from partners.models import Organisation
from projects.money.models import FundingCondition, FundingSource
from projects.money.services.sources import locked, not_in_the_future


@transaction.atomic
def add(
    *,
    by: User,
    source: FundingSource,
    kind: str,
    title: str,
    due_on: date,
    owner: Organisation,
) -> FundingCondition:
    source = locked(source)
    return source.conditions.create(kind=kind, title=title, due_on=due_on, owner=owner)


@transaction.atomic
def edit(*, by: User, condition: FundingCondition, **facts: Any) -> FundingCondition:
    condition = _locked(condition)
    for name, value in facts.items():
        setattr(condition, name, value)
    condition.save(update_fields=list(facts))
    return condition


@transaction.atomic
def meet(*, by: User, condition: FundingCondition, on: date, how: str) -> FundingCondition:
    condition = _locked(condition)
    if condition.met_on:
        raise NotNow("This condition has been met. Reload the page to see how")
    not_in_the_future(on)
    if not how.strip():
        raise Refusal("Enter how the condition was met")
    condition.met_on, condition.met_how = on, how.strip()
    condition.save(update_fields=["met_on", "met_how"])
    return condition


@transaction.atomic
def reopen(*, by: User, condition: FundingCondition) -> FundingCondition:
    """It was not met after all; the audit trail keeps what was said of it."""
    condition = _locked(condition)
    condition.met_on, condition.met_how = None, ""
    condition.save(update_fields=["met_on", "met_how"])
    return condition


def _locked(condition: FundingCondition) -> FundingCondition:
    return FundingCondition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
