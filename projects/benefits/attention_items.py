"""Benefits whose next measure is due."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import due
from partners.roles import is_manager, works_for
from projects.benefits import selectors
from projects.benefits.models import Benefit

AHEAD = timedelta(days=14)


@provider("measures of benefits")
def measures_due(user: Any, today: date) -> Iterator[Item]:
    """For the people of the owner, and for managers."""
    found = Benefit.objects.worked_on_by(user).filter(ended_on=None)
    if not is_manager(user):
        found = found.filter(owner__in=list(works_for(user)))
    for one in selectors.realised(found):
        benefit, due_on = one.benefit, one.due_on
        if due_on is not None and due_on <= today + AHEAD:
            yield Item(
                key=f"benefit:{benefit.reference}",
                title=f"Record measure: {benefit.title}",
                about=f"{benefit.project}, {benefit.owner}",
                when=due(due_on, today),
                url=reverse("benefits:record", args=[benefit.project.slug, benefit.reference]),
                urgency=Urgency.by_date(due_on, today),
                due_on=due_on,
            )
