"""Who may own a milestone or a risk."""

from diz_portal.access import Refusal
from partners.models import Organisation
from projects.portfolio.models import Project
from projects.portfolio.selectors.milestones import organisations


class NotOfTheProject(Refusal):
    def __init__(self, owner: Organisation, project: Project):
        super().__init__(
            f"{owner} does not take part in {project}. Select one of its organisations as the owner"
        )


def require_part(owner: Organisation | None, project: Project) -> None:
    """Of a new owner: one that has left keeps what it owned until someone else takes it."""
    if owner is not None and not organisations(project).filter(pk=owner.pk).exists():
        raise NotOfTheProject(owner, project)
