"""What a person's copy says of one table: its subject, and each column in words.

    Part(
        Holding,
        lambda person: Holding.objects.filter(need__case__in=cases_of(person)),
        {"device": Shown("Device", lambda row: row.device.in_words), "kind": "On what terms"},
        subject="Devices lent or given to you",
    )

Headings are written for the person whom it is about. Whatever people typed is read before it is
handed out, since it may speak of others; only a person's own details (`own`) are not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Shown:
    """A column's heading; `of` says it where the value of the field alone would tell nobody.

    `is_read`: where people typed it, somebody reads it for others before it is handed out.
    """

    heading: str
    of: Callable[[Any], Any] | None = None
    is_read: bool = True


def own(heading: str) -> Shown:
    """A person's own name, address, number, and what they have read: nobody reads it for others."""
    return Shown(heading, is_read=False)


def known(heading: str, of: Callable[[Any], Any]) -> Shown:
    """What the portal says by itself, or everybody reads: nobody's words are in it."""
    return Shown(heading, of, is_read=False)


Column = str | Shown


@dataclass(frozen=True)
class Part:
    """One model's rows about the person of a record.

    `fields` are handed out, each under its heading, and `more` beside them: what no field of the
    model says by itself. `withheld` are personal fields that are not, each with the reason. `lead`
    is a sentence below the `subject`.
    """

    model: type[models.Model]
    rows: Callable[[Any], Iterable[Any]]
    fields: Mapping[str, Column] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    lead: str = ""
    more: Mapping[str, Callable[[Any], Any] | Shown] = field(default_factory=dict)

    def columns(self) -> list[tuple[str, Shown]]:
        """In the order in which they are read; those of `more` are named by their heading."""
        declared = [
            (name, one if isinstance(one, Shown) else Shown(one))
            for name, one in self.fields.items()
        ]
        return declared + [
            (heading, of if isinstance(of, Shown) else Shown(heading, of))
            for heading, of in self.more.items()
        ]
