"""What the rooms above add to a case: devices, databank and learning stand on cases, which never
import them. Each says it once, in its `on_cases.py`:

    add(Addition(room="devices", read_with_needs=lambda: ["reserved_devices"], …))

`inclusion/on_cases.py` gathers them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from diz_portal.privacy.kinds import Part
from inclusion.cases.models import Case, Need, Person


@dataclass(frozen=True)
class Together:
    """Referrals that one partner sent at once: how many await a decision, since when, and where."""

    made_by: str
    number: int
    sent_at: datetime
    url: str


@dataclass(frozen=True)
class Door:
    """What to do next about a need, as one button: a page, or a status that one press gives it."""

    words: str
    url: str
    # What the button sends; a page is opened where it sends nothing.
    to: str = ""


@dataclass(frozen=True)
class Addition:
    """What a room leaves out, it has nothing to say about."""

    room: str
    # Read together with the needs of a case, in as many queries for thirty needs as for one.
    read_with_needs: Callable[[], Sequence[str | Prefetch]] = list
    # Said on the card of a need in place of the usual next step; empty where the usual holds.
    next_action: Callable[[Need], str] = lambda need: ""
    # The button for it; nothing where the usual one holds.
    door: Callable[[Need], Door | None] = lambda need: None
    # Begins with each new need, in the transaction that adds it.
    begun: Callable[[Need], None] = lambda need: None
    # Follows when a need that was resolved, or that the person had, is open again.
    reopened: Callable[[Need], None] = lambda need: None
    # What is known of a need goes with it to another organisation: the old one, and its new one.
    carried: Callable[[Need, Need], None] = lambda old, new: None
    # Follows when the person has confirmed that a need is met, in the same transaction.
    confirmed: Callable[[Need, Any], None] = lambda need, by: None
    # More for the template of a case.
    on_page: Callable[[Case], dict[str, Any]] = lambda case: {}
    # Why a person may not be erased yet, as a sentence; empty where nothing is in the way.
    obstacle: Callable[[Person], str] = lambda person: ""
    # Takes the person out of the room's own records, in the transaction that erases them:
    # the ids of the person and of those who were merged into them, and their cases.
    forget: Callable[[list[int], QuerySet[Case]], None] = lambda people, cases: None
    # Where else someone may get help, the nearest first: a line for each.
    elsewhere: Callable[[Person], Sequence[str]] = lambda person: ()
    # Referrals that came together and may be decided together, for those who decide about them.
    together: Callable[[Any], Sequence[Together]] = lambda user: ()
    # What is disclosed to a person of it: see `diz_portal.privacy.kinds`.
    parts: tuple[Part, ...] = ()


_additions: dict[str, Addition] = {}


def add(addition: Addition) -> None:
    _additions[addition.room] = addition


def all_added() -> Iterable[Addition]:
    return _additions.values()


def elsewhere(person: Person) -> list[str]:
    """Where else someone may get help when we cannot help them."""
    return [line for one in all_added() for line in one.elsewhere(person)]


def obstacle(person: Person) -> str:
    """The first reason of any room why a person may not be erased yet; empty for none."""
    return next(filter(None, (one.obstacle(person) for one in all_added())), "")


def together(user: Any) -> list[Together]:
    """What a person may decide at once of all that awaits a decision."""
    return [some for one in all_added() for some in one.together(user)]
