"""What a digest leaves out: kinds of change by their names, or all of one part of the portal."""

from collections.abc import Iterable

from django.utils.text import slugify

from diz_portal.changes import Kind, rooms

# Also what is added to the part later.
ALL_OF = "all-of-"


def all_of(room: str) -> str:
    return f"{ALL_OF}{slugify(room)}"


def choices() -> dict[str, list[tuple[str, str]]]:
    """By the part of the portal, what may be left out of it. Of one kind, all is that kind."""
    return {
        room: [*([(all_of(room), "All of these")] if len(of) > 1 else []), *map(_choice, of)]
        for room, of in rooms().items()
    }


def _choice(kind: Kind) -> tuple[str, str]:
    return kind.name, kind.title


def names(muted: Iterable[str]) -> set[str]:
    """The kinds that are left out."""
    chosen = set(muted)
    whole = {kind.name for room, of in rooms().items() if all_of(room) in chosen for kind in of}
    return {one for one in chosen if not one.startswith(ALL_OF)} | whole
