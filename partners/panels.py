"""What other apps show on the page of an organisation, the public one or (`area=WORKSPACE`) the
one of the workspace, without being known here.

An app writes, in its `rooms.py` or another module read when Django starts:

    panels.register(
        order=10, template="projects/organisation_panel.html", find=selectors.projects_of
    )

`find(organisation, user)` answers the template's values, or None when there is nothing to show.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from .models import Organisation

Find = Callable[[Organisation, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    template: str
    find: Find
    area: str


PUBLIC, WORKSPACE = "public", "workspace"
_panels: dict[Panel, int] = {}


def register(*, order: int, template: str, find: Find, area: str = PUBLIC) -> None:
    _panels[Panel(template, find, area)] = order


def panels_for(organisation: Organisation, request: HttpRequest, area: str = PUBLIC) -> list[str]:
    """The panels of one organisation as this person may see them, in order."""
    found = (
        (panel.template, panel.find(organisation, request.user))
        for panel in sorted(_panels, key=_panels.__getitem__)
        if panel.area == area
    )
    return [
        render_to_string(template, values, request=request)
        for template, values in found
        if values is not None
    ]
