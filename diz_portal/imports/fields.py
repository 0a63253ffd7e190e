"""A field that a file may bring."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """What it is called, how a cell is read (`diz_portal.tables.values`), what others call it."""

    name: str
    label: str
    clean: Callable[[Any], Any]
    # Headings that mean this field, besides its name and its label.
    also: tuple[str, ...] = ()
