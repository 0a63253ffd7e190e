"""What a token may be made for: a verb and a room, as `sites:write`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scope:
    name: str
    label: str
    # Who may give it to a token; what the token then does is asked again each time.
    may: Callable[[Any], bool]


_scopes: dict[str, Scope] = {}


def scope(name: str, label: str, *, may: Callable[[Any], bool]) -> None:
    """Say in an app's `api.py` what its addresses ask of a token."""
    _scopes[name] = Scope(name, label, may)


def offered_to(user: Any) -> list[Scope]:
    return [one for one in _scopes.values() if one.may(user)]


def label_of(name: str) -> str:
    known = _scopes.get(name)
    return known.label if known else name


def is_known(name: str) -> bool:
    return name in _scopes
