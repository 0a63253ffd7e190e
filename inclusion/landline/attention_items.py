"""Overdue calls about landlines. No line names anyone."""

from django.db.models import Count, Min, Q
from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from inclusion.cases import rules
from inclusion.landline.selectors import shown, worked_on_by


@provider("overdue calls about landlines")
def overdue_calls(user, today):
    """One line for all: of one's own cases, and of those that no one has taken."""
    if not rules.is_caseworker(user):
        return
    mine = Q(need__case__assigned_to=user) | Q(need__case__assigned_to=None)
    late = shown(worked_on_by(user).filter(mine), "overdue", today)
    found = late.aggregate(number=Count("pk"), first=Min("call_by"))
    if not found["number"]:
        return
    number = found["number"]
    yield Item(
        key="landlines-to-call",
        title="Call 1 person about their landline"
        if number == 1
        else f"Call {number} people about their landlines",
        about="Cases",
        when=words.due(found["first"], today),
        url=f"{reverse('inclusion_workspace:landlines')}?show=overdue",
        urgency=Urgency.OVERDUE,
        due_on=found["first"],
    )
