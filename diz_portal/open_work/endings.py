"""What ends somebody's ability to work here: it imports no model, so that models may name it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices


class End(TextChoices):
    SUSPENDED = "suspended", "Suspended"
    LEFT = "left", "Left the partnership"
    REMOVED = "removed", "Removed from the organisation"
    ROLE = "role", "Given another role"
    ACCOUNT = "account", "Account closed"
    ERASED = "erased", "Account erased"
    AGREEMENT = "agreement", "Agreement ended"
    TEAM = "team", "Team closed to requests"
    HANDED_OVER = "handed_over", "Reassigned"


@dataclass(frozen=True)
class Ending:
    """Who or what stops, and what stops with it.

    organisations: ids of those that can do nothing here afterwards.
    without: ids of those that lose the last person in a role, by role.
    person: who stops; `inside` are the organisations where they do (None: everywhere), `hands` the
        one role they lose (empty: all), `for_good` whether no organisation is left to them.
    gone_from: organisations whose former people's work it is about.
    without_manager: whether nobody runs the partnership afterwards.
    name: whose or what it is, in words; `about` is its reference or name in addresses.
    organisation: of whose record the decision is part.
    """

    what: End
    name: str
    about: str
    organisations: tuple[int, ...] = ()
    without: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    person: Any = None
    inside: tuple[int, ...] | None = None
    hands: str = ""
    for_good: bool = False
    gone_from: tuple[int, ...] = ()
    without_manager: bool = False
    agreement: Any = None
    organisation: Any = None
