"""Subsidy to enterprises: assessed by one person, reviewed by another, told to the database."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Func, QuerySet, Sum, Value
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time
from diz_portal.words import pounds, uk_date
from projects.contracts.enums import MFA_LIMIT, ROUTES, SubsidyRoute, regime_on
from projects.contracts.models import LEADING_ZEROS, Subsidy
from projects.money import periods
from projects.portfolio.models import Project


class AboveTheLimit(Refusal):
    def __init__(self, had: Decimal, amount: Decimal):
        super().__init__(
            f"This award of {pounds(amount)} would bring the Minimal Financial Assistance to this "
            f"enterprise to {pounds(had + amount)} over 3 financial years. The limit is "
            f"{pounds(MFA_LIMIT)}. Select another route, or reduce the amount"
        )


class LaterAboveTheLimit(Refusal):
    def __init__(self, later: Subsidy, total: Decimal):
        super().__init__(
            f"This award would count together with the award of {uk_date(later.decided_on)} to "
            f"the same enterprise: {pounds(total)} of Minimal Financial Assistance over 3 "
            f"financial years. The limit is {pounds(MFA_LIMIT)}. Select another route, or reduce "
            "the amount"
        )


class SameEyes(Refusal):
    message = "Ask another person to review: you made this assessment"


def counted_from(on: date) -> date:
    """The first of the three financial years that an award of a day counts with."""
    start = periods.year_of(on)
    return start.replace(year=start.year - 2)


def _assistance(company_number: str) -> QuerySet[Subsidy]:
    number = Func(
        F("company_number"), Value(LEADING_ZEROS), Value(r"\1"), function="regexp_replace"
    )
    return Subsidy.objects.alias(number=number).filter(
        number=_number_alone(company_number), route=SubsidyRoute.MFA, withdrawn_on=None
    )


def _number_alone(company_number: str) -> str:
    return re.sub(LEADING_ZEROS, r"\1", company_number)


def had_before(company_number: str, on: date) -> Decimal:
    """Minimal Financial Assistance that we have recorded for an enterprise, in the financial year
    of a day and the two before."""
    found = _assistance(company_number).filter(decided_on__gte=counted_from(on), decided_on__lte=on)
    return found.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


@transaction.atomic
def assess(
    *,
    by: User,
    project: Project,
    company_number: str,
    decided_on: date,
    route: str,
    amount: Decimal,
    declared: Decimal | None = None,
    stated_on: date | None = None,
    confirmed_on: date | None = None,
    **facts: Any,
) -> Subsidy:
    """Say under which rules an award is made, and why. It waits for a review."""
    regime = regime_on(decided_on)
    company_number = "".join(company_number.upper().split())
    if route not in ROUTES[regime]:
        raise Refusal(f"Select a route of the {regime.label}, which apply to an award on that day")
    declared = declared or Decimal(0)
    if route == SubsidyRoute.MFA:
        _within_the_limit(company_number, decided_on, amount, declared, stated_on, confirmed_on)
    return Subsidy.objects.create(
        project=project,
        company_number=company_number,
        decided_on=decided_on,
        regime=regime,
        route=route,
        amount=amount,
        declared=declared,
        stated_on=stated_on,
        confirmed_on=confirmed_on,
        assessed_by=by,
        **facts,
    )


def _within_the_limit(
    company_number: str,
    decided_on: date,
    amount: Decimal,
    declared: Decimal,
    stated_on: date | None,
    confirmed_on: date | None,
) -> None:
    if stated_on is None or confirmed_on is None or not stated_on <= confirmed_on <= decided_on:
        raise Refusal(
            "Enter when the statement was sent and when the recipient confirmed: both before the "
            "award"
        )
    # Two awards to one enterprise wait for each other.
    one_at_a_time(f"mfa {_number_alone(company_number)}")
    had = had_before(company_number, decided_on) + declared
    if had + amount > MFA_LIMIT:
        raise AboveTheLimit(had, amount)
    # An award that is dated back counts with those that were made since.
    for later in _assistance(company_number).filter(decided_on__gte=decided_on):
        if counted_from(later.decided_on) > decided_on:
            continue
        total = had_before(company_number, later.decided_on) + later.declared + amount
        if total > MFA_LIMIT:
            raise LaterAboveTheLimit(later, total)


@transaction.atomic
def review(*, by: User, subsidy: Subsidy) -> Subsidy:
    """By another person; what was reviewed stays as it is."""
    subsidy = _held(subsidy)
    if subsidy.reviewed_on is not None:
        raise NotNow("Someone has just reviewed this assessment. Reload the page to see it")
    if by.pk == subsidy.assessed_by_id:
        raise SameEyes
    subsidy.reviewed_by, subsidy.reviewed_on = by, timezone.localdate()
    subsidy.save(update_fields=["reviewed_by", "reviewed_on"])
    return subsidy


@transaction.atomic
def upload(*, by: User, subsidy: Subsidy, uploaded_on: date, upload_reference: str) -> Subsidy:
    """It has been entered into the subsidy database."""
    subsidy = _held(subsidy)
    if subsidy.upload_due_on is None:
        raise NotNow("Select another assessment: this award does not have to be in the database")
    subsidy.uploaded_on, subsidy.upload_reference = uploaded_on, upload_reference.strip()
    subsidy.save(update_fields=["uploaded_on", "upload_reference"])
    return subsidy


@transaction.atomic
def confirm_award(*, by: User, subsidy: Subsidy, received_on: date) -> Subsidy:
    """The recipient has been told that the assistance was given."""
    subsidy = _held(subsidy)
    if subsidy.route != SubsidyRoute.MFA:
        raise NotNow("Select another assessment: only Minimal Financial Assistance is confirmed")
    subsidy.received_on = received_on
    subsidy.save(update_fields=["received_on"])
    return subsidy


@transaction.atomic
def withdraw(*, by: User, subsidy: Subsidy, withdrawn_reason: str) -> Subsidy:
    """It was wrong, or the award was not made: it stays on record and no longer counts."""
    subsidy = _held(subsidy)
    if subsidy.withdrawn_on is None:
        subsidy.withdrawn_on = timezone.localdate()
        subsidy.withdrawn_reason = withdrawn_reason.strip()
        subsidy.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    return subsidy


def _held(subsidy: Subsidy) -> Subsidy:
    subsidy = (
        Subsidy.objects.select_for_update(of=("self",)).select_related("project").get(pk=subsidy.pk)
    )
    if subsidy.withdrawn_on is not None:
        raise NotNow("This assessment has been withdrawn. Make a new one")
    return subsidy
