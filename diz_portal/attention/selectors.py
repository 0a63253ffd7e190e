"""What is waiting for a person, most costly to ignore first."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from .models import Act, Chase, Handling
from .registry import Item, Urgency, one_reading, panels, providers

# So many rows of a list are shown; the others are folded.
SHOWN = 3


def items_for(user, today: date | None = None) -> list[Item]:
    """Every item of every app: by urgency, then by due date, then by what is to be done."""
    today = today or timezone.localdate()
    order = {urgency: position for position, urgency in enumerate(Urgency)}
    with one_reading():
        items = [
            replace(item, kind=item.kind or name)
            for name, provider in providers().items()
            for item in provider(user, today)
        ]
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


def last_chase_of(name: str) -> Chase | None:
    """The last reminder to an organisation or person, whatever it was about."""
    return Chase.objects.filter(owed_by=name).select_related("by").first()


@dataclass
class State:
    """What holds for one task now."""

    snoozed: Handling | None = None
    assigned: Handling | None = None
    note: Handling | None = None


def states_of(items: Iterable[Item], today: date) -> dict[str, State]:
    """By item key; one query however many there are."""
    rows = (
        Handling.objects.filter(item_key__in=[item.key for item in items])
        .select_related("by", "to")
        .order_by("at", "pk")
    )
    found: dict[str, State] = {}
    for row in rows:
        state = found.setdefault(row.item_key, State())
        if row.act in (Act.SNOOZE, Act.WAKE):
            sleeps = row.until is not None and row.until > today
            state.snoozed = row if sleeps else None
        elif row.act in (Act.ASSIGN, Act.UNASSIGN):
            state.assigned = row if row.to_id else None
        else:
            state.note = row
    return found


@dataclass
class List:
    """The to-do list of one person, sorted into what is theirs now and what is not."""

    waiting: list[Item] = field(default_factory=list)
    snoozed: list[Item] = field(default_factory=list)
    with_colleagues: list[Item] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)


def _is_own(state: State, user) -> bool:
    rows = filter(None, (state.snoozed, state.assigned))
    return all(row.by_id == user.pk for row in rows)


def list_of(user, today: date | None = None) -> List:
    """Staff snooze tasks and assign them to one another; for everybody else all of it waits. What
    somebody owes themselves waits for them whatever a colleague did."""
    today = today or timezone.localdate()
    items = items_for(user, today)
    if not items or not user.has_perm("attention.chase"):
        return List(waiting=items)
    found = List(states=states_of(items, today))
    for item in items:
        state = found.states.get(item.key, State())
        if item.leads and not _is_own(state, user):
            found.waiting.append(item)
        elif state.snoozed:
            found.snoozed.append(item)
        elif state.assigned and state.assigned.to_id != user.pk:
            found.with_colleagues.append(item)
        else:
            found.waiting.append(item)
    return found


@dataclass(frozen=True)
class Owing:
    """What one organisation or person owes: one row of a manager's home."""

    name: str
    items: list[Item]
    oldest_days: int
    last: Chase | None

    @property
    def is_overdue(self) -> bool:
        return any(item.is_overdue for item in self.items)


def owing(items: list[Item], chases: dict[str, Chase], today: date) -> list[Owing]:
    """By who owes it: who owes most that is overdue comes first."""
    by_name: dict[str, list[Item]] = {}
    for item in items:
        by_name.setdefault(item.owed_by, []).append(item)
    found = [
        Owing(
            name,
            owed,
            max([0, *((today - item.due_on).days for item in owed if item.due_on)]),
            max(
                (chases[item.key] for item in owed if item.key in chases),
                key=lambda chase: chase.at,
                default=None,
            ),
        )
        for name, owed in by_name.items()
    ]
    return sorted(
        found,
        key=lambda one: (
            -sum(item.is_overdue for item in one.items),
            -one.oldest_days,
            one.name.casefold(),
        ),
    )


def panels_for(user, today: date | None = None) -> list[tuple[str, dict]]:
    """Templates with their contexts: what else the home of the workspace shows this person."""
    today = today or timezone.localdate()
    found = (panel(user, today) for panel in panels().values())
    return [shown for shown in found if shown]


def find(user, key: str) -> Item | None:
    """The item with this key, when it is waiting for this person to settle or chase."""
    return next((item for item in items_for(user) if item.key == key), None)


def owed_by(user, name: str) -> list[Item]:
    """What can be chased of one organisation or person, and is not snoozed."""
    waiting = list_of(user)
    return [
        item
        for item in (*waiting.waiting, *waiting.with_colleagues)
        if item.owed_by == name and item.can_be_chased
    ]
