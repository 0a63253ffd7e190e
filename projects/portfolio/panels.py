"""What the rooms above show on the page of a project, the public one or the one of the workspace,
and on the public page of a programme, without being known here.

A room is registered in the app's `rooms.py`:

    panels.register(order=10, template="projects/benefits/project_panel.html", find=public_panel)

`find(project, user)` answers the template's values, or None when there is nothing to show; for the
page of a programme it is asked with the programme. The public page of a project is kept until
something changes: what a public panel reads stands in the version (`projects/rollout/version.py`),
and depends on no reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from projects.portfolio.models import Programme, Project

Find = Callable[[Any, Any], dict[str, Any] | None]
PUBLIC, WORKSPACE, PROGRAMME = "public", "workspace", "programme"


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


def programme_panels(programme: Programme) -> list[SafeString]:
    """Of what its published projects did together, as every stranger reads it."""
    return _drawn(programme, AnonymousUser(), PROGRAMME)


def _drawn(about: Project | Programme, user: Any, area: str) -> list[SafeString]:
    name = "programme" if isinstance(about, Programme) else "project"
    found = (
        (panel.template, panel.find(about, user))
        for panel in sorted(_panels, key=_panels.__getitem__)
        if panel.area == area
    )
    return [
        render_to_string(template, {name: about, **values})
        for template, values in found
        if values is not None
    ]
