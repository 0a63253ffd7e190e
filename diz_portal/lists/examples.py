"""Saved views of the example partnership, as its programme manager would save them."""

from typing import Any

from . import registry, services
from .models import Shared
from .state import State


def view_for_everyone(of: str, name: str, query: str, *, by: Any) -> None:
    kind = registry.named(of)
    assert kind is not None  # noqa: S101  an app names a list of its own
    services.save(
        kind=kind,
        state=State.read(kind, query),
        name=name,
        shared=Shared.EVERYONE,
        organisation=None,
        by=by,
    )
