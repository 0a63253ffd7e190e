"""Reading what is public, by theme and by words."""

from collections import defaultdict
from dataclasses import dataclass

from diz_portal.search import Asked

from .declaring import Entry, Kind, searched, with_themes
from .models import Theme, ThemeTag

MOST = 100


@dataclass(frozen=True)
class Group:
    label: str
    entries: tuple[Entry, ...]
    is_cut: bool = False


def knowledge(asked: Asked | None = None) -> list[Group]:
    """What was asked for, or everything; a query for each kind, the first hundred of it."""
    groups = (_group(kind, asked) for kind in searched())
    return [one for one in groups if one.entries]


def _group(kind: Kind, asked: Asked | None) -> Group:
    rows = kind.rows()
    if asked is not None:
        if not asked.words or kind.words is None:
            return Group(kind.label, ())
        rows = rows.filter(asked.matches(kind.words))
    found = list(rows[: MOST + 1])
    return Group(kind.label, tuple(kind.entry(one) for one in found[:MOST]), len(found) > MOST)


def of_theme(theme: Theme) -> list[Group]:
    """What has the theme and is public; a query for each kind."""
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, key in ThemeTag.objects.filter(theme=theme).values_list("kind", "key"):
        keys[kind].append(key)
    groups = []
    for one in with_themes():
        rows = one.rows().filter(**{f"{one.key}__in": keys[one.name]}) if keys[one.name] else ()
        groups.append(Group(one.label, tuple(one.entry(record) for record in rows)))
    return [one for one in groups if one.entries]


def choices() -> list[tuple[Kind, list[tuple[str, str]]]]:
    """What can have a theme, by kind: its key and what it is called."""
    return [
        (
            kind,
            [(str(getattr(one, kind.key)), kind.entry(one).title) for one in kind.rows()],
        )
        for kind in with_themes()
    ]


def tagged(theme: Theme) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, key in ThemeTag.objects.filter(theme=theme).values_list("kind", "key"):
        keys[kind].append(key)
    return keys


def themes_of(kind: str, key: str) -> list[Theme]:
    rows = ThemeTag.objects.filter(kind=kind, key=key).values_list("theme", flat=True)
    found = set(rows)
    return [one for one in Theme if one.value in found]
