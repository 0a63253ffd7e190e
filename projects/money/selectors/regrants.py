"""Grants to voluntary bodies: what was paid of each, what is left of a fund, and the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from diz_portal.words import uk_date
from projects.money.amounts import NOTHING
from projects.money.models import FundingSource, Posting, Regrant, RegrantNote, RegrantPayment
from projects.money.regrant_enums import REGISTER, RegrantState
from projects.money.selectors.statement import MONEY

# A grant in the words of its list: beside its status, how far it has got.
PROGRESS = {
    "decided": "Decided",
    "awarded": "Awarded",
    "part_paid": "Part paid",
    "paid": "Paid",
    "monitored": "Monitored",
    "cancelled": "Cancelled",
}


def _posted(payments: QuerySet) -> QuerySet[Posting]:
    """The postings of these payments, their refunds, and what reversed either."""
    paid = payments.values("posting")
    refunds = Posting.objects.filter(refunds__in=paid).values("pk")
    return Posting.objects.filter(
        Q(pk__in=paid) | Q(refunds__in=paid) | Q(reverses__in=paid) | Q(reverses__in=refunds)
    )


def paid(regrant: Regrant) -> Decimal:
    """What the body has had of it, in pounds: less what came back."""
    amounts = _posted(RegrantPayment.objects.filter(regrant=regrant))
    return sum(amounts.values_list("amount", flat=True), NOTHING)


def postings_of(regrant: Regrant) -> QuerySet[Posting]:
    return _posted(RegrantPayment.objects.filter(regrant=regrant)).order_by("on", "pk")


def with_paid(grants: QuerySet) -> QuerySet:
    """Each with `paid` and whether it was monitored, however many there are."""
    of_it = RegrantPayment.objects.filter(regrant=OuterRef("pk"))
    own = _sum(of_it, "posting__amount")
    reversed_ = _sum(of_it, "posting__reversed_by__amount")
    refunded = _sum(of_it, "posting__refunded_by__amount")
    kept = _sum(of_it, "posting__refunded_by__reversed_by__amount")
    return grants.annotate(
        paid=own + reversed_ + refunded + kept,
        is_monitored=Exists(RegrantNote.objects.filter(regrant=OuterRef("pk"))),
    )


def _sum(payments: QuerySet, column: str) -> Coalesce:
    sums = payments.order_by().values("regrant").annotate(total=Sum(F(column))).values("total")
    return Coalesce(Subquery(sums), Value(NOTHING), output_field=MONEY)


def progress(grant: Any) -> str:
    """Of a row of `with_paid`: the key of `PROGRESS`."""
    if grant.state != RegrantState.AWARDED:
        return grant.state
    if grant.is_monitored:
        return "monitored"
    if not grant.paid:
        return "awarded"
    return "paid" if grant.paid >= grant.amount else "part_paid"


def of_progress(grants: QuerySet, key: str) -> QuerySet:
    """The same in the database."""
    if key in (RegrantState.DECIDED, RegrantState.CANCELLED):
        return grants.filter(state=key)
    grants = with_paid(grants.filter(state=RegrantState.AWARDED))
    if key == "monitored":
        return grants.filter(is_monitored=True)
    grants = grants.filter(is_monitored=False)
    if key == "awarded":
        return grants.filter(paid=0)
    if key == "paid":
        return grants.filter(paid__gte=F("amount"))
    return grants.filter(paid__gt=0, paid__lt=F("amount"))


def left_of(source: FundingSource, *, but: Regrant | None = None) -> Decimal:
    """What of an award has not been passed on yet."""
    others = Regrant.objects.filter(source=source).standing()
    if but is not None:
        others = others.exclude(pk=but.pk)
    return source.awarded - sum(others.values_list("amount", flat=True), NOTHING)


# The register --------------------------------------------------------------------------


def period(grant: Regrant) -> str:
    return f"{uk_date(grant.starts_on)} to {uk_date(grant.ends_on)}"


def department(grant: Regrant) -> str:
    """Which council, and which part of it."""
    return f"{grant.source.project.lead}, {grant.department}"


def number(grant: Regrant) -> str:
    return grant.recipient.number or "None: unincorporated group"


_READ: Mapping[str, Any] = {
    "awarded_on": lambda grant: grant.awarded_on,
    "period": period,
    "department": department,
    "beneficiary": lambda grant: grant.recipient.name,
    "number": number,
    "purpose": lambda grant: grant.purpose,
    "amount": lambda grant: grant.amount,
}


@dataclass(frozen=True)
class Entry:
    """A line of the register: the values by the keys of `REGISTER`; None where not published."""

    grant: Regrant
    values: dict[str, Any]


def register(grants: Any, *, is_public: bool = False) -> list[Entry]:
    """What the Transparency Code asks of each grant that was awarded; of the public edition only
    what was chosen, and nothing of a grant of which nothing was."""
    found = (
        grants.standing()
        .filter(awarded_on__isnull=False)
        .select_related("recipient", "source__project__lead")
        .order_by("awarded_on", "pk")
    )
    entries = []
    for grant in found:
        shown = set(grant.public_fields) & set(REGISTER) if is_public else set(REGISTER)
        if is_public and grant.recipient.is_withheld:
            continue
        if shown:
            values = {key: _READ[key](grant) if key in shown else None for key in REGISTER}
            entries.append(Entry(grant, values))
    return entries
