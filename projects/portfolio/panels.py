"""What the rooms above show on the page of a project, the public one or the one of the workspace,
without being known here.

A room is registered in the app's `rooms.py`:

    panels.register(order=10, template="projects/benefits/project_panel.html", find=public_panel)

`find(project, user)` answers the template's values, or None when there is nothing to show. The
public page is kept until something changes: what a public panel reads stands in the version
(`projects/rollout/version.py`), and depends on no reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from projects.portfolio.models import Project

Find = Callable[[Project, Any], dict[str, Any] | None]
PUBLIC, WORKSPACE = "public", "workspace"


@dataclass(frozen=True)
class Panel:
    template: str
    find: Find
    area: str


_panels: dict[Panel, int] = {}


def register(*, order: int, template: str, find: Find, area: str) -> None:
    _panels[Panel(template, find, area)] = order


def public_panels(project: Project) -> list[SafeString]:
    """As every stranger reads them."""
    return _drawn(project, AnonymousUser(), PUBLIC)


def workspace_panels(project: Project, user: Any) -> list[SafeString]:
    return _drawn(project, user, WORKSPACE)


def _drawn(project: Project, user: Any, area: str) -> list[SafeString]:
    found = (
        (panel.template, panel.find(project, user))
        for panel in sorted(_panels, key=_panels.__getitem__)
        if panel.area == area
    )
    return [
        render_to_string(template, {"project": project, **values})
        for template, values in found
        if values is not None
    ]
