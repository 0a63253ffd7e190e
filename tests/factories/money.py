"""Funding sources and the money that comes and goes.

`awarded(…)` is a source with its award letter; the services post to it.
"""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone

from projects.models import FundingSource
from projects.money.enums import Acceptance, Form, InKind, SourceKind
from projects.money.services import sources

from .accounts import UserFactory


class FundingSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundingSource

    project = factory.SubFactory("tests.factories.projects.ProjectFactory")
    kind = SourceKind.GRANT
    title = factory.Sequence(lambda n: f"Fund {n}")
    funder = factory.LazyAttribute(lambda one: "" if one.organisation else "Ministry of Funds")
    organisation = None

    class Params:
        given_in_kind = factory.Trait(
            form=Form.IN_KIND,
            in_kind=InKind.STAFF_TIME,
            valuation="Hours at the pay of the grade",
            acceptance=Acceptance.ASKED,
        )


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def awarded(capital="100000", revenue="0", *, on: date | None = None, by=None, **facts):
    """A source with the letter that awarded it, 400 days ago unless said otherwise."""
    source = FundingSourceFactory(**facts)
    sources.award(
        by=by or UserFactory(password=None),
        source=source,
        dated_on=on or days_ago(400),
        capital=Decimal(capital),
        revenue=Decimal(revenue),
    )
    source.refresh_from_db()
    return source


def secured(capital="100000", revenue="0", **facts):
    """A source with its award letter that can be claimed."""
    source = awarded(capital, revenue, **facts)
    sources.secure(
        by=UserFactory(password=None), source=source, on=days_ago(390), evidence="Agreement"
    )
    source.refresh_from_db()
    return source
