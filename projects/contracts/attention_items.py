"""What waits because of the law: reviews of contracts, indicators that are missing, assessments to
review, uploads that fall due."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import due
from partners.roles import is_manager
from projects.contracts.enums import KPIS_FROM, KPIS_NEEDED, Procurement
from projects.contracts.models import Contract, ContractReview, Subsidy
from projects.money.readers import finance_of

AHEAD = timedelta(days=30)


def _kept(rows: QuerySet, user: Any, path: str = "project") -> QuerySet:
    """For managers, and for those who keep the accounts of the project."""
    if is_manager(user):
        return rows
    return rows.filter(**{f"{path}__lead__in": finance_of(user)})


@provider("reviews of contracts")
def reviews_due(user: Any, today: date) -> Iterator[Item]:
    found = ContractReview.objects.filter(done_on=None, due_on__lte=today + AHEAD)
    for one in _kept(found, user, "contract__project").select_related("contract__project"):
        contract = one.contract
        yield Item(
            key=f"contract-review:{one.reference}",
            title=f"Review contract: {contract.title}",
            about=f"{contract.supplier}, {contract.project}",
            when=due(one.due_on, today),
            url=reverse(
                "contracts:review",
                args=[contract.project.slug, contract.reference, one.reference],
            ),
            urgency=Urgency.by_date(one.due_on, today),
            due_on=one.due_on,
            project=contract.project.title,
        )


@provider("indicators of contracts")
def indicators_missing(user: Any, today: date) -> Iterator[Item]:
    """A contract of £5m or more under the Act has three."""
    found = Contract.objects.filter(regime=Procurement.ACT_2023, value__gte=KPIS_FROM)
    rows = _kept(found, user).annotate(number=Count("kpis")).filter(number__lt=KPIS_NEEDED)
    for one in rows.select_related("project"):
        yield Item(
            key=f"contract-kpis:{one.reference}",
            title=f"Enter 3 key performance indicators: {one.title}",
            about=f"{one.supplier}, {one.project}",
            when=f"{one.number} of {KPIS_NEEDED} entered",
            project=one.project.title,
            url=reverse("contracts:contract", args=[one.project.slug, one.reference]),
            urgency=Urgency.WEEK,
        )


@provider("subsidies")
def assessments(user: Any, today: date) -> Iterator[Item]:
    """To review by somebody else than the assessor, and to upload in time."""
    found = Subsidy.objects.filter(withdrawn_on=None, uploaded_on=None)
    for one in _kept(found, user).select_related("project"):
        url = reverse("contracts:subsidy", args=[one.project.slug, one.reference])
        if one.reviewed_on is None and one.assessed_by_id != user.pk:
            yield Item(
                key=f"subsidy:{one.reference}",
                title=f"Review subsidy assessment: {one.enterprise}",
                about=str(one.project),
                when="not reviewed",
                url=url,
                urgency=Urgency.WEEK,
            )
        until = one.upload_due_on
        if until is not None and until <= today + AHEAD:
            yield Item(
                key=f"subsidy-upload:{one.reference}",
                title=f"Enter into the subsidy database: {one.enterprise}",
                about=str(one.project),
                when=due(until, today),
                url=url,
                urgency=Urgency.by_date(until, today),
                due_on=until,
            )
