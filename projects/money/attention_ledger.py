"""What waits because of a ledger: months to reconcile, and signed ones to lock."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import due
from partners.roles import is_manager
from projects.money import periods
from projects.money.enums_ledger import MonthState
from projects.money.models import LedgerMonth
from projects.money.readers import certifier_of, finance_of
from projects.money.selectors.ledger import slug_of, to_reconcile

# So long after its end a month is reconciled.
WITHIN = timedelta(days=14)


@provider("months to reconcile")
def months_to_reconcile(user, today: date) -> Iterator[Item]:
    """For those who keep the accounts, and managers: each month of a ledger that has ended."""
    whose = None if is_manager(user) else finance_of(user)
    if whose == set():
        return
    for slug, title, month, is_outturn in to_reconcile(periods.month_of(today), whose):
        name = periods.month_name(month, is_outturn=is_outturn)
        yield _item("reconcile", f"Reconcile {name}", slug, title, month, is_outturn, today)


@provider("months to lock")
def months_to_lock(user, today: date) -> Iterator[Item]:
    """For certifiers: what somebody else has signed."""
    signed = LedgerMonth.objects.filter(
        state=MonthState.SIGNED, organisation__in=certifier_of(user)
    ).exclude(signed_by=user)
    for one in signed.select_related("project").order_by("project__title", "month"):
        title = f"Check and lock {one.name}"
        project = one.project
        yield _item("lock", title, project.slug, project.title, one.month, one.is_outturn, today)


def _item(
    kind: str, says: str, slug: str, title: str, month: date, is_outturn: bool, today: date
) -> Item:
    at = slug_of(month, is_outturn=is_outturn)
    due_on = periods.month_end(month) + WITHIN
    return Item(
        key=f"{kind}:{slug}:{at}",
        title=says,
        about=f"Ledger, {title}",
        when=due(due_on, today),
        url=reverse("money:month", args=[slug, at]),
        urgency=Urgency.by_date(due_on, today),
        due_on=due_on,
        project=title,
    )
