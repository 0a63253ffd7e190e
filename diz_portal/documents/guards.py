"""Who may read which papers: each app registers a guard for its own."""

from collections.abc import Callable
from typing import Any

MayRead = Callable[[Any, Any], bool]

_guards: dict[str, MayRead] = {}
_titles: dict[str, str] = {}


def register_guard(name: str, *, may_read: MayRead, title: str) -> None:
    """`may_read(user, document)` decides; `name` is "app.kind" and is kept with each paper;
    `title` is what such a paper is called."""
    _guards[name] = may_read
    _titles[name] = title


def titles() -> dict[str, str]:
    return dict(_titles)


def is_registered(name: str) -> bool:
    return name in _guards


def may_read(user: Any, document: Any) -> bool:
    """A paper whose guard is gone is read by nobody."""
    guard = _guards.get(document.guard)
    return bool(guard and guard(user, document))
