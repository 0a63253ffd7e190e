"""What the front page shows: apps register it, so that the shell need not know them.

An app writes, in its `front_page.py`:

    figures.headline(order=10, find=live_sites, version=ROLLOUT)
    figures.panel(order=10, template="projects/front_page.html", find=small_map, version=ROLLOUT)
    figures.invitation(order=10, find=become_a_partner, version=())

Each `find` takes the request and answers None when there is nothing to show. What strangers see is
kept whole until something changes: `version` has the queries that say so (`diz_portal.versions`);
with the day, which is always part of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from diz_portal import versions
from diz_portal.versions import Queries


@dataclass(frozen=True)
class Figure:
    """One headline number, the day it was true, and the page that shows where it comes from."""

    number: str
    label: str
    as_at: date
    how_we_know: str  # a URL
    of: str = ""


@dataclass(frozen=True)
class Invitation:
    """A way to take part."""

    title: str
    text: str
    link: str
    url: str


@dataclass(frozen=True)
class Panel:
    template: str
    find: Callable[[HttpRequest], dict | None]
    shows_progress: bool = False


_headlines: dict[Callable, int] = {}
_panels: dict[Panel, int] = {}
_invitations: dict[Callable, int] = {}
_versions: list[Queries] = []


def headline(*, order: int, find: Callable[[HttpRequest], Figure | None], version: Queries) -> None:
    _headlines[find] = order
    _versions.append(version)


def panel(
    *,
    order: int,
    template: str,
    find: Callable[[HttpRequest], dict | None],
    version: Queries,
    shows_progress: bool = False,
) -> None:
    """What residents can do comes first; what shows our progress stands below the figures."""
    _panels[Panel(template, find, shows_progress)] = order
    _versions.append(version)


def invitation(
    *, order: int, find: Callable[[HttpRequest], Invitation | None], version: Queries
) -> None:
    """In order: the first is what we do for residents, and stands at the top of the page."""
    _invitations[find] = order
    _versions.append(version)


def version() -> tuple[str, bool]:
    """Of the whole page: see `diz_portal.versions`."""
    return versions.read("front", [versions.OF_THE_PLACE, *_versions], str(timezone.localdate()))


def headlines_for(request: HttpRequest) -> list[Figure]:
    found = (find(request) for find in sorted(_headlines, key=_headlines.__getitem__))
    return [figure for figure in found if figure is not None]


def panels_for(request: HttpRequest, *, shows_progress: bool = False) -> list[str]:
    found = (
        (panel.template, panel.find(request))
        for panel in sorted(_panels, key=_panels.__getitem__)
        if panel.shows_progress == shows_progress
    )
    return [
        render_to_string(template, values, request=request)
        for template, values in found
        if values is not None
    ]


def invitations_for(request: HttpRequest) -> list[Invitation]:
    found = (find(request) for find in sorted(_invitations, key=_invitations.__getitem__))
    return [invitation for invitation in found if invitation is not None]
