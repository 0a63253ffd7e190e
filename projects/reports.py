"""What the reports of this app are about, for the shell, and the reports themselves."""

from diz_portal.reports import question
from projects.portfolio import reports as portfolio
from projects.portfolio.models import Project
from projects.rollout import reports as rollout

__all__ = ["portfolio", "rollout"]


def _projects(user):
    return Project.objects.all() if user is None else Project.objects.worked_on_by(user)


question.scope("project", _projects)
