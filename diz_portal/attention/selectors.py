"""What is waiting for a person, most costly to ignore first."""

from datetime import date

from django.utils import timezone

from .models import Chase
from .registry import Item, Urgency, panels, providers


def items_for(user, today: date | None = None) -> list[Item]:
    """Every item of every app: by urgency, then by due date, then by what is to be done."""
    today = today or timezone.localdate()
    order = {urgency: position for position, urgency in enumerate(Urgency)}
    items = [item for provider in providers().values() for item in provider(user, today)]
    # The last two keep rows of the same day in the same places from one visit to the next.
    return sorted(
        items,
        key=lambda item: (order[item.urgency], item.due_on or date.max, item.title, item.about),
    )


def grouped(items: list[Item]) -> list[tuple[Urgency, list[Item]]]:
    """The groups that have items, in order."""
    groups = [(urgency, [i for i in items if i.urgency is urgency]) for urgency in Urgency]
    return [(urgency, found) for urgency, found in groups if found]


def last_chases(items: list[Item]) -> dict[str, Chase]:
    """The latest chase of each item that was ever chased, by item key."""
    keys = [item.key for item in items]
    chases = Chase.objects.filter(item_key__in=keys).select_related("by").order_by("at")
    return {chase.item_key: chase for chase in chases}


def panels_for(user, today: date | None = None) -> list[tuple[str, dict]]:
    """Templates with their contexts: what else the home of the workspace shows this person."""
    today = today or timezone.localdate()
    found = (panel(user, today) for panel in panels().values())
    return [shown for shown in found if shown]


def find(user, key: str) -> Item | None:
    """The item with this key, when it is waiting for this person to settle or chase."""
    return next((item for item in items_for(user) if item.key == key), None)
