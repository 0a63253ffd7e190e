"""What needs somebody: each app registers a provider, the home of the workspace shows the sum.

A provider is a function `provider(user, today) -> Iterable[Item]`. It yields only what this
person can settle or chase, and costs a constant number of queries however much it finds.
Register it in the app's `attention_items.py`, which is discovered when the portal starts:

    from diz_portal.attention import Item, Urgency, provider

    @provider("returns")
    def returns_owed(user, today):
        for record in selectors.owed(user): yield Item(...)
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any


class Urgency(Enum):
    """What it costs to ignore; the groups of the list, in order."""

    OVERDUE = "Overdue"
    WEEK = "This week"
    LATER = "Later"

    @classmethod
    def by_date(cls, due_on: date, today: date) -> "Urgency":
        days = (due_on - today).days
        if days < 0:
            return cls.OVERDUE
        return cls.WEEK if days <= 7 else cls.LATER


def nobody() -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class Item:
    """One row: what, where, how late, and the page that settles it.

    key: stable name of the matter, `kind:reference`; a chase is logged against it.
    title: what is to be done, as an instruction to the reader: "Chase November return".
    about: the project or organisation it belongs to.
    when: how late or how long, in words: "12 days overdue" (see `diz_portal.words.due`).
    url: the page that settles it.
    owed_by: who must act, when that is not the reader; an organisation's or a person's name.
    recipients: gives the Users a chase is addressed to; called only when somebody chases.
    ask: the same matter said to those, in a sentence without its full stop: "Your November return
        for Fibre is 12 days overdue". An email to them begins with it, and never with the title.
    named: what `ask` names, where that is not `about`: shortened before the rest of a subject is.
    project: the project it belongs to, where `about` says more than that.
    leads: stands before everything else on the home of a person who does it themselves.
    button: what the button of an item that leads says: "Complete your November return".
    kind: the provider it came from; set by the portal, for the filter.
    """

    key: str
    title: str
    about: str
    when: str
    url: str
    urgency: Urgency
    due_on: date | None = None
    owed_by: str = ""
    recipients: Callable[[], Iterable[Any]] = field(default=nobody, compare=False)
    ask: str = ""
    named: str = ""
    project: str = ""
    leads: bool = False
    button: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        if self.recipients is not nobody and not self.ask:
            raise ValueError(f"Item {self.key}: `recipients` need `ask`, the sentence they read")

    @property
    def subject(self) -> str:
        """What the list is narrowed by: the project, or what else it is about."""
        return self.project or self.about

    @property
    def is_overdue(self) -> bool:
        return self.urgency is Urgency.OVERDUE

    @property
    def can_be_chased(self) -> bool:
        return bool(self.owed_by) and self.recipients is not nobody


Provider = Callable[[Any, date], Iterable[Item]]
Panel = Callable[[Any, date], tuple[str, dict] | None]

_providers: dict[str, Provider] = {}
_panels: dict[str, Panel] = {}
_colleagues: list[Callable[[], Iterable[Any]]] = []
_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("attention_read", default=None)


def provider(name: str) -> Callable[[Provider], Provider]:
    """Register a provider of items under a name of its own: one that is taken is refused, since
    what the other has waiting would be shown to nobody."""

    def register(function: Provider) -> Provider:
        _keep(_providers, name, function)
        return function

    return register


def panel(name: str) -> Callable[[Panel], Panel]:
    """Register a panel for the home of the workspace.

    The function takes the person and the day, and gives a template with its context, or None
    when there is nothing for this person.
    """

    def register(function: Panel) -> Panel:
        _keep(_panels, name, function)
        return function

    return register


def _keep(kept: dict[str, Any], name: str, function: Callable) -> None:
    there = kept.setdefault(name, function)
    # The same one again is a module that was loaded anew.
    if (there.__module__, there.__qualname__) != (function.__module__, function.__qualname__):
        raise ValueError(f"The name “{name}” is taken by {there.__module__}.{there.__qualname__}")
    kept[name] = function


def providers() -> dict[str, Provider]:
    return dict(_providers)


def panels() -> dict[str, Panel]:
    return dict(_panels)


def colleagues(function: Callable[[], Iterable[Any]]) -> Callable[[], Iterable[Any]]:
    """Register who may be assigned a task: the function gives Users."""
    _colleagues[:] = [function]
    return function


def who_may_be_assigned() -> list[Any]:
    return [person for find in _colleagues for person in find()]


@contextmanager
def one_reading() -> Iterator[None]:
    """While all providers are asked, what several of them need is read once: see `once`."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def once(key: Hashable, find: Callable[[], Any]) -> Any:
    """What `find` gives, kept until all providers have been asked; outside that, found anew."""
    kept = _read.get()
    if kept is None:
        return find()
    if key not in kept:
        kept[key] = find()
    return kept[key]
