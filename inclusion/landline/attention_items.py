"""Calls about landlines: those that are overdue, and those of this month. No line names anyone."""

from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from inclusion.cases import rules
from inclusion.landline.models import Landline
from inclusion.landline.selectors import shown, worked_on_by


@provider("calls about landlines")
def calls(user, today):
    """One line for all that are late and one for the rest of the month: of one's own cases, and of
    those that no one has taken."""
    if not rules.is_caseworker(user):
        return
    mine = Q(need__case__assigned_to=user) | Q(need__case__assigned_to=None)
    rows = worked_on_by(user).filter(mine)
    yield from _line(shown(rows, "overdue", today), "overdue", "", today)
    this_month = shown(rows, "month", today).filter(call_by__gte=today)
    yield from _line(this_month, "month", " this month", today)


def _line(rows: QuerySet[Landline], show: str, until: str, today: date):
    found = rows.aggregate(number=Count("pk"), first=Min("call_by"))
    if not found["number"]:
        return
    number = found["number"]
    yield Item(
        key="landlines-to-call" if show == "overdue" else "landlines-this-month",
        title=f"Call 1 person about their landline{until}"
        if number == 1
        else f"Call {number} people about their landlines{until}",
        about="Cases",
        when=words.due(found["first"], today),
        url=f"{reverse('inclusion_workspace:landlines')}?show={show}",
        urgency=Urgency.by_date(found["first"], today),
        due_on=found["first"],
    )
