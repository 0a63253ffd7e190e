"""What the lists of projects' records share: which projects somebody works on."""

from typing import Any

from diz_portal.lists.declaring import Asking, Choice
from partners.roles import current_roles, is_manager, works_for
from projects.portfolio.models import Project

PROJECT = "project"


def works_somewhere(user: Any) -> bool:
    """Whether the person has the workspace of any project."""
    return is_manager(user) or bool(current_roles(user))


def projects(asking: Asking) -> dict[str, str]:
    found = Project.objects.worked_on_by(asking.user).order_by("title")
    return asking.once("projects", lambda: dict(found.values_list("slug", "title")))


def kept(asking: Asking) -> set[int]:
    """The projects whose records the person may change: more than a viewer of theirs."""

    def read() -> set[int]:
        if is_manager(asking.user):
            return set(Project.objects.values_list("pk", flat=True))
        mine = list(works_for(asking.user))
        led = Project.objects.filter(lead__in=mine)
        return set((led | Project.objects.filter(partners__in=mine)).values_list("pk", flat=True))

    return asking.once("kept projects", read)


OF_PROJECT = Choice(
    PROJECT,
    "Project",
    found=lambda rows, slug, asking: rows.filter(project__slug=slug),
    choices=lambda asking: projects(asking).items(),
    any="All projects",
)
