"""What a monthly return says was spent to date, beside what both books say to that day: the portal,
and the ledger of the accountable body."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from diz_portal.words import pounds
from projects.money.amounts import NOTHING
from projects.money.enums import Flow
from projects.money.models import LedgerLine, Posting
from projects.money.selectors.ledger import MONEY
from projects.portfolio.models import Project


@dataclass(frozen=True)
class Reported:
    """What a monthly return says was spent to date, with what both books say to that day."""

    organisation: str
    amount: Decimal
    as_at: date
    portal: Decimal
    # Of the accountable body alone.
    ledger: Decimal | None

    @property
    def difference(self) -> Decimal:
        return self.amount - self.portal

    @property
    def beside_portal(self) -> str:
        return _beside(self.difference)

    @property
    def beside_ledger(self) -> str:
        return "" if self.ledger is None else _beside(self.amount - self.ledger)


def _beside(difference: Decimal) -> str:
    if difference > 0:
        return f"The return says {pounds(difference)} more"
    if difference < 0:
        return f"The return says {pounds(-difference)} less"
    return "The return says the same"


def reported(project: Project, first_day: date) -> list[Reported]:
    """Of the returns of a month that were submitted, and are not being written again. One query."""
    # Of the room of returns, which stands above this one.
    returns: Any = project.returns
    return [
        Reported(
            str(one.organisation),
            one.spend_to_date,
            one.spend_as_at,
            one.in_portal,
            one.in_ledger if one.organisation_id == project.lead_id else None,
        )
        for one in beside_the_books(returns.vouched_for().filter(round__month=first_day)).order_by(
            "organisation__name"
        )
    ]


def beside_the_books(returns: QuerySet[Any]) -> QuerySet[Any]:
    """Monthly returns that give a spend to date, each with what its organisation has spent in the
    portal to that day (`in_portal`) and what the ledger of the project has (`in_ledger`)."""
    its = [OuterRef(name) for name in ("project", "organisation", "spend_as_at")]
    postings, debits = _spent(*its)
    return (
        returns.filter(spend_to_date__isnull=False)
        .select_related("organisation")
        .annotate(in_portal=_by_organisation(postings), in_ledger=_by_organisation(debits))
    )


def beside_one(record: Any) -> Reported | None:
    """The same of one return, as it is shown: a version of it may be another than is stored.
    Where neither book has anything of its organisation, there is nothing to stand beside."""
    if record.spend_to_date is None:
        return None
    postings, debits = _spent(record.project_id, record.organisation_id, record.spend_as_at)
    is_lead = record.organisation_id == record.project.lead_id
    portal = _total(postings)
    ledger = _total(debits) if is_lead else None
    if portal is None and ledger is None:
        return None
    return Reported(
        str(record.organisation),
        record.spend_to_date,
        record.spend_as_at,
        portal or NOTHING,
        ledger,
    )


def _spent(project: Any, organisation: Any, until: Any) -> tuple[QuerySet, QuerySet]:
    """Postings of what an organisation spent of a project to a day, and debits of its ledger. A
    credit of a ledger may be a receipt or a refund, and a return counts what was spent."""
    postings = Posting.objects.filter(
        source__project=project, organisation=organisation, flow=Flow.SPENT, on__lte=until
    )
    debits = LedgerLine.objects.current().filter(
        project=project, organisation=organisation, on__lte=until, amount__gt=0
    )
    return postings, debits


def _total(rows: QuerySet) -> Decimal | None:
    return rows.aggregate(total=Sum("amount"))["total"]


def _by_organisation(rows: QuerySet) -> Coalesce:
    sums = rows.order_by().values("organisation").annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(sums), Value(NOTHING), output_field=MONEY)
