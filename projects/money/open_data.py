"""What is published of money: payments of £500 or more, of projects that have released them.

Whoever was paid is named only where it is a grant whose beneficiary was released: names in a ledger
are typed, and may be those of people.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from diz_portal.open_data.declaring import (
    NOT_AVAILABLE,
    Dataset,
    Kind,
    Reading,
    coded,
    dataset,
    text,
    typed,
)
from projects.money.enums import Expenditure, PostingKind
from projects.money.models import Posting
from projects.rollout.open_data import AT_A_TIME, PROJECT

# Of the Local Government Transparency Code 2015.
FROM = Decimal(500)


def released() -> QuerySet[Posting]:
    """Payments, and what reversed or refunded one, so that sums are right."""
    large = Q(amount__gte=FROM) | Q(amount__lte=-FROM)
    paid = [PostingKind.SPEND, PostingKind.REFUND]
    # An accrual is no payment, nor is what takes it back.
    return Posting.objects.filter(
        large,
        Q(kind__in=paid) | Q(kind=PostingKind.REVERSAL, reverses__kind__in=paid),
        flow="spent",
        source__project__published=True,
        source__project__publishes_spend=True,
    ).select_related("source__project", "organisation", "regrant_payment__regrant__recipient")


def _beneficiary(one: Posting) -> Any:
    payment = getattr(one, "regrant_payment", None)
    if payment is None:
        return NOT_AVAILABLE
    grant = payment.regrant
    is_shown = "beneficiary" in grant.public_fields and not grant.recipient.is_withheld
    return grant.recipient.name if is_shown else NOT_AVAILABLE


@dataset
class Spend(Dataset):
    slug = "spend"
    title = "Spend of £500 or more"
    about = "Each payment of £500 or more of the projects that have released their spend."
    withheld = (
        "Projects that have not released their spend, descriptions, invoices, and who was paid, "
        "unless it is a grant that has been released."
    )
    keywords = ("spend", "transparency code", "finance")
    order = 35
    key = ("payment_code",)
    fields = (
        text("payment_code", "Payment reference", "reference"),
        typed(Kind.DAY, "paid_on", "Date", "on"),
        text("project_code", "Project code", "source.project.slug", PROJECT[0].about),
        text("project", "Project", "source.project.title"),
        text("organisation_code", "Paid by (code)", "organisation.slug"),
        text("organisation", "Paid by", "organisation.name"),
        *coded("type", "Type", PostingKind, "kind"),
        *coded("expenditure", "Capital or revenue", Expenditure),
        typed(
            Kind.POUNDS,
            "amount",
            "Amount",
            about="Without VAT that is recovered. A refund is below 0.",
            unit="£",
        ),
        text("beneficiary", "Beneficiary", _beneficiary, "[x] where it is not published."),
    )

    def rows(self, reading: Reading) -> Iterator[Posting]:
        return released().order_by("on", "pk").iterator(AT_A_TIME)

    def count(self) -> int:
        return released().count()
