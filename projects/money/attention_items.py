"""What waits because of money: conditions of a funder that fall due."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import due
from partners.roles import is_manager
from projects.money.models import FundingCondition
from projects.money.readers import finance_of

# So long before it is due somebody is told of a condition.
AHEAD = timedelta(days=30)


@provider("funding conditions")
def conditions_due(user, today: date) -> Iterator[Item]:
    """For managers, for those who keep the accounts of a project, and for who is responsible."""
    found = FundingCondition.objects.filter(met_on=None, due_on__lte=today + AHEAD)
    if not is_manager(user):
        mine = finance_of(user)
        found = found.filter(Q(source__project__lead__in=mine) | Q(owner__in=mine))
    for one in found.select_related("source__project", "owner"):
        yield _condition(one, today)


def _condition(one: FundingCondition, today: date) -> Item:
    source = one.source
    return Item(
        key=f"condition:{one.reference}",
        title=f"Meet funding condition: {one.title}",
        about=f"{source.title}, {source.project}",
        when=due(one.due_on, today),
        url=reverse("money:source", args=[source.project.slug, source.reference]),
        urgency=Urgency.by_date(one.due_on, today),
        due_on=one.due_on,
        project=source.project.title,
    )
