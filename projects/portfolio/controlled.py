"""Whether a project is under change control: its baseline has been set, and from then on scope,
baselines and budget move only by an approved change request (`projects/change`).

The rooms of what moves ask here; the database asks too (`by_change.py`).
"""

from typing import Any

from diz_portal.access import Refusal
from projects.portfolio.models.programme import Project

KNOWN = "_is_controlled"


class UnderControl(Refusal):
    message = "This project is under change control. Request the change on its change control page"


def is_controlled(project: Project) -> bool:
    """Read once per project object."""
    known = project.__dict__
    if KNOWN not in known:
        known[KNOWN] = Project.objects.filter(pk=project.pk, change_control__isnull=False).exists()
    return known[KNOWN]


def require_change(project: Project, change_request: Any) -> None:
    """Refuse what a change request would have to carry out."""
    if change_request is None and is_controlled(project):
        raise UnderControl
