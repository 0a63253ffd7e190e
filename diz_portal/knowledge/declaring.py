"""What can be found in the knowledge base, and what can have a theme. An app says so:

    declare(Kind(
        name="case-study",
        label="Case studies",
        rows=lambda: CaseStudy.objects.public(),
        entry=lambda story: Entry(story.title, story.get_absolute_url(), story.summary),
        key="reference",
        words=WORDS,
        order=10,
    ))

`rows` are public, and only that: both pages are for anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from diz_portal.search import Words


@dataclass(frozen=True)
class Entry:
    """One line: what it is called, where it is, and what it is about."""

    title: str
    url: str
    about: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Kind:
    """`key` is the column by which a theme remembers a record, a public name that stays. A kind
    without `words` has themes alone; one without a `key` is found alone."""

    name: str
    label: str
    rows: Callable[[], QuerySet]
    entry: Callable[[Any], Entry]
    order: int
    key: str = ""
    words: Words | None = None


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda one: (one.order, one.name))


def searched() -> list[Kind]:
    return [one for one in kinds() if one.words is not None]


def with_themes() -> list[Kind]:
    return [one for one in kinds() if one.key]
