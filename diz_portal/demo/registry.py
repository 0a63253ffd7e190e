"""The example partnership: each app registers a loader in its `example.py`.

A loader is `load(today) -> str`; it runs once, inside one transaction with all the others, in
the order of its number, and says in words what it made. It must be deterministic, give dates
relative to `today`, and invent every person.
"""

from collections.abc import Callable
from datetime import date

Loader = Callable[[date], str]

_loaders: dict[str, tuple[int, Loader]] = {}


def example(name: str, *, order: int) -> Callable[[Loader], Loader]:
    def register(function: Loader) -> Loader:
        _loaders[name] = (order, function)
        return function

    return register


def loaders() -> list[tuple[str, Loader]]:
    """Name and loader, in order."""
    ordered = sorted(_loaders.items(), key=lambda entry: entry[1][0])
    return [(name, loader) for name, (_, loader) in ordered]
